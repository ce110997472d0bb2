import type { Severity } from "../../../protocol/alarm.ts";
import { type DurationMs, days, type EpochMs, minutes } from "../../../protocol/time.ts";
import type { Person, QuietTime, Weekday } from "./policy.ts";
import { isUrgent } from "./urgency.ts";

const minutesADay = 1440;

/** Somebody who is never not in peace is told after this long all the same. */
const longestQuietMs: DurationMs = days(8);

const weekdayByName: Readonly<Record<string, Weekday>> = {
  Mon: 1,
  Tue: 2,
  Wed: 3,
  Thu: 4,
  Fri: 5,
  Sat: 6,
  Sun: 7,
};

/** What a clock on the wall of a zone shows. */
interface LocalTime {
  readonly weekday: Weekday;
  /** Minute of the day. */
  readonly minute: number;
}

/** Making a format costs a thousand times what using it does. */
const formatByZone = new Map<string, Intl.DateTimeFormat>();

function toFormat(zone: string): Intl.DateTimeFormat {
  const known = formatByZone.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  formatByZone.set(zone, format);
  return format;
}

function toLocalTime(zone: string, atMs: EpochMs): LocalTime {
  const part: Record<string, string> = {};
  for (const { type, value } of toFormat(zone).formatToParts(atMs)) part[type] = value;
  return {
    weekday: weekdayByName[part["weekday"] ?? ""] ?? 1,
    minute: Number(part["hour"]) * 60 + Number(part["minute"]),
  };
}

const toDayBefore = (day: Weekday): Weekday => (day === 1 ? 7 : ((day - 1) as Weekday));

/** Minutes on the local clock until a quiet time that runs at this local time is over; 0: it does not run. */
function toMinutesLeft({ days: begins, fromMin, toMin }: QuietTime, { weekday, minute }: LocalTime): number {
  if (toMin > fromMin)
    return begins.includes(weekday) && minute >= fromMin && minute < toMin ? toMin - minute : 0;
  if (begins.includes(weekday) && minute >= fromMin) return minutesADay - minute + toMin;
  return begins.includes(toDayBefore(weekday)) && minute < toMin ? toMin - minute : 0;
}

const isAhead = (zone: string, fromMs: EpochMs, afterMin: number): boolean => {
  const was = toLocalTime(zone, fromMs);
  const is = toLocalTime(zone, fromMs + minutes(afterMin));
  return (was.minute + afterMin) % minutesADay === is.minute;
};

/**
 * The next moment worth looking at: the end by the local clock; the next minute where the clocks are put forward or back in
 * between, so that the end is found where the wall shows it, and not where the hours would add up to it.
 */
const toNextLook = (zone: string, atMs: EpochMs, leftMin: number): EpochMs =>
  atMs + minutes(isAhead(zone, atMs, leftMin) ? leftMin : 1);

/**
 * When this person may be told something that can wait: the first whole minute after `nowMs` at which none of the quiet
 * times runs on the clocks of their zones. `null`: now, which is always the answer for warnings and emergencies.
 */
export function findQuietEnd(
  { quiet }: Pick<Person, "quiet">,
  severity: Severity,
  nowMs: EpochMs,
): EpochMs | null {
  if (isUrgent(severity)) return null;
  const lastMs = nowMs + longestQuietMs;
  let atMs = Math.floor(nowMs / minutes(1)) * minutes(1);
  for (let isQuiet = false; ; isQuiet = true) {
    const next = findRunning(quiet, atMs);
    if (next === null) return isQuiet ? atMs : null;
    if (next >= lastMs) return lastMs;
    atMs = next;
  }
}

/** Where to look again because a quiet time runs; `null`: none runs. */
function findRunning(quiet: readonly QuietTime[], atMs: EpochMs): EpochMs | null {
  for (const time of quiet) {
    const leftMin = toMinutesLeft(time, toLocalTime(time.zone, atMs));
    if (leftMin > 0) return toNextLook(time.zone, atMs, leftMin);
  }
  return null;
}
