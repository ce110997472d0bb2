import type { EpochMs } from "../../protocol/time.ts";
import type { Range } from "./y-range.ts";

/** What a sparkline is made of; `null` breaks the line, `undefined` has no value. */
export interface SparkParts {
  readonly tMs: readonly EpochMs[];
  readonly values: readonly (number | null | undefined)[];
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly box: { readonly width: number; readonly height: number };
  readonly toRange: (low: number, high: number) => Range;
}

/** An SVG path with at most two points a unit of width: the lowest and the highest value there. */
export function toSparkPath(parts: SparkParts): string {
  const { tMs, values, box } = parts;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value === null || value === undefined) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const spanMs = parts.toMs - parts.fromMs;
  if (low > high || spanMs <= 0) return "";
  const [bottom, top] = parts.toRange(low, high);
  const y = (value: number) => (box.height * (1 - (value - bottom) / (top - bottom))).toFixed(1);

  let path = "";
  let pen = "M";
  let slot = -1;
  let slotLow = 0;
  let slotHigh = 0;
  const flush = () => {
    if (slot < 0) return;
    path += `${pen}${slot} ${y(slotLow)}`;
    if (slotHigh !== slotLow) path += `L${slot} ${y(slotHigh)}`;
    pen = "L";
    slot = -1;
  };
  for (const [row, atMs] of tMs.entries()) {
    const value = values[row];
    if (value === undefined) continue;
    if (value === null) {
      flush();
      pen = "M";
      continue;
    }
    const at = Math.round(((atMs - parts.fromMs) / spanMs) * box.width);
    if (at !== slot) {
      flush();
      slot = at;
      slotLow = value;
      slotHigh = value;
    }
    slotLow = Math.min(slotLow, value);
    slotHigh = Math.max(slotHigh, value);
  }
  flush();
  return path;
}
