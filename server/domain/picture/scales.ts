import type { EpochMs } from "../../../protocol/time.ts";
import { columnCount, layout } from "./layout.ts";
import { type Plot, toLengthMs } from "./plot.ts";

/** From time to the picture's units across. */
export interface TimeScale {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  toX(atMs: EpochMs): number;
}

/** A plot without length has its one moment at the left. */
export function createTimeScale(plot: Plot): TimeScale {
  const lengthMs = toLengthMs(plot);
  const unitsPerMs = lengthMs === 0 ? 0 : (layout.right - layout.left) / lengthMs;
  return {
    fromMs: plot.fromMs,
    toMs: plot.toMs,
    toX: (atMs) => layout.left + (atMs - plot.fromMs) * unitsPerMs,
  };
}

/** The columns of a picture over the time of its scale. */
export const toWindow = ({ fromMs, toMs }: TimeScale) => ({ fromMs, toMs, count: columnCount });

/** From a quantity to the picture's units down. */
export interface ValueScale {
  readonly low: number;
  readonly high: number;
  toY(value: number): number;
}

/** Air above the highest and below the lowest value, as a share of the range. */
const air = 0.08;

/** `null` when there is no finite value to place. `top` is the panel's upper edge. */
export function createValueScale(values: Iterable<number>, minSpan: number, top: number): ValueScale | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!Number.isFinite(high - low)) return null;
  // Some span is needed even for a constant that says nothing of its own: a thousandth of it, or 1 around zero.
  const span = Math.max(high - low, minSpan) || Math.abs(high) / 1000 || 1;
  const middle = (low + high) / 2;
  const half = span * (0.5 + air);
  return {
    low: middle - half,
    high: middle + half,
    toY: (value) => top + (layout.panel * (middle + half - value)) / (2 * half),
  };
}
