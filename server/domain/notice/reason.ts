import type { AlarmView } from "../../../protocol/alarm.ts";
import { toSpan } from "../../../protocol/units.ts";
import type { LetterReason } from "./letter.ts";
import { toOneLine } from "./plain.ts";

/** Longest name shown, characters. */
const longestName = 80;

const toName = (by: string): string => toOneLine(by, longestName);

/** `1st`, `2nd`, `3rd`, `4th`, `11th`, `22nd`. */
function toOrdinal(count: number): string {
  const isTeen = Math.floor(count / 10) % 10 === 1;
  const ending = isTeen ? undefined : ["th", "st", "nd", "rd"][count % 10];
  return `${count}${ending ?? "th"}`;
}

/** The reason in the few words that logs, the page, the timeline and the outbox show, e.g. `acknowledged by Ada`. */
export function toReasonLabel(reason: LetterReason): string {
  switch (reason.kind) {
    case "acknowledged":
    case "reset":
      return `${reason.kind} by ${toName(reason.by)}`;
    case "held":
      return `${reason.as === "shelved" ? "shelved" : "taken out of service"} by ${toName(reason.by)}`;
    case "ignored":
      return `called again: acknowledged by ${toName(reason.by)} ${toSpan(reason.forMs)} ago, and still there`;
    case "escalated":
      return `escalated: nobody has acknowledged for ${toSpan(reason.forMs)}`;
    case "reminder":
      return `${toOrdinal(reason.count)} reminder: unacknowledged for ${toSpan(reason.forMs)}`;
    case "no longer held":
      return reason.was === "out of service" ? "back in service" : `no longer ${reason.was}`;
    case "first":
    case "worse":
    case "grew":
    case "back":
    case "joined":
    case "returned to normal":
    case "minimum reached":
    case "many at once":
    case "flood over":
      return reason.kind;
  }
}

/** The reason as one or two sentences for the reader of a letter. `alarm`: what it is about, where that is known. */
export function toReasonSentence(reason: LetterReason, alarm?: Pick<AlarmView, "verdict">): string {
  switch (reason.kind) {
    case "first":
      return "The alarm was just opened. This is the first notice about it.";
    case "worse":
      return `It got worse: it was ${reason.from.toUpperCase()} before. An earlier acknowledgement does not cover this.`;
    case "grew":
      return "It grew beyond doubt since the last call. An earlier acknowledgement does not cover this.";
    case "back":
      return "It had returned to normal and is present again.";
    case "ignored":
      return `It is still there, ${toSpan(reason.forMs)} after ${toName(reason.by)} acknowledged it, and calls again.`;
    case "escalated":
      return `Escalated to you: nobody has acknowledged for ${toSpan(reason.forMs)}.`;
    case "reminder":
      return `${toOrdinal(reason.count)} reminder: unacknowledged for ${toSpan(reason.forMs)}.`;
    case "no longer held":
      return reason.was === "out of service"
        ? "It was put back in service while the condition stood, and calls now."
        : `It is no longer ${reason.was}, the condition still stands, and it calls now.`;
    case "joined":
      return alarm?.verdict === "loss of sensing"
        ? "Nothing is heard of the loop any more. What you were called to stands all the same, and cannot be checked."
        : "Another alarm of the same cause. It asks for nothing beyond the alarm that you were called to.";
    case "acknowledged":
      return `${toName(reason.by)} acknowledged the alarm.`;
    case "returned to normal":
      return `The condition returned to normal: ${toOneLine(reason.why)}`;
    case "reset":
      return `${toName(reason.by)} reset the alarm.`;
    case "held":
      return reason.as === "shelved"
        ? `${toName(reason.by)} shelved the alarm: it stands, and calls nobody until its time on the shelf is over or it gets worse.`
        : `${toName(reason.by)} took the alarm out of service: it stands, and calls nobody until it is put back.`;
    case "minimum reached":
      return "The loop has come down to its minimum inventory. An earlier acknowledgement does not cover this.";
    case "many at once":
      return "More alarms than a person can read came at once. They are told together until it is calm again.";
    case "flood over":
      return "It is calm again: alarms are told one by one from now on.";
  }
}
