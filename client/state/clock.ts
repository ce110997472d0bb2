import type { DurationMs, EpochMs } from "../../protocol/time.ts";

/** Wall clock and repetition; tests bring their own. */
export interface PageClock {
  readonly nowMs: () => EpochMs;
  /** Repeats until the returned function is called. */
  readonly every: (ms: DurationMs, run: () => void) => () => void;
}

/** The browser's clock. A timer, not animation frames: those stop in a hidden tab. */
export const browserClock: PageClock = {
  nowMs: () => Date.now(),
  every: (ms, run) => {
    const timer = setInterval(run, ms);
    return () => clearInterval(timer);
  },
};
