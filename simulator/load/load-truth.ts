import type { EpochMs } from "../../protocol/time.ts";
import type { LeakPlan, LoadLeak } from "./leak-plan.ts";
import type { LoadOptions } from "./load-options.ts";

/** What is really so in a load: every loop that is not named here is healthy throughout. */
export interface LoadTruth {
  readonly schema: "loopwatch load truth 1";
  readonly seed: number;
  readonly startMs: EpochMs;
  readonly rateHz: number;
  readonly loops: number;
  /** In the order of the loops. */
  readonly leaks: readonly LoadLeak[];
}

/** The truth of a load, complete before its first point is made. */
export function toLoadTruth(options: Required<LoadOptions>, plan: LeakPlan): LoadTruth {
  const { seed, startMs, rateHz, loops } = options;
  return { schema: "loopwatch load truth 1", seed, startMs, rateHz, loops, leaks: plan.leaks };
}

/** JSON text, ended by a newline. */
export const renderLoadTruth = (truth: LoadTruth): string => `${JSON.stringify(truth, null, 2)}\n`;
