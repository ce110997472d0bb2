import type { EpochMs } from "../../protocol/time.ts";

/** Precision of timestamps in line protocol; the same words as the port's `Precision`. */
export type LinePrecision = "ns" | "us" | "ms" | "s" | "m" | "h";

const nsPer: Readonly<Record<LinePrecision, bigint>> = {
  ns: 1n,
  us: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const nsPerMs = 1_000_000n;

/** InfluxDB's range of time: about 1677 to 2262. */
const latestNs = 9_223_372_036_854_775_806n;

/** A moment of source time: exact, and in the milliseconds that detection uses (rounded down). */
export interface LineTime {
  readonly atNs: bigint;
  readonly atMs: EpochMs;
}

/** Reads a timestamp. A string answer is a sentence that says what is wrong. */
export function parseTime(digits: string, precision: LinePrecision): LineTime | string {
  if (!/^-?[0-9]{1,19}$/.test(digits)) return "The timestamp is not an integer.";
  const atNs = BigInt(digits) * nsPer[precision];
  if (atNs > latestNs || atNs < -latestNs)
    return `The timestamp is outside the years 1677 to 2262; is its precision really ${precision}?`;
  return toLineTime(atNs);
}

/** Time of arrival in the precision of the body, for a point that brings no time of its own. */
export function fromReceived(
  receivedMs: EpochMs,
  precision: LinePrecision,
): { stamp: string; time: LineTime } {
  const unitNs = nsPer[precision];
  const stamp = floorDivide(BigInt(Math.floor(receivedMs)) * nsPerMs, unitNs);
  return { stamp: stamp.toString(), time: toLineTime(stamp * unitNs) };
}

function toLineTime(atNs: bigint): LineTime {
  return { atNs, atMs: Number(floorDivide(atNs, nsPerMs)) };
}

/** Division that rounds down also before 1970, where BigInt's own rounds up. */
function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}
