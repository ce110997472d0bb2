import type { AlarmView, Evidence } from "../../../protocol/alarm.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import type { Loop } from "../loop/loop.ts";
import {
  isRough,
  roughNote,
  toConfigured,
  toLostText,
  toMinimumReachedText,
  toRateText,
  toTimeLeftInterval,
  toTimeLeftShort,
  toTopic,
} from "./alarm-words.ts";
import type { MailContent, MailFigure, MailSection } from "./mail-content.ts";
import { toOneLine } from "./plain.ts";
import { type NoticeReason, toReasonSentence } from "./reason.ts";
import { toUtcText } from "./utc.ts";

/** Lines of evidence in a mail. With `longestSentence` it keeps a mail under the 100 KB at which Gmail cuts. */
const mostEvidenceLines = 20;

/** What an alarm mail is made from besides the alarm itself. */
export interface AlarmContentFacts {
  readonly loop: Loop;
  readonly reason: NoticeReason;
  /** Address at which the live page shows this loop; `null` when there is none to give. */
  readonly pageUrl: string | null;
  /** Source time at which the alarm looked like this; `null` when unknown. */
  readonly asOfMs: EpochMs | null;
}

/** Everything an alarm mail says, in the order of the questions: is it real, how fast, how long, how do you know, who is on it. */
export function toAlarmContent(alarm: AlarmView, facts: AlarmContentFacts): MailContent {
  const { loop, reason, pageUrl } = facts;
  return {
    tone: isOver(alarm) ? "calm" : alarm.severity,
    badge: `${alarm.severity.toUpperCase()}, ${toStateText(alarm)}`,
    title: toOneLine(alarm.headline),
    subtitle: [`${toOneLine(loop.name, 100)} (${loop.id})`, ...toContents(loop)].join(", "),
    preview: toOneLine(`${toReasonSentence(reason)} ${alarm.headline}`),
    figures: toFigures(alarm, loop),
    facts: toFacts(alarm, facts),
    sections: [
      ...toEvidenceSections(alarm),
      { title: "Who is on it", lines: [{ mark: "", text: toWhoText(alarm) }] },
      { title: "Why this mail came now", lines: [{ mark: "", text: toOneLine(toReasonSentence(reason)) }] },
    ],
    link: pageUrl === null ? null : { label: "Open the live page", url: pageUrl },
    footer: [
      `Loopwatch alarm ${alarm.id}, version ${alarm.version}.`,
      ...(isRough(loop) ? [roughNote] : []),
      "Times are times of measurement. Litres are referred to the loop's reference temperature.",
    ],
  };
}

/** What has returned to normal has no time left to speak of, and its leak rate is history. */
const isOver = (alarm: AlarmView): boolean =>
  alarm.state === "normal" || alarm.state === "returned unacknowledged";

function toStateText(alarm: AlarmView): string {
  switch (alarm.state) {
    case "unacknowledged":
      return "not acknowledged";
    case "acknowledged":
      return "acknowledged";
    case "returned unacknowledged":
    case "normal":
      return "returned to normal";
    case "latched unacknowledged":
      throw new Error("TODO: Not implemented yet");
    case "latched":
      throw new Error("TODO: Not implemented yet");
  }
}

/** What is in the loop, as far as its owner said. */
function toContents(loop: Loop): readonly string[] {
  if (!isRough(loop)) return [`${toConfigured(loop.chargeL)} L of ${loop.coolant}`];
  return loop.assumed.includes("coolant") ? [] : [loop.coolant];
}

function toFigures(alarm: AlarmView, loop: Loop): readonly MailFigure[] {
  const rate = toRateText(alarm);
  const left = isOver(alarm) ? null : toTimeLeftShort(alarm.timeLeft);
  const label = isOver(alarm) ? "Last leak rate" : "Leak rate";
  return [
    ...(rate === null ? [] : [{ label, value: rate, note: toRateNote(alarm, loop) }]),
    ...(left === null ? [] : [{ label: "Time left", value: left, note: toTimeLeftInterval(alarm.timeLeft) }]),
  ];
}

function toRateNote(alarm: AlarmView, loop: Loop): string | null {
  if (isRough(loop)) return "rough: the charge is assumed";
  return alarm.leakSdKgPerH === null ? null : "± one standard deviation";
}

function toFacts(alarm: AlarmView, { loop, asOfMs }: AlarmContentFacts): MailContent["facts"] {
  const rows: readonly (readonly [string, string | null])[] = [
    ["Verdict", alarm.verdict === "unknown" ? "not known yet" : toTopic(alarm)],
    ["Minimum at", toMinimumAtText(alarm, loop, asOfMs)],
    ["Lost so far", toLostText(alarm, loop)],
    ["Began about", alarm.onsetMs === null ? "not known" : toUtcText(alarm.onsetMs)],
    ["Alarm opened", toUtcText(alarm.openedMs)],
    ["Back to normal", alarm.returnedMs === null ? null : toUtcText(alarm.returnedMs)],
    ["Figures as of", asOfMs === null ? "the last change of this alarm" : toUtcText(asOfMs)],
    ["Escalated from", alarm.previousId],
  ];
  return rows.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]));
}

/** The moment, not only the span: a mail is read later than it was written. */
function toMinimumAtText(alarm: AlarmView, loop: Loop, asOfMs: EpochMs | null): string | null {
  const moment = isOver(alarm) ? null : toMinimumReachedText(alarm.timeLeft, asOfMs);
  return moment === null
    ? null
    : `about ${moment}${isRough(loop) ? "" : ` (${toConfigured(loop.minimumInventoryL)} L)`}`;
}

const evidenceGroups = [
  { side: "for", title: "What speaks for it", mark: "+" },
  { side: "against", title: "What speaks against it", mark: "−" },
  { side: "note", title: "Also known", mark: "·" },
] as const;

function toEvidenceSections(alarm: AlarmView): readonly MailSection[] {
  const shown = alarm.evidence.slice(0, mostEvidenceLines);
  const left = alarm.evidence.length - shown.length;
  const sections: MailSection[] = evidenceGroups.flatMap(({ side, title, mark }) => {
    const lines = shown.filter((evidence: Evidence) => evidence.side === side);
    return lines.length === 0
      ? []
      : [{ title, lines: lines.map(({ text }) => ({ mark, text: toOneLine(text) })) }];
  });
  if (left === 0) return sections;
  return [
    ...sections,
    { title: "More", lines: [{ mark: "", text: `${left} more lines of evidence are on the page.` }] },
  ];
}

function toWhoText(alarm: AlarmView): string {
  const { acknowledgement } = alarm;
  if (acknowledgement === null) return "Nobody has acknowledged it.";
  const who = `${toOneLine(acknowledgement.by, 100)} acknowledged it at ${toUtcText(acknowledgement.atMs)}`;
  return acknowledgement.comment.trim() === ""
    ? `${who}.`
    : `${who}: "${toOneLine(acknowledgement.comment)}"`;
}
