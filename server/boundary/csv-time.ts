import { days, type EpochMs, hours, minutes, seconds } from "../../protocol/time.ts";

/** Times that a store can keep as well: about the years 1677 to 2262, as in line protocol. */
const farthestMs: EpochMs = 9_223_372_036_854;

const zero = 0x30;
const plus = 0x2b;
const comma = 0x2c;
const minus = 0x2d;
const point = 0x2e;
const colon = 0x3a;
const space = 0x20;
const letterT = 0x54;
const letterZ = 0x5a;

/** A length of 15 digits is exact, and beyond the farthest time. */
const mostEpochDigits = 15;

/**
 * Reads the time that fills [from, to): ISO 8601 (`2022-12-15T00:45:00.250Z`, with an offset, or without a zone and then
 * UTC; a space may stand for the T, and the seconds may be left out), or epoch milliseconds. Fractions of a
 * millisecond are cut off. `NaN`: it is neither.
 */
export function readCsvTime(bytes: Uint8Array, from: number, to: number): EpochMs {
  const isDate = to - from >= 10 && bytes[from + 4] === minus && bytes[from + 7] === minus;
  const ms = isDate ? readMoment(bytes, from, to) : readEpoch(bytes, from, to);
  return Math.abs(ms) <= farthestMs ? ms : Number.NaN;
}

function readEpoch(bytes: Uint8Array, from: number, to: number): number {
  const isNegative = bytes[from] === minus;
  const digitsFrom = isNegative ? from + 1 : from;
  let cut = digitsFrom;
  while (cut < to && bytes[cut] !== point) cut++;
  if (cut - digitsFrom > mostEpochDigits) return Number.NaN;
  if (cut + 1 < to && Number.isNaN(readDigits(bytes, cut + 1, to))) return Number.NaN;
  const ms = readDigits(bytes, digitsFrom, cut);
  return isNegative ? 0 - ms : ms;
}

function readMoment(bytes: Uint8Array, from: number, to: number): number {
  const dayMs = readDay(bytes, from);
  let at = from + 10;
  if (at === to) return dayMs;
  const between = bytes[at]! & ~space;
  if (bytes[at] !== space && between !== letterT) return Number.NaN;
  if (to - at < 6 || bytes[at + 3] !== colon) return Number.NaN;
  const hour = readDigits(bytes, at + 1, at + 3);
  const minute = readDigits(bytes, at + 4, at + 6);
  at += 6;
  let second = 0;
  let fractionMs = 0;
  if (at < to && bytes[at] === colon) {
    second = to - at < 3 ? Number.NaN : readDigits(bytes, at + 1, at + 3);
    at += 3;
    if (at < to && (bytes[at] === point || bytes[at] === comma)) {
      const fractionFrom = ++at;
      for (let unitMs = 100; at < to && isDigit(bytes[at]!); at++, unitMs /= 10)
        fractionMs += (bytes[at]! - zero) * unitMs;
      if (at === fractionFrom) return Number.NaN;
    }
  }
  // Second 60 is a leap second; it counts as the next one, as POSIX time does.
  if (!(hour < 24 && minute < 60 && second <= 60)) return Number.NaN;
  const wholeMs = dayMs + hours(hour) + minutes(minute) + seconds(second) + Math.floor(fractionMs + tiny);
  return wholeMs - readOffset(bytes, at, to);
}

/** Sums of tenths and hundredths miss whole milliseconds by less than this. */
const tiny = 1e-9;

/** Milliseconds that local time is ahead of UTC: `Z`, `+02`, `+0200`, `+02:00`, with a space before it or not. */
function readOffset(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  if (at < to && bytes[at] === space) at++;
  if (at === to) return at === from ? 0 : Number.NaN;
  const sign = bytes[at]!;
  if ((sign & ~space) === letterZ) return at + 1 === to ? 0 : Number.NaN;
  if (sign !== plus && sign !== minus) return Number.NaN;
  const hour = to - at < 3 ? Number.NaN : readDigits(bytes, at + 1, at + 3);
  at += 3;
  if (at < to && bytes[at] === colon) at++;
  const minute = at === to ? 0 : to - at === 2 ? readDigits(bytes, at, to) : Number.NaN;
  if (!(hour < 24 && minute < 60)) return Number.NaN;
  const offsetMs = hours(hour) + minutes(minute);
  return sign === minus ? -offsetMs : offsetMs;
}

const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/**
 * Midnight UTC of the date `YYYY-MM-DD` at `from`. Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms",
 * `days_from_civil`: years that begin on 1 March have their leap day at the end.
 */
function readDay(bytes: Uint8Array, from: number): number {
  const year = readDigits(bytes, from, from + 4);
  const month = readDigits(bytes, from + 5, from + 7);
  const day = readDigits(bytes, from + 8, from + 10);
  if (!(day >= 1 && month >= 1 && day <= (daysInMonth[month - 1] ?? 0))) return Number.NaN;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2 && day === 29 && !isLeap) return Number.NaN;
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return days(era * 146_097 + dayOfEra - 719_468);
}

const isDigit = (code: number): boolean => code >= zero && code <= zero + 9;

/** `NaN` when something else stands among the digits, or nothing is there. */
function readDigits(bytes: Uint8Array, from: number, to: number): number {
  if (from >= to) return Number.NaN;
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = bytes[at]! - zero;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
