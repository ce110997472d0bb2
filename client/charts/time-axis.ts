import { type DurationMs, days, type EpochMs, hours, minutes, seconds } from "../../protocol/time.ts";
import { toDay, toTime } from "../state/words.ts";
import { toZoneAheadMs } from "../state/zone.ts";

/** Steps between the marks of a time axis that people can count in. */
export const timeSteps: readonly DurationMs[] = [
  ...[1, 2, 5, 10, 15, 30].map(seconds),
  ...[1, 2, 5, 10, 15, 30].map(minutes),
  ...[1, 2, 3, 6, 12].map(hours),
  ...[1, 2, 7, 14, 28, 91, 364].map(days),
];

/** Multiples of a step in [fromMs, toMs], counted from 1970 in the shown zone, so that marks fall on its whole hours and days. */
export function toTimeMarks(fromMs: EpochMs, toMs: EpochMs, stepMs: DurationMs): EpochMs[] {
  const marks: EpochMs[] = [];
  const aheadMs = toZoneAheadMs(fromMs);
  const firstMs = Math.ceil((fromMs + aheadMs) / stepMs) * stepMs - aheadMs;
  for (let at = firstMs; at <= toMs; at += stepMs) marks.push(at);
  return marks;
}

/** Labels of marks: seconds only where the step needs them, and the day at midnight. */
export function toTimeLabels(marks: readonly EpochMs[], stepMs: DurationMs): string[] {
  return marks.map((at) => {
    const day = toDay(at).replace(/ \d{4}$/, "");
    if (stepMs >= days(1) || (at + toZoneAheadMs(at)) % days(1) === 0) return day;
    return stepMs < minutes(1) ? toTime(at) : toTime(at).slice(0, 5);
  });
}
