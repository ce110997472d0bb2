import type { LinePrecision } from "./line-time.ts";
import type { TimeUnit } from "./mqtt-subscription.ts";

const nsPerUs = 1000n;
const usPerUnit: Readonly<Record<"s" | "ms", number>> = { s: 1_000_000, ms: 1000 };

const isoMoment = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)$/;

/**
 * Reads a time as nanoseconds since 1970; a text answer says why it is none. Numbers are exact to a microsecond, or as
 * good as a JSON number can be (about a quarter of one in `ns`); text is exact.
 */
export function readMoment(written: unknown, unit: TimeUnit): bigint | string {
  if (unit === "iso") return typeof written === "string" ? readIso(written) : "is not ISO 8601 text";
  if (typeof written === "string" && /^-?\d{1,19}$/.test(written)) return wholeNs(BigInt(written), unit);
  const number = typeof written === "string" ? toNumber(written) : written;
  if (typeof number !== "number" || !Number.isFinite(number)) return `is not a number in ${unit}`;
  if (unit === "ns") return BigInt(Math.round(number));
  const us = Math.round(unit === "us" ? number : number * usPerUnit[unit]);
  if (!Number.isSafeInteger(us)) return `is out of range for ${unit}`;
  return BigInt(us) * nsPerUs;
}

const toNumber = (text: string): number | null => (/^-?\d+\.\d+$/.test(text) ? Number(text) : null);

function wholeNs(whole: bigint, unit: Exclude<TimeUnit, "iso">): bigint {
  switch (unit) {
    case "s":
      return whole * 1_000_000_000n;
    case "ms":
      return whole * 1_000_000n;
    case "us":
      return whole * nsPerUs;
    case "ns":
      return whole;
  }
}

function readIso(text: string): bigint | string {
  const [, toSecond, fraction, zone] = isoMoment.exec(text.trim()) ?? [];
  if (toSecond === undefined || zone === undefined)
    return "is not ISO 8601 with a time zone, such as 2022-12-15T00:46:00Z";
  const ms = Date.parse(`${toSecond}${zone}`);
  if (Number.isNaN(ms)) return "is no moment of any day";
  return BigInt(ms) * 1_000_000n + BigInt((fraction ?? "").padEnd(9, "0"));
}

/** Smallest size of a timestamp by precision: each covers 1973 to 5138, and none of them overlap. */
const leastDigits: readonly (readonly [number, LinePrecision])[] = [
  [18, "ns"],
  [15, "us"],
  [12, "ms"],
];

/** The precision of lines, from the size of the first one's timestamp. Lines without a time have any. */
export function guessPrecision(payload: Buffer): LinePrecision {
  const text = payload.toString("latin1");
  const line = /^[^#\s][^\n]*$/m.exec(text)?.[0] ?? "";
  const digits = / (\d{1,19})\s*$/.exec(line)?.[1]?.length;
  if (digits === undefined) return "ns";
  return leastDigits.find(([least]) => digits >= least)?.[1] ?? "s";
}
