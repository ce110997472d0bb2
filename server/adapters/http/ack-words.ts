import { type AlarmHold, type AlarmState, type AlarmView, isWorse } from "../../../protocol/alarm.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import type { Loop } from "../../domain/loop/loop.ts";
import {
  isRough,
  roughNote,
  toLostText,
  toRateText,
  toTimeLeftInterval,
  toTimeLeftShort,
} from "../../domain/notice/alarm-words.ts";
import { toUtcText } from "../../domain/notice/utc.ts";
import type { AckStanding } from "./ack-standing.ts";

/** What the page says first, and what follows from it. */
export interface AckSentences {
  readonly main: string;
  readonly more: string;
}

/** A figure in a tile. */
export interface AckFigure {
  readonly label: string;
  readonly value: string;
  readonly note: string;
}

/** Newest comments on the page; the live page has all. */
const commentsShown = 3;

export const stateWords: Readonly<Record<AlarmState, string>> = {
  unacknowledged: "not acknowledged",
  acknowledged: "acknowledged",
  "returned unacknowledged": "returned to normal, not acknowledged",
  "latched unacknowledged": "returned to normal, to be acknowledged and reset",
  latched: "acknowledged, to be reset",
  normal: "over",
};

/** What is true of the link, in sentences. */
export function toAckSentences(standing: AckStanding): AckSentences {
  switch (standing.kind) {
    case "unreadable":
      return {
        main: "This link is not complete, or not one of ours.",
        more: "Mail programs sometimes cut long links; open it from the mail again, or acknowledge on the live page.",
      };
    case "unknown alarm":
      return {
        main: "The alarm of this link is no longer on record.",
        more: "The live page shows the alarms that stand.",
      };
    case "open":
      return { main: "Nobody has acknowledged this alarm.", more: toOpenMore(standing.alarm) };
    case "acknowledged":
      return {
        main: standing.byReader
          ? "You have acknowledged this alarm."
          : `${standing.acknowledgement.by} has acknowledged this alarm.`,
        more: `${toUtcText(standing.acknowledgement.atMs)}.${toQuote(standing.acknowledgement.comment)}${
          standing.alarm.state === "latched"
            ? " It has returned to normal and waits to be reset on the live page."
            : ""
        }`,
      };
    case "replaced":
      return {
        main: `This alarm ${isWorse(standing.newer.severity, standing.alarm.severity) ? "has become worse" : "came back"}: ${standing.newer.severity}, ${stateWords[standing.newer.state]}.`,
        more: `${standing.newer.headline}. This link was for the alarm before it and acknowledges nothing any more.`,
      };
    case "over":
      return { main: "This alarm is over.", more: toOverMore(standing.alarm) };
    case "called again":
      return {
        main: "This alarm has called again since this mail.",
        more: "Somebody had acknowledged it, and it stood on for too long. Use the link of the newest mail, or the live page.",
      };
    case "expired":
      return {
        main: "This link has expired, and nobody has acknowledged the alarm.",
        more: "Acknowledge it on the live page.",
      };
    case "no such person":
      return {
        main: "The person for whom this link was written is no longer in the configuration.",
        more: "Nobody has acknowledged the alarm. Acknowledge it on the live page.",
      };
  }
}

function toOpenMore({ state }: AlarmView): string {
  switch (state) {
    case "returned unacknowledged":
      return "The condition has returned to normal; acknowledging it closes the alarm.";
    case "latched unacknowledged":
      return "The condition has returned to normal; after the acknowledgement somebody must reset it on the live page.";
    default:
      return "Acknowledging says that you have seen it and take care of it.";
  }
}

function toOverMore({ acknowledgement, returnedMs }: AlarmView): string {
  const returned = returnedMs === null ? "" : `It returned to normal at ${toUtcText(returnedMs)}. `;
  if (acknowledgement === null) return `${returned}There is nothing to acknowledge.`;
  return `${returned}${acknowledgement.by} acknowledged it at ${toUtcText(acknowledgement.atMs)}.${toQuote(acknowledgement.comment)}`;
}

const toQuote = (comment: string): string => (comment === "" ? "" : ` “${comment}”`);

const isOver = ({ state }: AlarmView): boolean => state === "normal" || state === "returned unacknowledged";

/** How fast and how long, as far as that is known. */
export function toAckFigures(alarm: AlarmView, loop: Loop | null): readonly AckFigure[] {
  const rate = toRateText(alarm);
  const left = isOver(alarm) ? null : toTimeLeftShort(alarm.timeLeft);
  const rateNote = alarm.leakSdKgPerH === null ? "" : "± one standard deviation";
  return [
    ...(rate === null
      ? []
      : [
          {
            label: isOver(alarm) ? "Last leak rate" : "Leak rate",
            value: rate,
            note: loop !== null && isRough(loop) ? roughNote : rateNote,
          },
        ]),
    ...(left === null
      ? []
      : [{ label: "Time left", value: left, note: toTimeLeftInterval(alarm.timeLeft) ?? "" }]),
  ];
}

/** What else is known of the alarm, and who is on it. */
export function toAckFacts(
  alarm: AlarmView,
  loop: Loop | null,
  asOfMs: EpochMs | null,
): readonly (readonly [string, string])[] {
  const hasFigures = !isOver(alarm) && alarm.leakKgPerH !== null;
  const rows: readonly (readonly [string, string | null])[] = [
    ["Verdict", alarm.verdict === "unknown" ? "not known yet" : alarm.verdict],
    ["Figures as of", hasFigures && asOfMs !== null ? toUtcText(asOfMs) : null],
    ["Lost so far", loop === null ? null : toLostText(alarm, loop)],
    ["Began about", alarm.onsetMs === null ? null : toUtcText(alarm.onsetMs)],
    ["Opened", toUtcText(alarm.openedMs)],
    [
      "Not heard",
      alarm.blindSinceMs === null || isOver(alarm)
        ? null
        : `Nothing is heard of this loop since ${toUtcText(alarm.blindSinceMs)}; the alarm cannot be checked.`,
    ],
    ["Held", alarm.hold === null ? null : toHoldText(alarm.hold)],
    ["Assigned to", alarm.assignee],
    ...alarm.comments
      .slice(-commentsShown)
      .map(({ by, atMs, comment }) => ["Comment", `${by}, ${toUtcText(atMs)}: “${comment}”`] as const),
  ];
  return rows.flatMap(([label, value]) => (value === null ? [] : [[label, value] as const]));
}

function toHoldText(hold: AlarmHold): string {
  switch (hold.kind) {
    case "out of service":
      return `out of service, by ${hold.act.by}: “${hold.act.comment}”`;
    case "shelved":
      return `shelved until ${toUtcText(hold.untilMs)} by ${hold.act.by}`;
    case "suppressed":
      return `suppressed by design (${hold.rule}) until ${toUtcText(hold.untilMs)}`;
  }
}
