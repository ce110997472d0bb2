import type { EpochMs } from "../../protocol/time.ts";
import type { Cancel, Clock } from "../../server/app/ports.ts";

/** A clock that leaps from step to step of a script, as if the machine had slept in between. */
export interface LeapingClock extends Clock {
  /** It is so late now; what fell due on the way runs once, in order. */
  leap(toMs: EpochMs): void;
  /** Runs what is due at this moment. */
  run(): void;
}

interface Timer {
  dueMs: EpochMs;
  readonly everyMs: number | null;
  readonly run: () => void;
}

export function createLeapingClock(startMs: EpochMs): LeapingClock {
  let nowMs = startMs;
  // In the order in which they were set.
  const timers = new Set<Timer>();

  const set = (timer: Timer): Cancel => {
    timers.add(timer);
    return () => void timers.delete(timer);
  };

  const takeDue = (): Timer | null => {
    let first: Timer | null = null;
    for (const timer of timers)
      if (timer.dueMs <= nowMs && (first === null || timer.dueMs < first.dueMs)) first = timer;
    if (first?.everyMs == null) timers.delete(first!);
    else first.dueMs = nowMs + first.everyMs;
    return first;
  };

  const run = (): void => {
    for (let timer = takeDue(); timer !== null; timer = takeDue()) timer.run();
  };

  return {
    nowMs: () => nowMs,
    after: (ms, job) => set({ dueMs: nowMs + Math.max(0, ms), everyMs: null, run: job }),
    every: (ms, job) => set({ dueMs: nowMs + Math.max(1, ms), everyMs: Math.max(1, ms), run: job }),
    run,
    leap(toMs) {
      nowMs = Math.max(nowMs, toMs);
      run();
    },
  };
}
