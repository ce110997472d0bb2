import { type AlarmState, type AlarmView, type Severity, severities } from "../../protocol/alarm.ts";

/** An alarm that still wants somebody, or is still true. */
export const isOpen = (alarm: AlarmView): boolean => alarm.state !== "normal";

const wanting: ReadonlySet<AlarmState> = new Set<AlarmState>([
  "unacknowledged",
  "returned unacknowledged",
  "latched unacknowledged",
]);

/** True while somebody should acknowledge it, held or not. */
export const wantsAct = (alarm: AlarmView): boolean => wanting.has(alarm.state);

/** True while it calls for somebody: not acknowledged, and nothing holds it back. */
export const isCalling = (alarm: AlarmView): boolean => wantsAct(alarm) && alarm.hold === null;

const rankOf: Readonly<Record<Severity, number>> = {
  emergency: severities.indexOf("emergency"),
  warning: severities.indexOf("warning"),
  caution: severities.indexOf("caution"),
  advisory: severities.indexOf("advisory"),
};

/** Most urgent first: what is not held, then severity, then what nobody acknowledged, then the newest. */
export function sortByUrgency(alarms: readonly AlarmView[]): readonly AlarmView[] {
  return [...alarms].sort(
    (a, b) =>
      Number(a.hold !== null) - Number(b.hold !== null) ||
      rankOf[a.severity] - rankOf[b.severity] ||
      Number(wantsAct(b)) - Number(wantsAct(a)) ||
      b.openedMs - a.openedMs,
  );
}

/** The order of a list that people work through: what calls first, then severity, then the newest; held ones last. */
export function sortByAttention(alarms: readonly AlarmView[]): readonly AlarmView[] {
  return [...alarms].sort(
    (a, b) =>
      Number(a.hold !== null) - Number(b.hold !== null) ||
      Number(wantsAct(b)) - Number(wantsAct(a)) ||
      rankOf[a.severity] - rankOf[b.severity] ||
      b.openedMs - a.openedMs,
  );
}
