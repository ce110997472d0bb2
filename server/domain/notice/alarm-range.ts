import type { AlarmView } from "../../../protocol/alarm.ts";
import { type DurationMs, type EpochMs, hours, minutes } from "../../../protocol/time.ts";

/** A stretch of source time that shows what an alarm is about. */
export interface AlarmRange {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

/** Shorter shows no trend, longer hides the beginning. */
const shortestMs: DurationMs = hours(1);
const longestMs: DurationMs = hours(24);

/** Shown of the time after an alarm returned. */
const afterMs: DurationMs = minutes(15);

/** Classes whose alarms open by the clock on the wall, which says nothing of where in the telemetry to look. */
const byWallClock: readonly AlarmView["alarmClass"][] = ["sensing", "house"];

/**
 * From half as long before it began as it has lasted until what was last heard. `sourceMs`: newest source time of the loop;
 * `null`: not known.
 */
export function toAlarmRange(alarm: AlarmView, sourceMs: EpochMs | null): AlarmRange {
  if (byWallClock.includes(alarm.alarmClass)) {
    const toMs = sourceMs ?? alarm.openedMs;
    return { fromMs: toMs - shortestMs, toMs };
  }
  const lastMs = Math.max(alarm.openedMs, sourceMs ?? alarm.openedMs);
  const toMs = alarm.returnedMs === null ? lastMs : Math.min(lastMs, alarm.returnedMs + afterMs);
  const beganMs = Math.min(alarm.openedMs, alarm.onsetMs ?? alarm.openedMs);
  const lengthMs = Math.min(longestMs, Math.max(shortestMs, 1.5 * (toMs - beganMs)));
  return { fromMs: Math.round(toMs - lengthMs), toMs };
}

/** The page at this stretch, which stays what it shows; of what is no loop's the alarm itself. */
export function toRangeUrl(pageUrl: string, alarm: AlarmView, range: AlarmRange | null): string {
  if (range === null) return `${pageUrl}/#/alarms/${encodeURIComponent(alarm.id)}`;
  return `${pageUrl}/#/loop/${encodeURIComponent(alarm.loopId)}?from=${range.fromMs}&to=${range.toMs}`;
}
