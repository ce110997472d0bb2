import type { AlarmView } from "../../../protocol/alarm.ts";
import type { DetectionState, LoopEstimate } from "../../../protocol/estimate.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import { toReadable } from "../../../protocol/units.ts";
import type { LoopSignal } from "../../../protocol/wire.ts";
import type { Loop } from "../loop/loop.ts";
import { isRough, toConfigured, toRateText, toTimeLeftShort } from "./alarm-words.ts";
import type { MailContent, MailSection } from "./mail-content.ts";
import { toMessageId } from "./message-id.ts";
import type { Mail } from "./notice.ts";
import { toOneLine } from "./plain.ts";
import { renderHtml } from "./render-html.ts";
import { automaticHeaders } from "./render-mail.ts";
import { renderText } from "./render-text.ts";
import { toUtcDay, toUtcText } from "./utc.ts";

/** Most loops and most alarms listed one by one: what keeps the mail under the 100 KB at which Gmail cuts. */
const mostLines = 40;

/** What is known of a loop when the summary is written; `null` before anything is. */
export interface LoopStanding {
  readonly loop: Loop;
  readonly estimate: LoopEstimate | null;
  readonly signal: LoopSignal | null;
}

/** What the daily summary tells. `atMs` is wall-clock time. */
export interface SummaryFacts {
  readonly atMs: EpochMs;
  readonly loops: readonly LoopStanding[];
  /** Occurrences that are not over, most urgent first. */
  readonly openAlarms: readonly AlarmView[];
  /** Notices that reached nobody: still waiting after a failure, and given up within the last day. */
  readonly undelivered: { readonly waiting: number; readonly givenUp: number };
  /** Address of the live page; `null` when there is none to give. */
  readonly pageUrl: string | null;
}

/** The daily summary to one person. It comes every day, also when all is quiet: its absence says something too. */
export function renderSummary(
  facts: SummaryFacts,
  context: { readonly noticeId: string; readonly to: string; readonly host: string },
): Mail {
  const content = toSummaryContent(facts);
  return {
    to: context.to,
    subject: `[Loopwatch] Daily summary ${toUtcDay(facts.atMs)}: ${content.preview}`,
    text: renderText(content),
    html: renderHtml(content),
    messageId: toMessageId(context.noticeId, context.host),
    inReplyTo: null,
    headers: { ...automaticHeaders, Precedence: "bulk", "X-Loopwatch-State": "summary" },
    urgent: false,
  };
}

function toSummaryContent(facts: SummaryFacts): MailContent {
  const { openAlarms, undelivered, pageUrl } = facts;
  const unacknowledged = openAlarms.filter((alarm) => alarm.acknowledgement === null).length;
  const lost = undelivered.waiting + undelivered.givenUp;
  const unwatched = facts.loops.filter((standing) => !isWatched(standing)).length;
  return {
    tone: openAlarms[0]?.severity ?? "calm",
    badge: "DAILY SUMMARY",
    title: openAlarms.length === 0 ? "No open alarm" : toCount(openAlarms.length, "open alarm"),
    subtitle: `As of ${toUtcText(facts.atMs)}`,
    preview: [
      openAlarms.length === 0 ? "no open alarm" : toCount(openAlarms.length, "open alarm"),
      ...(unwatched === 0 ? [] : [`${toCount(unwatched, "loop")} not watched`]),
      ...(lost === 0 ? [] : [`${toCount(lost, "notice")} not delivered`]),
    ].join(", "),
    figures: [],
    facts: [
      { label: "Open alarms", value: `${openAlarms.length}, of which ${unacknowledged} not acknowledged` },
      { label: "Loops", value: `${facts.loops.length}, of which ${unwatched} not watched` },
      { label: "Not delivered", value: toUndeliveredText(undelivered) },
    ],
    sections: [toAlarmSection(openAlarms), { title: "Loops", lines: toLines(facts.loops, toLoopLine) }],
    link: pageUrl === null ? null : { label: "Open the live page", url: pageUrl },
    footer: [
      "Loopwatch sends this once a day. If it stays away, look whether Loopwatch itself is running.",
      "± is one standard deviation. Litres are referred to the loop's reference temperature.",
    ],
  };
}

