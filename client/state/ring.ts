import type { TrendColumns } from "../../protocol/telemetry.ts";
import type { EpochMs } from "../../protocol/time.ts";

/** Rows of samples of one loop in typed arrays, oldest overwritten first. Row 0 is the oldest. */
export interface Ring {
  readonly width: number;
  readonly size: () => number;
  /** Source time of a row; NaN outside. */
  readonly timeAt: (row: number) => EpochMs;
  /** Value of a column in a row; NaN where there is none. */
  readonly valueAt: (column: number, row: number) => number;
  /** First row at or after a time; `size()` when there is none. */
  readonly rowFrom: (atMs: EpochMs) => number;
  /**
   * Adds rows newer than the newest. A row of the newest time fills in its values; an older row is left out,
   * because the columns must stay ascending. Returns how many were left out.
   */
  readonly append: (rows: TrendColumns) => number;
  readonly clear: () => void;
}

/** Rings of `capacity` rows and `width` columns; nothing is allocated after this call. */
export function createRing(width: number, capacity: number): Ring {
  const times = new Float64Array(capacity);
  const values = Array.from({ length: width }, () => new Float64Array(capacity));
  let start = 0;
  let count = 0;

  const slotOf = (row: number) => (start + row) % capacity;
  const timeAt = (row: number) => (row >= 0 && row < count ? (times[slotOf(row)] ?? Number.NaN) : Number.NaN);

  function write(slot: number, rows: TrendColumns, index: number, keep: boolean): void {
    for (let column = 0; column < width; column++) {
      const target = values[column];
      if (!target) continue;
      const value = rows.columns[column]?.[index] ?? null;
      if (value !== null) target[slot] = value;
      else if (!keep) target[slot] = Number.NaN;
    }
  }

  function rowFrom(atMs: EpochMs): number {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (timeAt(middle) < atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function append(rows: TrendColumns): number {
    let leftOut = 0;
    for (const [index, atMs] of rows.tMs.entries()) {
      const newestMs = count > 0 ? timeAt(count - 1) : Number.NEGATIVE_INFINITY;
      if (atMs < newestMs) {
        leftOut++;
      } else if (atMs === newestMs) {
        write(slotOf(count - 1), rows, index, true);
      } else {
        if (count === capacity) start = (start + 1) % capacity;
        else count++;
        const slot = slotOf(count - 1);
        times[slot] = atMs;
        write(slot, rows, index, false);
      }
    }
    return leftOut;
  }

  return {
    width,
    size: () => count,
    timeAt,
    valueAt: (column, row) =>
      row >= 0 && row < count ? (values[column]?.[slotOf(row)] ?? Number.NaN) : Number.NaN,
    rowFrom,
    append,
    clear: () => {
      start = 0;
      count = 0;
    },
  };
}
