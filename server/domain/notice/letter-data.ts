import type { AlarmView, Severity } from "../../../protocol/alarm.ts";
import type { FloodView, IncidentView } from "../../../protocol/incident.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import type { Letter, LetterItem } from "./letter.ts";
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

/** A letter for programs: alarms as the page gets them, most urgent first. */
export interface LetterData {
  readonly version: number;
  readonly letterId: string;
  readonly form: Letter["form"];
  readonly severity: Severity;
  readonly atMs: EpochMs;
  readonly reasons: readonly Pick<LetterItem, "occurrenceId" | "reason">[];
  readonly alarms: readonly AlarmView[];
  readonly incident: IncidentView | null;
  readonly flood: FloodView | null;
}

export function gatherLetterData(
  letter: Letter,
  alarms: readonly AlarmView[],
  incident: IncidentView | null,
): LetterData {
  const mostOwnEvidence = alarms.length > 1 ? 0 : mostEvidence;
  return {
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
}

/** How the attachment is called, by which it is found again. */
export const letterDataName = "loopwatch.json";

/** The letter for programs as a file that goes with the mail. */
export const toLetterData = (
  letter: Letter,
  alarms: readonly AlarmView[],
  incident: IncidentView | null,
): MailAttachment => ({
  name: letterDataName,
  type: "application/json",
  text: `${JSON.stringify(gatherLetterData(letter, alarms, incident))}\n`,
});
