import { setImmediate as turn } from "node:timers/promises";
import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import type { Cancel, Clock } from "../../server/app/ports.ts";

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Moves time on, runs what falls due in order of its time, and lets promises settle after each. */
  advance(ms: DurationMs): Promise<void>;
  /** Lets promises that wait for nothing but each other settle; time stands still. */
  settle(): Promise<void>;
  /** Timers that are set and not yet due. */
  pending(): number;
}

interface Timer {
  readonly dueMs: EpochMs;
  readonly order: number;
  readonly everyMs: DurationMs | null;
  readonly run: () => void;
}

/** 2022-12-15T00:00:00Z: a date that is easy to recognise when a time leaks where it should not. */
export const fakeStartMs: EpochMs = 1_671_062_400_000;

/** Turns of the event loop after each timer: enough for a chain of awaits with a few setImmediate in it. */
const turnsToSettle = 5;

/** Starts at `startMs`. Timers with the same due time run in the order in which they were set. */
export function createFakeClock(startMs: EpochMs = fakeStartMs): FakeClock {
  let nowMs = startMs;
  let orders = 0;
  const timers = new Set<Timer>();

  const set = (dueMs: EpochMs, everyMs: DurationMs | null, run: () => void): Cancel => {
    let timer: Timer = { dueMs, order: orders++, everyMs, run: () => fire() };
    const fire = (): void => {
      if (everyMs !== null) {
        timer = { ...timer, dueMs: timer.dueMs + Math.max(1, everyMs), order: orders++ };
        timers.add(timer);
      }
      run();
    };
    timers.add(timer);
    return () => void timers.delete(timer);
  };

  const nextDue = (untilMs: EpochMs): Timer | undefined => {
    let next: Timer | undefined;
    for (const timer of timers) {
      if (timer.dueMs > untilMs) continue;
      if (!next || timer.dueMs < next.dueMs || (timer.dueMs === next.dueMs && timer.order < next.order))
        next = timer;
    }
    return next;
  };

  const settle = async (): Promise<void> => {
    for (let i = 0; i < turnsToSettle; i++) await turn();
  };

  return {
    nowMs: () => nowMs,
    after: (ms, run) => set(nowMs + Math.max(0, ms), null, run),
    every: (ms, run) => set(nowMs + Math.max(1, ms), ms, run),
    pending: () => timers.size,
    settle,
    async advance(ms) {
      const untilMs = nowMs + ms;
      await settle();
      for (let timer = nextDue(untilMs); timer; timer = nextDue(untilMs)) {
        timers.delete(timer);
        nowMs = Math.max(nowMs, timer.dueMs);
        timer.run();
        await settle();
      }
      nowMs = untilMs;
    },
  };
}
