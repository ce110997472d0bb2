import type { AlarmView } from "../../../protocol/alarm.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import { toTimeLeftLater } from "../detection/leak/forecast.ts";

/**
 * The alarm as it is told at `nowMs`: while nothing is heard of its loop its time left runs on all the same, and a reminder
 * half an hour later that still gives "9 min left" would be wrong by half an hour. Alarms that are seen stay as they are.
 */
export function toToldNow(alarm: AlarmView, nowMs: EpochMs): AlarmView {
  const { blindSinceMs, timeLeft } = alarm;
  if (blindSinceMs === null || timeLeft === null || nowMs <= blindSinceMs) return alarm;
  return { ...alarm, timeLeft: toTimeLeftLater(timeLeft, nowMs - blindSinceMs) };
}
