import type { AlarmView } from "../../../protocol/alarm.ts";
import type { IncidentView } from "../../../protocol/incident.ts";
import type { Letter } from "./letter.ts";
import type { MailAttachment } from "./notice.ts";
import { toOneLine } from "./plain.ts";
import type { LetterData } from "./read-letter-data.ts";

/** What keeps a mail under 150 KB: the page has the rest. */
const mostCharacters = 30_000;

/** How much is told, from all that fits to what always does. */
interface Extent {
  readonly alarms: number;
  readonly evidence: number;
  readonly comments: number;
  readonly members: number;
  readonly events: number;
}
const extents: readonly Extent[] = [
  { alarms: 40, evidence: 20, comments: 5, members: 40, events: 30 },
  { alarms: 40, evidence: 0, comments: 0, members: 20, events: 5 },
  { alarms: 10, evidence: 0, comments: 0, members: 5, events: 0 },
];

const toAlarmData = (alarm: AlarmView, { evidence, comments }: Extent): AlarmView => ({
  ...alarm,
  evidence: alarm.evidence.slice(0, evidence),
  comments: comments === 0 ? [] : alarm.comments.slice(-comments),
});

const toIncidentData = (incident: IncidentView, { members, events }: Extent): IncidentView => ({
  ...incident,
  members: incident.members.slice(0, members),
  timeline: events === 0 ? [] : incident.timeline.slice(-events),
});

const shorten = (_key: string, value: unknown): unknown =>
  typeof value === "string" ? toOneLine(value) : value;

function toText(
  letter: Letter,
  alarms: readonly AlarmView[],
  incident: IncidentView | null,
  extent: Extent,
): string {
  const data: LetterData = {
    version: 1,
    letterId: letter.id,
    form: letter.form,
    severity: letter.severity,
    atMs: letter.atMs,
    reasons: letter.items
      .slice(0, extent.alarms)
      .map(({ occurrenceId, reason }) => ({ occurrenceId, reason })),
    alarms: alarms.slice(0, extent.alarms).map((alarm) => toAlarmData(alarm, extent)),
    incident: incident === null ? null : toIncidentData(incident, extent),
    flood: letter.flood,
  };
  return `${JSON.stringify(data, shorten)}\n`;
}

/** The letter for programs, `loopwatch.json`: alarms as the page gets them, most urgent first. */
export function toLetterData(
  letter: Letter,
  alarms: readonly AlarmView[],
  incident: IncidentView | null,
): MailAttachment {
  let text = "";
  for (const extent of extents) {
    text = toText(letter, alarms, incident, extent);
    if (text.length <= mostCharacters) break;
  }
  return { name: "loopwatch.json", type: "application/json", text };
}
