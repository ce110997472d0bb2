import type { AlarmView } from "../../protocol/alarm.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { EpochMs } from "../../protocol/time.ts";

/**
 * Since when something of a loop has not been as it should; `null`: all is well. What is recalled begins before it: learnt
 * from what came after, a loop that changed would look healthy.
 */
export function firstOnsetMs(loopId: LoopId, standing: Iterable<AlarmView>): EpochMs | null {
  const onsets = [...standing]
    .filter(
      (alarm) =>
        alarm.loopId === loopId &&
        alarm.returnedMs === null &&
        alarm.alarmClass !== "sensing" &&
        alarm.alarmClass !== "house",
    )
    .map(({ onsetMs, openedMs }) => onsetMs ?? openedMs);
  return onsets.length === 0 ? null : Math.min(...onsets);
}
