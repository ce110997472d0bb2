import { setImmediate as turn } from "node:timers/promises";
import type { EpochMs } from "../../protocol/time.ts";
import { type Wait, waitUnlessAborted } from "../wait.ts";

/** The wall clock of a load run. */
export interface LoadClock {
  nowMs(): EpochMs;
  /** Lets everything else run meanwhile, also for 0 ms. Ends early and quietly when the signal aborts. */
  readonly wait: Wait;
}

/** This machine's clock. */
export const systemLoadClock: LoadClock = {
  nowMs: () => Date.now(),
  async wait(ms, signal) {
    // A timer of 0 ms takes a whole one.
    if (ms > 0) await waitUnlessAborted(ms, signal);
    else await turn();
  },
};
