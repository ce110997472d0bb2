import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import { type BucketColumns, StoreError } from "../app/ports.ts";

const nsPerMs = 1_000_000n;

/** Whole milliseconds as nanoseconds; a fraction is rounded. */
export const toNs = (ms: EpochMs): bigint => BigInt(Math.round(ms)) * nsPerMs;

/** Nanoseconds rounded down to milliseconds; exact, where a division of floats could miss by one. */
export function fromNs(ns: bigint): EpochMs {
  const ms = ns / nsPerMs;
  return Number(ms * nsPerMs > ns ? ms - 1n : ms);
}

/** A page draws some thousand buckets; a question for more than this is a mistake that would fill the memory. */
const mostBuckets = 100_000;

/** A part of what falls into a bucket; without sum and count where nobody asked for them. */
export interface BucketPart {
  readonly min: number;
  readonly max: number;
  readonly sum?: unknown;
  readonly count?: unknown;
}

/** Empty buckets over [fromMs, toMs), to be filled. */
export interface BucketGrid {
  readonly columns: BucketColumns;
  /** Start of the first bucket: at or before `fromNs`. */
  readonly startNs: bigint;
  readonly fromNs: bigint;
  readonly toNs: bigint;
  readonly bucketNs: bigint;
  /** Widens the k-th bucket of a series; buckets outside the grid are left alone. */
  add(series: number, k: number, value: BucketPart): void;
  /** Which bucket begins at `ms`. */
  indexAt(ms: EpochMs): number;
}

/** Buckets aligned to multiples of `bucketMs`, for so many series. Throws `StoreError` for an impossible question. */
export function createBucketGrid(
  seriesCount: number,
  span: {
    readonly fromMs: EpochMs;
    readonly toMs: EpochMs;
    readonly bucketMs: DurationMs;
    readonly withSums?: boolean;
  },
): BucketGrid {
  const fromMs = Math.round(span.fromMs);
  const toMs = Math.round(span.toMs);
  const bucketMs = Math.round(span.bucketMs);
  const startMs = Math.floor(fromMs / bucketMs) * bucketMs;
  const buckets = Math.max(0, Math.ceil((toMs - startMs) / bucketMs));
  if (!(bucketMs >= 1) || !(buckets <= mostBuckets))
    throw new StoreError(`History cannot be cut into ${buckets} buckets of ${bucketMs} ms.`, false);
  const empty = (): (number | null)[][] =>
    Array.from({ length: seriesCount }, () => new Array<number | null>(buckets).fill(null));
  const min = empty();
  const max = empty();
  const noughts = (): number[][] =>
    Array.from({ length: seriesCount }, () => new Array<number>(buckets).fill(0));
  const sums = span.withSums === true ? { sum: noughts(), count: noughts() } : null;
  const tMs = Array.from({ length: buckets }, (_, k) => startMs + k * bucketMs);
  return {
    columns: { tMs, min, max, ...sums },
    startNs: toNs(startMs),
    fromNs: toNs(fromMs),
    toNs: toNs(toMs),
    bucketNs: toNs(bucketMs),
    add(series, k, value) {
      const lows = min[series];
      const highs = max[series];
      if (lows === undefined || highs === undefined || k < 0 || k >= buckets) return;
      lows[k] = Math.min(lows[k] ?? value.min, value.min);
      highs[k] = Math.max(highs[k] ?? value.max, value.max);
      if (sums === null) return;
      sums.sum[series]![k]! += Number(value.sum);
      sums.count[series]![k]! += Number(value.count);
    },
    indexAt: (ms) => Math.floor((ms - startMs) / bucketMs),
  };
}
