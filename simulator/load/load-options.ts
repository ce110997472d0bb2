import type { DurationMs, EpochMs } from "../../protocol/time.ts";

/** What a load is made from. The same options give the same bytes. */
export interface LoadOptions {
  readonly loops: number;
  /** Points of each loop a second. */
  readonly rateHz: number;
  /** Share of the loops that get a leak, 0..1. */
  readonly leakShare: number;
  readonly seed: number;
  /** Source time of the first points. */
  readonly startMs: EpochMs;
  /** Leaks begin evenly spread between these times after the start; one to eleven minutes when left out. */
  readonly onset?: { readonly fromMs: DurationMs; readonly toMs: DurationMs };
}

/** Long enough for a healthy picture, soon enough that a run of a quarter of an hour sees every leak begin. */
const usualOnset = { fromMs: 60_000, toMs: 660_000 };

/** With more loops one tick alone would be some tens of megabytes. */
export const mostLoops = 100_000;

/** Timestamps are whole milliseconds, and two points of a loop must not share one. */
export const highestRateHz = 1000;

/** Once a day: slower telemetry does not load anything. */
export const lowestRateHz = 1 / 86_400;

/** The options with everything filled in. Throws `RangeError` with a sentence for a load that cannot be made. */
export function toCompleteOptions(options: LoadOptions): Required<LoadOptions> {
  const { loops, rateHz, leakShare, seed, startMs, onset = usualOnset } = options;
  if (!(Number.isInteger(loops) && loops >= 1 && loops <= mostLoops)) {
    throw new RangeError(`A load has from 1 to ${mostLoops} loops, not ${loops}.`);
  }
  if (!(rateHz >= lowestRateHz && rateHz <= highestRateHz)) {
    throw new RangeError(
      `A loop sends from one point a day to ${highestRateHz} a second, not ${rateHz} a second.`,
    );
  }
  if (!(leakShare >= 0 && leakShare <= 1)) {
    throw new RangeError(`The share of leaking loops is a number from 0 to 1, not ${leakShare}.`);
  }
  if (!(Number.isSafeInteger(startMs) && startMs >= 0)) {
    throw new RangeError(`The start must be a whole number of milliseconds since 1970, not ${startMs}.`);
  }
  if (!(onset.fromMs >= 0 && onset.toMs >= onset.fromMs && Number.isFinite(onset.toMs))) {
    throw new RangeError("Leaks begin between two times after the start, the earlier one first.");
  }
  return { loops, rateHz, leakShare, seed, startMs, onset };
}

/** Name of the loop with this index (from 0): `load-0001` and so on. */
export const toLoadLoopId = (index: number): string => `load-${String(index + 1).padStart(4, "0")}`;
