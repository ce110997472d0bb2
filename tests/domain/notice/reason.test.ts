import { describe, expect, test } from "vitest";
import {
  isCall,
  type NoticeReason,
  toReasonLabel,
  toReasonSentence,
} from "../../../server/domain/notice/reason.ts";

describe("a reason in words", () => {
  test.each<{
    readonly reason: NoticeReason;
    readonly label: string;
    readonly says: RegExp;
    readonly call: boolean;
  }>([
    { reason: { kind: "first" }, label: "first", says: /first mail/, call: true },
    { reason: { kind: "worse", from: "caution" }, label: "worse", says: /was CAUTION before/, call: true },
    { reason: { kind: "grew" }, label: "grew", says: /grew beyond doubt/, call: true },
    { reason: { kind: "back" }, label: "back", says: /present again/, call: true },
    {
      reason: { kind: "acknowledged", by: "Ada" },
      label: "acknowledged by Ada",
      says: /^Ada ack/,
      call: false,
    },
    {
      reason: { kind: "returned to normal", why: "the loop was serviced." },
      label: "returned to normal",
      says: /normal: the loop was serviced\.$/,
      call: false,
    },
  ])("$label", ({ reason, label, says, call }) => {
    expect(toReasonLabel(reason)).toBe(label);
    expect(toReasonSentence(reason)).toMatch(says);
    expect(isCall(reason)).toBe(call);
  });

  test("a name with line breaks stays on one line", () => {
    expect(toReasonLabel({ kind: "acknowledged", by: "Ada\r\nBcc: eve" })).toBe(
      "acknowledged by Ada Bcc: eve",
    );
  });
});
