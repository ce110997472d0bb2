import type { AlarmView } from "../../../protocol/alarm.ts";
import type { IncidentView } from "../../../protocol/incident.ts";
import type { Letter } from "./letter.ts";
import type { MailAttachment } from "./notice.ts";

/** Raised when the shape of the attachment changes in a way that an older reader cannot read. */
export const letterDataVersion = 1;

/** What keeps a mail under 150 KB: the page has the rest. */
const mostAlarms = 40;
const mostEvents = 30;
const mostEvidence = 20;
const longestText = 500;

const toShort = (text: string): string =>
  text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;

const toAlarmData = (alarm: AlarmView, mostOwnEvidence: number): AlarmView => ({
  ...alarm,
  headline: toShort(alarm.headline),
  evidence: alarm.evidence.slice(0, mostOwnEvidence).map(({ side, text }) => ({ side, text: toShort(text) })),
  comments: alarm.comments.slice(-3).map((act) => ({ ...act, comment: toShort(act.comment) })),
});

const toIncidentData = (incident: IncidentView): IncidentView => ({
  ...incident,
  members: incident.members.slice(0, mostAlarms),
  timeline: incident.timeline.slice(-mostEvents).map((event) => ({ ...event, text: toShort(event.text) })),
});

/** The letter for programs, `loopwatch.json`: alarms as the page gets them, most urgent first. */
export function toLetterData(
  letter: Letter,
  alarms: readonly AlarmView[],
  incident: IncidentView | null,
): MailAttachment {
  const mostOwnEvidence = alarms.length > 1 ? 0 : mostEvidence;
  const data = {
    version: letterDataVersion,
    letterId: letter.id,
    form: letter.form,
    severity: letter.severity,
    atMs: letter.atMs,
    reasons: letter.items.slice(0, mostAlarms).map(({ occurrenceId, reason }) => ({ occurrenceId, reason })),
    alarms: alarms.slice(0, mostAlarms).map((alarm) => toAlarmData(alarm, mostOwnEvidence)),
    incident: incident === null ? null : toIncidentData(incident),
    flood: letter.flood,
  };
  return { name: "loopwatch.json", type: "application/json", text: `${JSON.stringify(data)}\n` };
}
