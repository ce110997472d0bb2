import { type AlarmView, type Evidence, houseId, isUnacknowledged } from "../../../protocol/alarm.ts";
import type { IncidentView, LedgerLeak } from "../../../protocol/incident.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import { isWallClock } from "../incident/causal-order.ts";
import type { Loop } from "../loop/loop.ts";
import {
  isGone,
  isRough,
  roughNote,
  toConfigured,
  toLostText,
  toMinimumReachedText,
  toRateText,
  toStateText,
  toTimeLeftInterval,
  toTimeLeftShort,
  toTopic,
} from "./alarm-words.ts";
import { type Advice, toAdvice } from "./guidance.ts";
import { toFirstOutSections, toLatelySections, toWhoSection } from "./incident-sections.ts";
import type { MailContent, MailFigure, MailLink, MailSection } from "./mail-content.ts";
import { toOneLine } from "./plain.ts";
import type { Guidance } from "./policy.ts";
import { toUtcText } from "./utc.ts";

/** Lines of evidence in a mail. With `longestSentence` it keeps a mail under the 100 KB at which Gmail cuts. */
const mostEvidenceLines = 20;

/** What a mail about one alarm is made from besides the alarm itself. */
export interface AlarmContentFacts {
  /** `null`: the monitor itself, or a loop that is no longer configured. */
  readonly loop: Loop | null;
  readonly incident: IncidentView | null;
  /** The leak that this alarm is a chapter of. */
  readonly leak: LedgerLeak | null;
  /** Why it is told now, in whole sentences. */
  readonly reason: string;
  /** Wall-clock time. */
  readonly nowMs: EpochMs;
  /** Source time up to which the loop was heard; `null` when unknown. */
  readonly sourceMs: EpochMs | null;
  readonly guidance: Guidance;
  /** Where the reader acknowledges, and where the page shows this stretch of time; `null`: nowhere. */
  readonly ackUrl: string | null;
  readonly rangeUrl: string | null;
  readonly hasPlot: boolean;
}

/** Everything a mail about one alarm says, in the order of the questions: is it real, how fast, how long, what to do, how do you know, who is on it. */
export function toAlarmContent(alarm: AlarmView, facts: AlarmContentFacts): MailContent {
  const { loop, incident, nowMs, sourceMs } = facts;
  return {
    tone: isGone(alarm) ? "calm" : alarm.severity,
    badge: `${alarm.severity.toUpperCase()}, ${toStateText(alarm)}`,
    title: toOneLine(alarm.headline),
    subtitle: toWhose(alarm, loop),
    reason: facts.reason,
    preview: toOneLine(`${facts.reason} ${alarm.headline}`),
    figures: toFigures(alarm, loop),
    actions: toActions(alarm, facts),
    hasPlot: facts.hasPlot,
    facts: toFacts(alarm, facts),
    sections: [
      ...(isGone(alarm) ? [] : [toAdviceSection(toAdvice(alarm, loop, facts.guidance))]),
      ...toEvidenceSections(alarm),
      ...toFirstOutSections(incident, nowMs),
      ...toLatelySections(facts, nowMs, sourceMs),
      toWhoSection(alarm, incident, nowMs),
    ],
    link: null,
    footer: [
      `Loopwatch alarm ${alarm.id}, version ${alarm.version}.`,
      ...(loop !== null && isRough(loop) ? [roughNote] : []),
      ...(loop === null || isWallClock(alarm.alarmClass)
        ? ["Times are UTC."]
        : [
            "Times are UTC and times of measurement. Litres are referred to the loop's reference temperature.",
          ]),
    ],
  };
}

/** Whose alarm it is, and what is in the loop as far as its owner said. */
export function toWhose({ loopId }: AlarmView, loop: Loop | null): string {
  if (loop === null) return loopId === houseId ? "Loopwatch itself" : loopId;
  const name = `${toOneLine(loop.name, 100)} (${loop.id})`;
  if (!isRough(loop)) return `${name}, ${toConfigured(loop.chargeL)} L of ${loop.coolant}`;
  return loop.assumed.includes("coolant") ? name : `${name}, ${loop.coolant}`;
}