const toCount = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

function toUndeliveredText({ waiting, givenUp }: SummaryFacts["undelivered"]): string {
  if (waiting + givenUp === 0) return "none, every notice was accepted by the mail server";
  return `${toCount(waiting, "notice")} waiting after a failure, ${givenUp} given up in the last day`;
}

const toAlarmSection = (alarms: readonly AlarmView[]): MailSection =>
  alarms.length === 0
    ? { title: "Open alarms", lines: [{ mark: "", text: "None." }] }
    : { title: "Open alarms", lines: toLines(alarms, toAlarmLine) };

/** A line for each of the first, and one that says how many are left out. */
function toLines<T>(items: readonly T[], toLine: (item: T) => string): MailSection["lines"] {
  const left = items.length - mostLines;
  const lines = items.slice(0, mostLines).map((item) => ({ mark: "·" as const, text: toLine(item) }));
  return left > 0 ? [...lines, { mark: "", text: `${left} more are on the page.` }] : lines;
}

function toAlarmLine(alarm: AlarmView): string {
  const left = toTimeLeftShort(alarm.timeLeft);
  const who =
    alarm.acknowledgement === null ? "not acknowledged" : `acknowledged by ${alarm.acknowledgement.by}`;
  const parts = [
    `${alarm.severity.toUpperCase()} ${alarm.loopId}: ${alarm.headline}`,
    toRateText(alarm),
    left === null ? null : `time left ${left}`,
    alarm.state === "returned unacknowledged" ? "returned to normal" : null,
    who,
    `opened ${toUtcText(alarm.openedMs)}`,
  ];
  return toOneLine(parts.filter((part) => part !== null).join("; "));
}

/** Silence, learning and not knowing are not "no leak"; only a loop under evaluation counts as watched. */
function isWatched({ estimate, signal }: LoopStanding): boolean {
  if (estimate === null || signal === null || signal.silent) return false;
  const { kind } = estimate.detection;
  return kind === "watching" || kind === "suspicious" || kind === "leaking";
}

function toLoopLine({ loop, estimate, signal }: LoopStanding): string {
  const parts = [
    `${loop.name} (${loop.id}): ${estimate === null ? "no data yet" : toDetectionText(estimate.detection)}`,
    estimate === null ? null : toInventoryText(estimate, loop),
    signal?.silent
      ? `silent since ${signal.lastSampleMs === null ? "the start" : toUtcText(signal.lastSampleMs)}`
      : null,
  ];
  return toOneLine(parts.filter((part) => part !== null).join("; "));
}

function toInventoryText({ inventoryL, inventorySdL, bottomedOut }: LoopEstimate, loop: Loop): string | null {
  if (inventoryL === null) return null;
  if (isRough(loop)) {
    const percent = toReadable((100 * inventoryL) / loop.chargeL, 2);
    return `inventory ${bottomedOut ? "at most" : "about"} ${percent} % of the charge`;
  }
  const sd = inventorySdL === null ? "" : ` ± ${toReadable(inventorySdL, 2)}`;
  const amount = bottomedOut ? `at most ${toReadable(inventoryL)} L` : `${toReadable(inventoryL)}${sd} L`;
  return `inventory ${amount} (minimum ${toConfigured(loop.minimumInventoryL)} L)`;
}

function toDetectionText(detection: DetectionState): string {
  switch (detection.kind) {
    case "no-data":
      return "no data";
    case "learning":
      return `learning, ${Math.round(100 * detection.progress)} % (${detection.reason})`;
    case "watching":
      return detection.smallestKgPerH === null
        ? "watching"
        : `watching, would find ${toReadable(detection.smallestKgPerH, 2)} kg/h within ten minutes`;
    case "suspicious":
      return "suspicious, not enough evidence yet";
    case "leaking":
      return "leaking";
    case "unknown":
      return `unknown (${detection.reason})`;
  }
}
