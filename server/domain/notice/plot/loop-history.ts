import type { EpochMs } from "../../../../protocol/time.ts";

/** What a store kept of a loop over a stretch of time: minimum and maximum of each bucket, `null` where one is empty. */
export interface KeptBuckets {
  /** Start of each bucket. */
  readonly tMs: readonly EpochMs[];
  readonly min: readonly (number | null)[];
  readonly max: readonly (number | null)[];
}

/** A line as a plot takes it: times ascend, NaN is a gap. */
export interface KeptLine {
  readonly atMs: readonly EpochMs[];
  readonly values: readonly number[];
}

/**
 * The minima at the start of their buckets and the maxima behind them, so that no spike is lost. Empty buckets are no gap by
 * themselves: a slow sensor leaves many. `longestGapMs`: what is a gap; infinite for one that reports changes only.
 */
export function toKeptLine(buckets: KeptBuckets, bucketMs: number, longestGapMs: number): KeptLine {
  const atMs: EpochMs[] = [];
  const values: number[] = [];
  let lastMs = Number.NEGATIVE_INFINITY;
  buckets.tMs.forEach((startMs, k) => {
    const low = buckets.min[k] ?? null;
    const high = buckets.max[k] ?? null;
    if (low === null || high === null) return;
    if (startMs - lastMs > Math.max(longestGapMs, 2 * bucketMs) && values.length > 0) {
      atMs.push(startMs);
      values.push(Number.NaN);
    }
    atMs.push(startMs, startMs + bucketMs / 2);
    values.push(low, high);
    lastMs = startMs + bucketMs;
  });
  return { atMs, values };
}

/** First and last value of a line; `null` when it has none. */
export function toEnds({ values }: KeptLine): { readonly first: number; readonly last: number } | null {
  const first = values.find(Number.isFinite);
  const last = values.findLast(Number.isFinite);
  return first === undefined || last === undefined ? null : { first, last };
}
