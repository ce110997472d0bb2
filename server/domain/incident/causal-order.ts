import type { AlarmClass } from "../../../protocol/alarm.ts";

/** What explains the others first: coolant that goes explains a low pressure, and never the other way round. */
const causalOrder: readonly AlarmClass[] = [
  "leak",
  "data-path",
  "process",
  "sensor",
  "limit",
  "sensing",
  "house",
];

/** Small numbers explain more. */
export const toCausalRank = (alarmClass: AlarmClass): number => causalOrder.indexOf(alarmClass);

const consequences: Readonly<Partial<Record<AlarmClass, readonly AlarmClass[]>>> = {
  leak: ["process", "limit", "sensing"],
  "data-path": ["sensor", "sensing"],
  process: ["limit"],
};

/** True when an alarm of class `cause` may bring one of class `effect` with it. */
export const explains = (cause: AlarmClass, effect: AlarmClass): boolean =>
  consequences[cause]?.includes(effect) ?? false;

/** Silence, and what ails the monitor, is judged by the clock on the wall; everything else by the telemetry's own time. */
export const isWallClock = (alarmClass: AlarmClass): boolean =>
  alarmClass === "sensing" || alarmClass === "house";
