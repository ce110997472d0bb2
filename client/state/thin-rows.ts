import type { DurationMs, EpochMs } from "../../protocol/time.ts";

/** Rows of samples, oldest first; NaN where a channel has none. */
export interface Rows {
  readonly tMs: EpochMs[];
  readonly columns: number[][];
}

/** Where in a bucket a channel's lowest and highest value are; -1 before the first. */
function writeExtremes(column: readonly number[], fromRow: number, toRow: number, target: number[]): void {
  let low = -1;
  let high = -1;
  for (let row = fromRow; row < toRow; row++) {
    const value = column[row] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    if (low < 0 || value < (column[low] ?? 0)) low = row;
    if (high < 0 || value > (column[high] ?? 0)) high = row;
  }
  target.push(
    column[Math.min(low, high)] ?? Number.NaN,
    low === high ? Number.NaN : (column[Math.max(low, high)] ?? Number.NaN),
  );
}

/**
 * At most two rows a bucket, with each channel's lowest and highest value in the order in which they came, so that a spike
 * of one sample stays. The newest bucket keeps every row: its end is what is read as "now".
 */
export function thinRows(rows: Rows, bucketMs: DurationMs): Rows {
  const { tMs } = rows;
  const newest = Math.floor((tMs[tMs.length - 1] ?? 0) / bucketMs);
  const thin: Rows = { tMs: [], columns: rows.columns.map(() => []) };
  let row = 0;
  while (row < tMs.length) {
    const bucket = Math.floor((tMs[row] ?? 0) / bucketMs);
    let end = row + 1;
    while (end < tMs.length && Math.floor((tMs[end] ?? 0) / bucketMs) === bucket) end++;
    if (end - row <= 2 || bucket === newest) {
      for (let kept = row; kept < end; kept++) {
        thin.tMs.push(tMs[kept] ?? 0);
        for (const [i, column] of rows.columns.entries()) thin.columns[i]?.push(column[kept] ?? Number.NaN);
      }
    } else {
      thin.tMs.push(tMs[row] ?? 0, tMs[end - 1] ?? 0);
      for (const [i, column] of rows.columns.entries())
        writeExtremes(column, row, end, thin.columns[i] ?? []);
    }
    row = end;
  }
  return thin;
}

/** Two of these and a picture of so many points has all that it can show; steps, so that it does not flicker as it grows. */
export const toBucketMs = (spanMs: DurationMs, points: number): DurationMs =>
  2 ** Math.max(0, Math.floor(Math.log2(Math.max(1, spanMs / points))));
