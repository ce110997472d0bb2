import { type AlarmView, bySeverity, isUnacknowledged } from "../../protocol/alarm.ts";

/** An alarm that still wants somebody, or is still true. */
export const isOpen = (alarm: AlarmView): boolean => alarm.state !== "normal";

/** True while it calls for somebody: not acknowledged, and nothing holds it back. */
export const isCalling = (alarm: AlarmView): boolean => isUnacknowledged(alarm) && alarm.hold === null;

/** Most urgent first: what is not held, then severity, then what nobody acknowledged, then the newest. */
export function sortByUrgency(alarms: readonly AlarmView[]): readonly AlarmView[] {
  return [...alarms].sort(
    (a, b) =>
      Number(a.hold !== null) - Number(b.hold !== null) ||
      bySeverity(a, b) ||
      Number(isUnacknowledged(b)) - Number(isUnacknowledged(a)) ||
      b.openedMs - a.openedMs,
  );
}

/** The order of a list that people work through: what calls first, then severity, then the newest; held ones last. */
export function sortByAttention(alarms: readonly AlarmView[]): readonly AlarmView[] {
  return [...alarms].sort(
    (a, b) =>
      Number(a.hold !== null) - Number(b.hold !== null) ||
      Number(isUnacknowledged(b)) - Number(isUnacknowledged(a)) ||
      bySeverity(a, b) ||
      b.openedMs - a.openedMs,
  );
}
