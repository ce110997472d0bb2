import type { EpochMs } from "../../protocol/time.ts";

/** Precision of timestamps in line protocol; the same words as the port's `Precision`. */
export type LinePrecision = "ns" | "us" | "ms" | "s" | "m" | "h";

/** Milliseconds a unit, for units of at least one; of finer ones that many digits stand below a millisecond. */
const msPer: Readonly<Record<LinePrecision, number>> = {
  ns: 0,
  us: 0,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};
const digitsBelowMs: Readonly<Record<LinePrecision, number>> = { ns: 6, us: 3, ms: 0, s: 0, m: 0, h: 0 };

const nsPerMs = 1_000_000;

/** InfluxDB's range of time, about 1677 to 2262: ±9223372036854775806 ns, as milliseconds and the rest above them. */
const latest = { atMs: 9_223_372_036_854, restNs: 775_806 };
const earliest = { atMs: -9_223_372_036_855, restNs: 224_194 };

/** Digits in the longest 64-bit integer. */
const longestTime = 19;

const minus = 0x2d;
const zero = 0x30;

/** A moment of source time: milliseconds (rounded down), as detection uses it, and the nanoseconds above them. */
export interface LineTime {
  atMs: EpochMs;
  restNs: number;
}

/** Nanoseconds since 1970, exact. */
export const toNs = (atMs: EpochMs, restNs: number): bigint =>
  BigInt(atMs) * BigInt(nsPerMs) + BigInt(restNs);

/** Reads the timestamp [from, to) into `time`. The answer is a sentence that says what is wrong, or `null`. */
export function readTime(
  bytes: Uint8Array,
  { from, to }: { readonly from: number; readonly to: number },
  precision: LinePrecision,
  time: LineTime,
): string | null {
  const isNegative = from < to && bytes[from] === minus;
  const digitsFrom = isNegative ? from + 1 : from;
  if (to === digitsFrom || to - digitsFrom > longestTime) return notAnInteger;
  const below = digitsBelowMs[precision];
  const cut = Math.max(digitsFrom, to - below);
  const above = readDigits(bytes, digitsFrom, cut);
  let restNs = readDigits(bytes, cut, to);
  if (above < 0 || restNs < 0) return notAnInteger;
  // Up to 15 digits are exact; what has more is outside the range in any case.
  let atMs = below === 0 ? above * msPer[precision] : above;
  if (below === 3) restNs *= 1000;
  if (isNegative) {
    atMs = restNs === 0 ? 0 - atMs : -1 - atMs;
    if (restNs > 0) restNs = nsPerMs - restNs;
  }
  const isLate = atMs > latest.atMs || (atMs === latest.atMs && restNs > latest.restNs);
  const isEarly = atMs < earliest.atMs || (atMs === earliest.atMs && restNs < earliest.restNs);
  if (isLate || isEarly)
    return `The timestamp is outside the years 1677 to 2262; is its precision really ${precision}?`;
  time.atMs = atMs;
  time.restNs = restNs;
  return null;
}

const notAnInteger = "The timestamp is not an integer.";

/** -1 when something else stands among the digits. */
function readDigits(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = bytes[at]! - zero;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Time of arrival in the precision of the body, for a point that brings no time of its own. */
export function fromReceived(
  receivedMs: EpochMs,
  precision: LinePrecision,
): LineTime & { readonly stamp: string } {
  const wholeMs = Math.floor(receivedMs);
  const unitMs = msPer[precision];
  if (unitMs === 0)
    return { stamp: `${wholeMs}${"0".repeat(digitsBelowMs[precision])}`, atMs: wholeMs, restNs: 0 };
  const units = Math.floor(wholeMs / unitMs);
  return { stamp: String(units), atMs: units * unitMs, restNs: 0 };
}
