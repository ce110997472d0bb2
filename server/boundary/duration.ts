import { days, hours, minutes, seconds } from "../../protocol/time.ts";

const msByUnit: ReadonlyMap<string, (n: number) => number> = new Map([
  ["ms", (n: number) => n],
  ["s", seconds],
  ["min", minutes],
  ["h", hours],
  ["d", days],
]);

/** Reads `15 s`, `5min`, `3h`, `1.5 d`, `0s` as milliseconds; `null` when it is not such a span. */
export function parseDuration(text: string): number | null {
  const [, digits, unit] = /^([0-9]{1,9}(?:\.[0-9]{1,6})?) {0,3}(ms|s|min|h|d)$/.exec(text.trim()) ?? [];
  const toMs = unit === undefined ? undefined : msByUnit.get(unit);
  return digits === undefined || toMs === undefined ? null : Math.round(toMs(Number(digits)));
}
