import { type AlarmKey, houseId } from "../../protocol/alarm.ts";
import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import type { AlarmRules } from "../domain/alarm/alarm.ts";
import { toAlarmRules } from "../domain/alarm/alarm-rules.ts";
import { placeLimits } from "../domain/detection/limits/limit-parts.ts";
import type { Loop } from "../domain/loop/loop.ts";
import type { AlarmDesk } from "./alarm-desk.ts";

/** What alarms stand under: a loop, or a series with limits. */
type Limited = Pick<Loop, "id" | "channels">;

/** How each alarm of these loops behaves: as its class does, and limits with the delays that they bring. */
export function createRules(
  loops: readonly Limited[],
  callAgainAfterMs?: DurationMs | null,
): (key: AlarmKey) => AlarmRules {
  const usual = (alarmClass: AlarmKey["alarmClass"]): AlarmRules =>
    toAlarmRules(alarmClass, callAgainAfterMs);
  const byLimit = new Map(
    loops.flatMap((loop) =>
      placeLimits(loop).map(({ part, limit: { onDelayMs, offDelayMs } }) => [
        `${loop.id} ${part}`,
        { ...usual("limit"), onDelayMs, offDelayMs },
      ]),
    ),
  );
  return ({ loopId, alarmClass, part }) =>
    (alarmClass === "limit" ? byLimit.get(`${loopId} ${part}`) : undefined) ?? usual(alarmClass);
}

/** Whether an alarm can still be: its loop, and of limits the limit, stand in the configuration. */
function createAlarmKeys(loops: readonly Limited[]): (key: AlarmKey) => boolean {
  const partsByLoop = new Map(loops.map((loop) => [loop.id, placeLimits(loop).map(({ part }) => part)]));
  return ({ loopId, alarmClass, part }) => {
    const limits = partsByLoop.get(loopId);
    if (limits === undefined) return loopId === houseId;
    return alarmClass !== "limit" || limits.some((known) => known === part);
  };
}

/** Whoever took a loop or a limit out of the configuration has said that its alarms are over. */
export function closeForgotten(loops: readonly Limited[], alarms: AlarmDesk, nowMs: EpochMs): void {
  const isKnown = createAlarmKeys(loops);
  const reason = "it is no longer configured";
  for (const { key } of [...alarms.state.alarms.kept()])
    if (!isKnown(key)) alarms.observe(key, { kind: "gone", atMs: nowMs, reason, byPerson: true });
}
