import type { Severity } from "../../../protocol/alarm.ts";
import { toOneLine } from "./plain.ts";

/** Longest name shown, characters. */
const longestName = 80;

/** Why a person is told something about an alarm at this moment. */
export type NoticeReason =
  | { readonly kind: "first" }
  | { readonly kind: "worse"; readonly from: Severity }
  /** The condition itself grew beyond doubt, at the same severity. */
  | { readonly kind: "grew" }
  | { readonly kind: "back" }
  | { readonly kind: "acknowledged"; readonly by: string }
  | { readonly kind: "returned to normal"; readonly why: string };

/** The reason in the few words that logs, the page and the outbox show, e.g. `acknowledged by Ada`. */
export function toReasonLabel(reason: NoticeReason): string {
  switch (reason.kind) {
    case "acknowledged":
      return `acknowledged by ${toOneLine(reason.by, longestName)}`;
    case "first":
    case "worse":
    case "grew":
    case "back":
    case "returned to normal":
      return reason.kind;
  }
}

/** The reason as one or two sentences for the reader of a mail. */
export function toReasonSentence(reason: NoticeReason): string {
  switch (reason.kind) {
    case "first":
      return "The alarm was just opened. This is the first mail about it.";
    case "worse":
      return `It got worse: it was ${reason.from.toUpperCase()} before. An earlier acknowledgement does not cover this.`;
    case "grew":
      return "It grew beyond doubt since the last call. An earlier acknowledgement does not cover this.";
    case "back":
      return "It had returned to normal and is present again.";
    case "acknowledged":
      return `${toOneLine(reason.by, longestName)} acknowledged the alarm.`;
    case "returned to normal":
      return `The condition returned to normal: ${reason.why}`;
  }
}

/** True when the reason calls for a person, false when it only informs those who were called. */
export function isCall({ kind }: NoticeReason): boolean {
  return kind === "first" || kind === "worse" || kind === "grew" || kind === "back";
}
