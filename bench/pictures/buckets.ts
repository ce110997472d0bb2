import type { DurationMs, EpochMs } from "../../protocol/time.ts";

/** A series short enough to draw; NaN where a gap is. */
export interface DrawnSeries {
  readonly atMs: readonly EpochMs[];
  readonly values: readonly number[];
}

/** Keeps the lowest and highest of each piece of a window, of any number of samples in any order. */
export interface Buckets {
  add(atMs: EpochMs, value: number): void;
  /** Samples further apart than `gapMs` have a gap between them. */
  toSeries(gapMs: DurationMs): DrawnSeries;
}

/** About four for each column of a picture, so that where they are cut does not show. */
const bucketCount = 1200;

/** Times outside of the window and values that are not numbers are passed over. */
export function createBuckets(fromMs: EpochMs, toMs: EpochMs): Buckets {
  const fresh = (value: number): Float64Array => new Float64Array(bucketCount).fill(value);
  const low = fresh(Number.POSITIVE_INFINITY);
  const high = fresh(Number.NEGATIVE_INFINITY);
  const lowAtMs = fresh(0);
  const highAtMs = fresh(0);
  const firstMs = fresh(Number.POSITIVE_INFINITY);
  const lastMs = fresh(Number.NEGATIVE_INFINITY);
  const bucketsPerMs = bucketCount / (toMs - fromMs);

  return {
    add(atMs, value) {
      if (!(atMs >= fromMs && atMs <= toMs && Number.isFinite(value))) return;
      const i = Math.min(bucketCount - 1, Math.floor((atMs - fromMs) * bucketsPerMs));
      if (value < low[i]!) {
        low[i] = value;
        lowAtMs[i] = atMs;
      }
      if (value > high[i]!) {
        high[i] = value;
        highAtMs[i] = atMs;
      }
      if (atMs < firstMs[i]!) firstMs[i] = atMs;
      if (atMs > lastMs[i]!) lastMs[i] = atMs;
    },
    toSeries(gapMs) {
      const atMs: EpochMs[] = [];
      const values: number[] = [];
      const push = (at: EpochMs, value: number): void => {
        atMs.push(at);
        values.push(value);
      };
      let before = Number.NaN;
      for (let i = 0; i < bucketCount; i++) {
        if (low[i]! > high[i]!) continue;
        if (firstMs[i]! - before > gapMs) push((firstMs[i]! + before) / 2, Number.NaN);
        const [lowFirst, same] = [lowAtMs[i]! <= highAtMs[i]!, lowAtMs[i] === highAtMs[i]];
        if (lowFirst) push(lowAtMs[i]!, low[i]!);
        if (!same || !lowFirst) push(highAtMs[i]!, high[i]!);
        if (!lowFirst) push(lowAtMs[i]!, low[i]!);
        before = lastMs[i]!;
      }
      return { atMs, values };
    },
  };
}
