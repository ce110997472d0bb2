import type { AlarmHold, AlarmKey, AlarmView, HeldAlarm } from "../../../protocol/alarm.ts";
import type { IncidentId } from "../../../protocol/ids.ts";
import type { Alarm, AlarmEvent, Holds } from "./alarm.ts";
import { toOccurrence } from "./evolve-alarm.ts";

/** Strongest first. */
export const toHolds = ({ outOfService, shelved, suppressed }: Holds): readonly AlarmHold[] =>
  [outOfService, shelved, suppressed].filter((hold) => hold !== null);

export const isHeld = ({ holds }: Alarm): boolean => toHolds(holds).length > 0;

/** An alarm as page and mail show it; `null` while nothing stands. */
export function toAlarmView(key: AlarmKey, alarm: Alarm, incidentId: IncidentId): AlarmView | null {
  const { condition } = alarm;
  if (condition.kind === "normal" || condition.kind === "rising") return null;
  const { finding, ...occurrence } = condition.occurrence;
  return {
    ...key,
    ...occurrence,
    incidentId,
    version: alarm.version,
    state: condition.kind,
    severity: finding.severity,
    verdict: finding.verdict,
    headline: finding.headline,
    evidence: finding.evidence,
    onsetMs: finding.onsetMs,
    leakKgPerH: finding.leakKgPerH,
    leakSdKgPerH: finding.leakSdKgPerH,
    lostL: finding.lostL,
    timeLeft: finding.timeLeft,
    firstOut: finding.firstOut ?? null,
    returnedMs: "returnedMs" in condition ? condition.returnedMs : null,
    acknowledgement: "acknowledgement" in condition ? condition.acknowledgement : null,
    hold: toHolds(alarm.holds)[0] ?? null,
    blindSinceMs: alarm.blindSinceMs,
  };
}

/** The last view of an occurrence that an event has ended. */
export const toClosedView = (last: AlarmView, version: number, event: AlarmEvent): AlarmView => ({
  ...last,
  version,
  state: "normal",
  returnedMs: event.kind === "returned" ? event.atMs : last.returnedMs,
  acknowledgement: event.kind === "acknowledged" ? event.act : last.acknowledgement,
});

/** An alarm on the list of those that are held; `null` when nothing holds it. */
export function toHeldAlarm(key: AlarmKey, alarm: Alarm): HeldAlarm | null {
  const holds = toHolds(alarm.holds);
  if (holds.length === 0) return null;
  return { ...key, version: alarm.version, occurrenceId: toOccurrence(alarm.condition)?.id ?? null, holds };
}
