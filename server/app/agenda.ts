import { type DurationMs, type EpochMs, minutes } from "../../protocol/time.ts";
import { createHeap, type Heap } from "./heap.ts";
import type { Cancel, Clock } from "./ports.ts";

/** Longest time between two looks at the wall clock, which may be set forward or back meanwhile. */
const longestSleepMs: DurationMs = minutes(1);

/** What is to be done later. One timer, however much there is. */
export interface Agenda<T> {
  /** After a span: a wall clock that is set back holds nothing up. */
  after(ms: DurationMs, item: T): void;
  /** At a moment of the wall clock, whatever that is set to. */
  at(ms: EpochMs, item: T): void;
  /** Takes what is due, earliest first; `null`: nothing is. */
  takeDue(): T | null;
  /** Wakes when something falls due. To be called after things were added or taken. */
  sleep(): void;
  /** Wakes as soon as the caller has returned. */
  soon(): void;
  stop(): void;
}

interface Dated<T> {
  readonly dueMs: number;
  readonly item: T;
}

const createDates = <T>(): Heap<Dated<T>> => createHeap((a, b) => a.dueMs < b.dueMs);

/** `wake` is called through a timer. */
export function createAgenda<T>(clock: Clock, wake: () => void): Agenda<T> {
  const spans = createDates<T>();
  const moments = createDates<T>();
  let cancelTimer: Cancel = () => undefined;
  let lastMs = clock.nowMs();
  /** What the wall clock was set back by, altogether. */
  let setBackMs = 0;

  const steadyMs = (): number => {
    const nowMs = clock.nowMs();
    setBackMs += Math.max(0, lastMs - nowMs);
    lastMs = nowMs;
    return nowMs + setBackMs;
  };

  const takeDueOf = (dates: Heap<Dated<T>>, nowMs: number): T | null => {
    const first = dates.first();
    return first !== null && first.dueMs <= nowMs ? (dates.takeFirst()?.item ?? null) : null;
  };

  return {
    after: (ms, item) => spans.put({ dueMs: steadyMs() + Math.max(0, ms), item }),
    at: (ms, item) => moments.put({ dueMs: ms, item }),
    takeDue: () => takeDueOf(spans, steadyMs()) ?? takeDueOf(moments, clock.nowMs()),
    sleep() {
      cancelTimer();
      if (spans.size + moments.size === 0) return;
      const spanMs = (spans.first()?.dueMs ?? Number.POSITIVE_INFINITY) - steadyMs();
      const momentMs = (moments.first()?.dueMs ?? Number.POSITIVE_INFINITY) - clock.nowMs();
      cancelTimer = clock.after(Math.max(0, Math.min(spanMs, momentMs, longestSleepMs)), wake);
    },
    soon() {
      cancelTimer();
      cancelTimer = clock.after(0, wake);
    },
    stop: () => cancelTimer(),
  };
}
