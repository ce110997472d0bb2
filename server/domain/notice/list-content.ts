import { type AlarmView, houseId, type Severity, severities } from "../../../protocol/alarm.ts";
import type { FloodView } from "../../../protocol/incident.ts";
import { isGone, toRateText, toStateText, toTimeLeftInterval, toTimeLeftShort } from "./alarm-words.ts";
import type { LetterReason } from "./letter.ts";
import type { MailContent, MailItem, MailLink, MailSection } from "./mail-content.ts";
import { toCount, toOneLine } from "./plain.ts";
import { toReasonLabel, toReasonSentence } from "./reason.ts";
import { toSubjectHead } from "./subject.ts";
import { toUtcText } from "./utc.ts";

/** Alarms that are listed one by one; more cannot be read. */
export const mostListed = 40;

/** Loops that are counted one by one. */
const mostLoops = 15;

/** One alarm of a letter that tells several. */
export interface ListedAlarm {
  readonly alarm: AlarmView;
  readonly reason: LetterReason;
  /** Where the page shows it; `null`: there is no page. */
  readonly url: string | null;
  /** Where the reader acknowledges it; `null`: nowhere. */
  readonly ackUrl: string | null;
}

/** What a letter about several alarms is made from. */
export interface ListFacts {
  /** Most urgent first. */
  readonly listed: readonly ListedAlarm[];
  /** How many the letter tells of, also those of which nothing is known any more. */
  readonly count: number;
  readonly severity: Severity;
  readonly page: MailLink | null;
}

const pageNote = "The page lists all of them.";

/** `3 warnings, 2 cautions`: most urgent first. */
export function toSeverityCounts(alarms: readonly AlarmView[]): string {
  const counts = severities.map((severity) => {
    const n = alarms.filter((alarm) => alarm.severity === severity).length;
    if (n === 0) return null;
    return severity === "emergency" || severity === "advisory"
      ? `${n} ${severity.slice(0, -1)}${n === 1 ? "y" : "ies"}`
      : toCount(n, severity);
  });
  return counts.filter((count) => count !== null).join(", ");
}

function toItem({ alarm, reason, url, ackUrl }: ListedAlarm, shows: "reason" | "state"): MailItem {
  const left = isGone(alarm) ? null : toTimeLeftShort(alarm.timeLeft);
  const interval = left === null ? null : toTimeLeftInterval(alarm.timeLeft);
  const details = [
    toRateText(alarm),
    left === null ? null : `time left ${left}${interval === null ? "" : ` (${interval})`}`,
    shows === "reason" ? toReasonLabel(reason) : toStateText(alarm),
    `opened ${toUtcText(alarm.openedMs)}`,
  ];
  return {
    tone: isGone(alarm) ? "calm" : alarm.severity,
    badge: toSubjectHead(alarm.severity, alarm),
    title: toOneLine(alarm.headline, 160),
    detail: toOneLine(details.filter((detail) => detail !== null).join("; ")),
    links: [
      ...(url === null ? [] : [{ label: "Show", url }]),
      ...(ackUrl === null ? [] : [{ label: "Acknowledge", note: "asks you to confirm", url: ackUrl }]),
    ],
  };
}

const toRest = ({ listed, count }: ListFacts): readonly MailSection[] => {
  const left = count - Math.min(listed.length, mostListed);
  return left === 0
    ? []
    : [
        {
          title: "More",
          lines: [
            {
              mark: "",
              text: `${left === 1 ? "1 more is" : `${left} more are`} not listed here. ${pageNote}`,
            },
          ],
        },
      ];
};

/** How many alarms of how many loops: `5 alarms on 3 loops`. */
export function toExtent(listed: readonly { readonly alarm: AlarmView }[], count: number): string {
  const places = new Set(listed.map(({ alarm }) => alarm.loopId));
  const ofHouse = places.delete(houseId);
  const named = [
    ...(places.size > 0 || !ofHouse ? [toCount(places.size, "loop")] : []),
    ...(ofHouse ? ["Loopwatch itself"] : []),
  ];
  return `${toCount(count, "alarm")} on ${named.join(" and ")}`;
}

/** Several letters to one person in one. */
export function toBundleContent(facts: ListFacts): MailContent {
  const { listed, count, severity, page } = facts;
  const counts = toSeverityCounts(listed.map(({ alarm }) => alarm));
  const extent = toExtent(listed, count);
  return {
    tone: listed.every(({ alarm }) => isGone(alarm)) ? "calm" : severity,
    badge: `${severity.toUpperCase()}, several at once`,
    title: extent,
    subtitle: counts === "" ? "Details are on the page." : toOneLine(counts),
    reason: "These came within a short time, or fell due together, so that one mail tells them all.",
    preview: toOneLine(listed.map(({ alarm }) => `${alarm.loopId}: ${alarm.headline}`).join("; ")),
    figures: [],
    actions: page === null ? [] : [page],
    facts: [],
    items: listed.slice(0, mostListed).map((one) => toItem(one, "reason")),
    sections: toRest(facts),
    link: null,
    footer: ["The most urgent stand first. Each alarm is acknowledged by itself.", "Times are UTC."],
  };
}

function toLoopSection(alarms: readonly AlarmView[]): MailSection {
  const byLoop = new Map<string, AlarmView[]>();
  for (const alarm of alarms) byLoop.set(alarm.loopId, [...(byLoop.get(alarm.loopId) ?? []), alarm]);
  const loops = [...byLoop].toSorted(([, a], [, b]) => b.length - a.length);
  const lines = loops.slice(0, mostLoops).map(([loopId, own]) => ({
    mark: "·" as const,
    text: toOneLine(`${loopId}: ${toSeverityCounts(own)}`),
  }));
  const left = loops.length - lines.length;
  return {
    title: "By loop",
    lines: left > 0 ? [...lines, { mark: "", text: `${toCount(left, "more loop")}.` }] : lines,
  };
}

/** More alarms than a person can read, in one mail. */
export function toFloodContent(facts: ListFacts, flood: FloodView, reason: LetterReason): MailContent {
  const { listed, page } = facts;
  const isOver = reason.kind === "flood over";
  const alarms = listed.map(({ alarm }) => alarm);
  const counts = toSeverityCounts(alarms);
  return {
    tone: isOver ? "calm" : flood.worst,
    badge: isOver ? "ALARM FLOOD IS OVER" : `ALARM FLOOD, worst ${flood.worst}`,
    title: `${toCount(flood.count, "alarm")} on ${toCount(flood.loops, "loop")}`,
    subtitle: `Since ${toUtcText(flood.sinceMs)}`,
    reason: toReasonSentence(reason),
    preview: toOneLine(`${counts} ${alarms[0]?.headline ?? ""}`.trim()),
    figures: [],
    actions: page === null ? [] : [page],
    facts: [
      { label: "Worst", value: flood.worst },
      ...(counts === "" ? [] : [{ label: "In this mail", value: counts }]),
    ],
    items: listed.slice(0, mostListed).map((one) => toItem(one, "state")),
    sections: [...toRest(facts), ...(alarms.length === 0 ? [] : [toLoopSection(alarms)])],
    link: null,
    footer: [
      isOver
        ? "From now on alarms are told one by one again."
        : "While this lasts, single mails come only for leaks that are warnings or emergencies.",
      "Times are UTC.",
    ],
  };
}
