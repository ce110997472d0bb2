import type { AlarmView } from "./alarm.ts";
import type { LoopEstimate } from "./estimate.ts";
import { toReadable } from "./units.ts";

/**
 * A leak's alarm with the figures of the newest estimate: the alarm itself is revised only when they have moved by much. Its
 * headline gives the same rate. Alarms that are no leak, or have returned, stay as they are; so does one that is newer.
 */
export function withNewestFigures(alarm: AlarmView, estimate: LoopEstimate | null): AlarmView {
  const stands = alarm.state === "unacknowledged" || alarm.state === "acknowledged";
  if (alarm.alarmClass !== "leak" || !stands || alarm.leakKgPerH === null) return alarm;
  if (estimate === null || estimate.leakKgPerH === null || estimate.atMs < alarm.openedMs) return alarm;
  const { leakKgPerH, leakSdKgPerH, lostL, timeLeft } = estimate;
  const headline = alarm.headline.replace(
    `${toReadable(alarm.leakKgPerH)} kg/h`,
    () => `${toReadable(leakKgPerH)} kg/h`,
  );
  return {
    ...alarm,
    headline,
    leakKgPerH,
    leakSdKgPerH,
    lostL: lostL ?? alarm.lostL,
    timeLeft: timeLeft ?? alarm.timeLeft,
  };
}
