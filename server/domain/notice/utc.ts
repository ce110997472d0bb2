import { days, type EpochMs, hours, minutes } from "../../../protocol/time.ts";

/** A civil date in the proleptic Gregorian calendar; `month` and `day` count from 1. */
interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/**
 * Days since 1970-01-01 to a civil date. Counts years from 1 March, so that the leap day is the last of its
 * year. Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
 */
function toCivilDate(epochDay: number): CivilDate {
  const shifted = epochDay + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  };
}

const padded = (value: number, width = 2): string => String(value).padStart(width, "0");

/** The UTC day as `2022-12-15`; "unknown day" for a time that is not a number. */
export function toUtcDay(ms: EpochMs): string {
  if (!Number.isFinite(ms)) return "unknown day";
  const { year, month, day } = toCivilDate(Math.floor(ms / days(1)));
  return `${padded(year, 4)}-${padded(month)}-${padded(day)}`;
}

/** The UTC time of day as `00:46:12`, cut to whole seconds; "unknown time" for a time that is not a number. */
export function toUtcClock(ms: EpochMs): string {
  if (!Number.isFinite(ms)) return "unknown time";
  const inDay = ms - Math.floor(ms / days(1)) * days(1);
  const hour = Math.floor(inDay / hours(1));
  const minute = Math.floor((inDay % hours(1)) / minutes(1));
  const second = Math.floor((inDay % minutes(1)) / 1000);
  return `${padded(hour)}:${padded(minute)}:${padded(second)}`;
}

/** A moment for people: `2022-12-15 00:46:12 UTC`. */
export function toUtcText(ms: EpochMs): string {
  return Number.isFinite(ms) ? `${toUtcDay(ms)} ${toUtcClock(ms)} UTC` : "unknown time";
}
