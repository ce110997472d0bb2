import type { TrendColumns } from "../../protocol/telemetry.ts";
import type { EpochMs } from "../../protocol/time.ts";

/** The newest value of each column of a loop. */
export interface Latest {
  /** NaN before the first. */
  readonly valueOf: (column: number) => number;
  /** Source time of that value; NaN before the first. */
  readonly timeOf: (column: number) => EpochMs;
  /** Takes rows of any age; what is older than what is known changes nothing. */
  readonly take: (rows: TrendColumns) => void;
  readonly clear: () => void;
}

/** Knows nothing yet; nothing is allocated after this call. */
export function createLatest(width: number): Latest {
  const values = new Float64Array(width).fill(Number.NaN);
  const times = new Float64Array(width).fill(Number.NaN);
  return {
    valueOf: (column) => values[column] ?? Number.NaN,
    timeOf: (column) => times[column] ?? Number.NaN,
    take(rows) {
      for (let column = 0; column < width; column++) {
        const cells = rows.columns[column];
        for (let row = rows.tMs.length - 1; row >= 0; row--) {
          const value = cells?.[row] ?? null;
          const atMs = rows.tMs[row];
          if (value === null || atMs === undefined) continue;
          if (!(atMs < (times[column] ?? Number.NaN))) {
            values[column] = value;
            times[column] = atMs;
          }
          break;
        }
      }
    },
    clear() {
      values.fill(Number.NaN);
      times.fill(Number.NaN);
    },
  };
}
