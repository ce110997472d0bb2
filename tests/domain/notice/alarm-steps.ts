import type { Acknowledgement, Severity } from "../../../protocol/alarm.ts";
import type { Alarm, AlarmEvent, Finding, Occurrence } from "../../../server/domain/alarm/alarm.ts";

/** What a leak's finding says at a severity. */
export const finding = (severity: Severity): Finding => ({
  severity,
  verdict: "leak",
  headline: "Coolant is leaving the loop",
  evidence: [],
  onsetMs: null,
  leakKgPerH: 1,
  leakSdKgPerH: 0.1,
  lostL: 0.2,
  timeLeft: null,
});

export const occurrence = (n: number, severity: Severity, version = 1): Occurrence => ({
  id: `ms-22.leak.${n}`,
  version,
  loopId: "ms-22",
  alarmClass: "leak",
  openedMs: 1000,
  previousId: n > 1 ? `ms-22.leak.${n - 1}` : null,
  finding: finding(severity),
});

export const ada: Acknowledgement = { by: "Ada", atMs: 5000, comment: "" };
export const normal: Alarm = { kind: "normal" };
export const unacknowledged = (o: Occurrence): Alarm => ({ kind: "unacknowledged", occurrence: o });
export const acknowledged = (o: Occurrence): Alarm => ({
  kind: "acknowledged",
  occurrence: o,
  acknowledgement: ada,
});
export const returned = (o: Occurrence): Alarm => ({
  kind: "returned unacknowledged",
  occurrence: o,
  returnedMs: 4000,
});

export const found = (severity: Severity): AlarmEvent => ({
  kind: "found",
  atMs: 3000,
  finding: finding(severity),
});
export const cleared: AlarmEvent = { kind: "returned", atMs: 4000, reason: "the loop was serviced." };
export const acknowledgedBy = (by: string): AlarmEvent => ({
  kind: "acknowledged",
  occurrenceId: "ms-22.leak.1",
  version: 1,
  acknowledgement: { ...ada, by },
});
