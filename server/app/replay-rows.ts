import type { TrendColumns } from "../../protocol/telemetry.ts";
import { type DurationMs, type EpochMs, seconds } from "../../protocol/time.ts";

/** Buckets of a replay: seconds for an hour, and enough for a screen beyond it. */
const mostBuckets = 3_600;

/** Gathers values of channels into buckets that keep minimum and maximum, so that no spike is lost. */
export interface ReplayRows {
  readonly bucketMs: DurationMs;
  /** Takes a value of a column; what is outside the stretch or `null` changes nothing. */
  add(column: number, atMs: EpochMs, value: number | null): void;
  tell(): TrendColumns;
}

/** Rows of [fromMs, toMs); memory is bounded by the number of buckets. */
export function createReplayRows(fromMs: EpochMs, toMs: EpochMs, width: number): ReplayRows {
  const bucketMs = Math.max(1, Math.ceil((toMs - fromMs) / mostBuckets / seconds(1))) * seconds(1);
  const startMs = Math.floor(fromMs / bucketMs) * bucketMs;
  const count = Math.ceil((toMs - startMs) / bucketMs);
  const low = Array.from({ length: width }, () => new Float64Array(count).fill(Number.NaN));
  const high = Array.from({ length: width }, () => new Float64Array(count).fill(Number.NaN));
  return {
    bucketMs,
    add(column, atMs, value) {
      const k = Math.floor((atMs - startMs) / bucketMs);
      const lows = low[column];
      const highs = high[column];
      if (value === null || atMs < fromMs || atMs >= toMs || lows === undefined || highs === undefined)
        return;
      if (!(lows[k]! <= value)) lows[k] = value;
      if (!(highs[k]! >= value)) highs[k] = value;
    },
    tell() {
      const tMs: EpochMs[] = [];
      const columns: (number | null)[][] = low.map(() => []);
      const put = (atMs: EpochMs, source: readonly Float64Array[], k: number): void => {
        tMs.push(atMs);
        source.forEach((column, i) => {
          columns[i]!.push(Number.isNaN(column[k]!) ? null : column[k]!);
        });
      };
      for (let k = 0; k < count; k++) {
        if (low.every((column) => Number.isNaN(column[k]!))) continue;
        const atMs = Math.max(fromMs, startMs + k * bucketMs);
        put(atMs, low, k);
        if (bucketMs > seconds(1)) put(Math.max(atMs + 1, startMs + (k + 0.5) * bucketMs), high, k);
      }
      return { tMs, columns };
    },
  };
}
