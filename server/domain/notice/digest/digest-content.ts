import { isUnacknowledged } from "../../../../protocol/alarm.ts";
import type { NoticeView } from "../../../../protocol/notice.ts";
import { createZoneClock } from "../../timetable/zone-clock.ts";
import type { MailContent, MailSection } from "../mail-content.ts";
import { toCount } from "../plain.ts";
import { toUtcText } from "../utc.ts";
import { toAlarmLine, toHeldSections, toOpenAlarms } from "./alarm-lines.ts";
import { toChangeLines } from "./change-lines.ts";
import type { DigestFacts } from "./digest-facts.ts";
import { toLine, toSection } from "./digest-words.ts";
import { toFigureLines } from "./figure-lines.ts";
import { toLedgerLines } from "./ledger-lines.ts";
import { isProven, isWatched, toLoopLine } from "./loop-lines.ts";

const words = {
  digest: { badge: "DAILY DIGEST", span: "day", footer: "Loopwatch sends this once a day." },
  "hand-over": {
    badge: "SHIFT HAND-OVER",
    span: "shift",
    footer: "Loopwatch sends this at the beginning of each shift.",
  },
} as const;

/** What the mail says. It comes also when all is quiet: its absence says something too. */
export function toDigestContent(facts: DigestFacts): MailContent {
  const { kind, atMs, alarms, held, undelivered, pageUrl } = facts;
  const open = toOpenAlarms(alarms);
  const unacknowledged = open.filter(isUnacknowledged).length;
  const unwatched = facts.loops.filter((standing) => !isWatched(standing)).length;
  const unproven = facts.loops.filter((standing) => !isProven(standing, atMs)).length;
  const openText = open.length === 0 ? "no open alarm" : toCount(open.length, "open alarm");
  return {
    tone: mostUrgent(open) ?? "calm",
    badge: words[kind].badge,
    title: `${openText.charAt(0).toUpperCase()}${openText.slice(1)}`,
    subtitle: `As of ${createZoneClock(facts.zone).toText(atMs)} in ${facts.zone}, ${toUtcText(atMs)}`,
    preview: [
      openText,
      ...(unacknowledged === 0 ? [] : [`${unacknowledged} not acknowledged`]),
      ...(unwatched === 0 ? [] : [`${toCount(unwatched, "loop")} not watched`]),
      ...(unproven === 0 ? [] : [`${toCount(unproven, "loop")} not proven`]),
      ...(undelivered.length === 0 ? [] : [`${toCount(undelivered.length, "notice")} not delivered`]),
    ].join(", "),
    figures: [],
    facts: [
      { label: "Open alarms", value: `${open.length}, of which ${unacknowledged} not acknowledged` },
      { label: "Held back", value: toHeldText(facts) },
      { label: "Loops", value: `${facts.loops.length}, of which ${unwatched} not watched` },
      { label: "Detection", value: toProvenText(facts.loops.length, unproven) },
      { label: "Not delivered", value: toUndeliveredText(undelivered) },
    ],
    sections: [
      toSection("Open alarms", open.map(toAlarmLine)),
      ...(held.length === 0 ? [] : toHeldSections(facts, atMs)),
      toSection("Leak ledger", toLedgerLines(facts), "No leak is known that was not repaired."),
      toSection(
        `Changed since ${toUtcText(facts.sinceMs)}`,
        toChangeLines(facts.incidents, facts.sinceMs),
        `Nothing opened or closed in this ${words[kind].span}.`,
      ),
      ...toUndeliveredSections(undelivered),
      toSection("Loops", toLoopLines(facts), "No loop is configured."),
      toSection(`Alarm system in the last ${words[kind].span}`, toFigureLines(facts.figures)),
    ],
    link: pageUrl === null ? null : { label: "Open the live page", url: `${pageUrl}/` },
    footer: [
      `${words[kind].footer} If it stays away, look whether Loopwatch itself is running.`,
      "± is one standard deviation. Litres are referred to the loop's reference temperature.",
      "Targets of the alarm system: ISA-18.2 and EEMUA 191, for one operator.",
    ],
  };
}

const mostUrgent = (open: ReturnType<typeof toOpenAlarms>): MailContent["tone"] | null => {
  for (const severity of ["emergency", "warning", "caution", "advisory"] as const)
    if (open.some((alarm) => alarm.severity === severity)) return severity;
  return null;
};

/** Loops that are not watched or not proven stand first: the list may be cut. */
function toLoopLines({ loops, atMs }: DigestFacts): readonly string[] {
  const rank = (standing: DigestFacts["loops"][number]): number =>
    isWatched(standing) ? (isProven(standing, atMs) ? 2 : 1) : 0;
  return loops.toSorted((a, b) => rank(a) - rank(b)).map((standing) => toLoopLine(standing, atMs));
}

function toHeldText({ held }: DigestFacts): string {
  const countOf = (kind: string): number =>
    held.filter(({ holds }) => holds.some((hold) => hold.kind === kind)).length;
  if (held.length === 0) return "none";
  const counts = ["shelved", "out of service", "suppressed"].map((kind) => ({ kind, count: countOf(kind) }));
  return counts
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${kind}`)
    .join(", ");
}

function toProvenText(loops: number, unproven: number): string {
  if (loops === 0) return "nothing to prove";
  return unproven === 0
    ? "proven on every loop within a day"
    : `not proven on ${unproven} of ${toCount(loops, "loop")}: missed at the last try, or no leak found for a day`;
}

function toUndeliveredText(undelivered: readonly NoticeView[]): string {
  if (undelivered.length === 0) return "none, every notice was taken";
  const givenUp = undelivered.filter(({ state }) => state.kind === "given up").length;
  return `${toCount(undelivered.length - givenUp, "notice")} waiting after a failure, ${givenUp} given up`;
}

function toUndeliveredSections(undelivered: readonly NoticeView[]): readonly MailSection[] {
  if (undelivered.length === 0) return [];
  const lines = undelivered.map(({ person, to, subject, state }) =>
    toLine(
      `To ${person ?? to}: ${subject}`,
      state.kind === "given up" ? "given up" : "still tried",
      "lastError" in state ? state.lastError : null,
    ),
  );
  return [toSection("Not delivered", lines)];
}
