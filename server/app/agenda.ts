import { type DurationMs, minutes } from "../../protocol/time.ts";
import { createHeap } from "./heap.ts";
import type { Cancel, Clock } from "./ports.ts";

/** Longest time between two looks at the wall clock, which may be set forward or back meanwhile. */
const longestSleepMs: DurationMs = minutes(1);

/** What is to be done later. One timer, however much there is. */
export interface Agenda<T> {
  /** After a span: a wall clock that is set back holds nothing up. */
  after(ms: DurationMs, item: T): void;
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

/** `wake` is called through a timer. */
export function createAgenda<T>(clock: Clock, wake: () => void): Agenda<T> {
  const dates = createHeap<Dated<T>>((a, b) => a.dueMs < b.dueMs);
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

  return {
    after: (ms, item) => dates.put({ dueMs: steadyMs() + Math.max(0, ms), item }),
    takeDue() {
      const first = dates.first();
      return first !== null && first.dueMs <= steadyMs() ? (dates.takeFirst()?.item ?? null) : null;
    },
    sleep() {
      cancelTimer();
      const first = dates.first();
      if (first === null) return;
      const leftMs = Math.max(0, first.dueMs - steadyMs());
      cancelTimer = clock.after(Math.min(leftMs, longestSleepMs), wake);
    },
    soon() {
      cancelTimer();
      cancelTimer = clock.after(0, wake);
    },
    stop: () => cancelTimer(),
  };
}
