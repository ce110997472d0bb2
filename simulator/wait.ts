import { setTimeout as delay } from "node:timers/promises";
import type { DurationMs } from "../protocol/time.ts";

/** Waits; ends early and quietly when the signal aborts. */
export type Wait = (ms: DurationMs, signal: AbortSignal) => Promise<void>;

/** Waits by the wall clock. */
export const waitUnlessAborted: Wait = async (ms, signal) => {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};