function toActions(alarm: AlarmView, { ackUrl, rangeUrl }: AlarmContentFacts): readonly MailLink[] {
  const links: MailLink[] = [];
  if (ackUrl !== null && isUnacknowledged(alarm))
    links.push({ label: "Acknowledge", note: "asks you to confirm", url: ackUrl });
  if (rangeUrl !== null) links.push({ label: "Open the page at this time", url: rangeUrl });
  return links;
}

function toFigures(alarm: AlarmView, loop: Loop | null): readonly MailFigure[] {
  const rate = toRateText(alarm);
  const left = isGone(alarm) ? null : toTimeLeftShort(alarm.timeLeft);
  const label = isGone(alarm) ? "Last leak rate" : "Leak rate";
  return [
    ...(rate === null ? [] : [{ label, value: rate, note: toRateNote(alarm, loop) }]),
    ...(left === null ? [] : [{ label: "Time left", value: left, note: toTimeLeftInterval(alarm.timeLeft) }]),
  ];
}

function toRateNote(alarm: AlarmView, loop: Loop | null): string | null {
  if (loop !== null && isRough(loop)) return "rough: the charge is assumed";
  return alarm.leakSdKgPerH === null ? null : "± one standard deviation";
}

function toFacts(alarm: AlarmView, { loop, sourceMs }: AlarmContentFacts): MailContent["facts"] {
  const firstOut = loop?.channels.find(({ id }) => id === alarm.firstOut)?.name ?? alarm.firstOut;
  const rows: readonly (readonly [string, string | null])[] = [
    ["Verdict", alarm.verdict === "unknown" ? "not known yet" : toTopic(alarm)],
    ["Minimum at", loop === null ? null : toMinimumAtText(alarm, loop, sourceMs)],
    ["Lost so far", loop === null ? null : toLostText(alarm, loop)],
    ["Moved first", firstOut === null ? null : toOneLine(firstOut, 100)],
    ["Began about", alarm.onsetMs === null ? "not known" : toUtcText(alarm.onsetMs)],
    ["Opened", toUtcText(alarm.openedMs)],
    ["Back to normal", alarm.returnedMs === null ? null : toUtcText(alarm.returnedMs)],
    ["Not heard since", toBlindText(alarm)],
    ["Held back", toHoldText(alarm)],
    ["Figures as of", sourceMs === null ? "the last change of this alarm" : toUtcText(sourceMs)],
    ["Escalated from", alarm.previousId],
  ];
  return rows.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]));
}

/** The moment, not only the span: a mail is read later than it was written. */
function toMinimumAtText(alarm: AlarmView, loop: Loop, asOfMs: EpochMs | null): string | null {
  const moment = isGone(alarm) ? null : toMinimumReachedText(alarm.timeLeft, asOfMs);
  return moment === null
    ? null
    : `about ${moment}${isRough(loop) ? "" : ` (${toConfigured(loop.minimumInventoryL)} L)`}`;
}

function toBlindText(alarm: AlarmView): string | null {
  const { blindSinceMs, timeLeft } = alarm;
  if (blindSinceMs === null || isGone(alarm)) return null;
  return `${toUtcText(blindSinceMs)}; what stands cannot be checked${timeLeft === null ? "" : ", the forecast goes on"}`;
}

function toHoldText({ hold }: AlarmView): string | null {
  if (hold === null) return null;
  switch (hold.kind) {
    case "out of service":
      return `out of service, by ${toOneLine(hold.act.by, 100)}`;
    case "shelved":
      return `shelved until ${toUtcText(hold.untilMs)}, by ${toOneLine(hold.act.by, 100)}`;
    case "suppressed":
      return `by design (${hold.rule}) until ${toUtcText(hold.untilMs)}`;
  }
}

const toAdviceSection = ({ lines, source }: Advice): MailSection => ({
  title: source === null ? "What to do" : `What to do (from ${source})`,
  lines: lines.map((text) => ({ mark: lines.length === 1 ? "" : "·", text })),
});

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
