import { describe, expect, test } from "vitest";
import { hours, minutes } from "../../../protocol/time.ts";
import type { LetterReason } from "../../../server/domain/notice/letter.ts";
import { toReasonLabel, toReasonSentence } from "../../../server/domain/notice/reason.ts";

describe("a reason in words", () => {
  test.each<{ readonly reason: LetterReason; readonly label: string; readonly says: RegExp }>([
    { reason: { kind: "first" }, label: "first", says: /first notice/ },
    { reason: { kind: "worse", from: "caution" }, label: "worse", says: /was CAUTION before/ },
    { reason: { kind: "grew" }, label: "grew", says: /grew beyond doubt/ },
    { reason: { kind: "back" }, label: "back", says: /present again/ },
    {
      reason: { kind: "ignored", by: "Ada", forMs: hours(8) },
      label: "called again: acknowledged by Ada 8 h ago, and still there",
      says: /still there, 8 h after Ada acknowledged it/,
    },
    {
      reason: { kind: "escalated", step: 1, forMs: minutes(10) },
      label: "escalated: nobody has acknowledged for 10 min",
      says: /to you: nobody has acknowledged for 10 min\.$/,
    },
    {
      reason: { kind: "reminder", count: 2, forMs: minutes(15) },
      label: "2nd reminder: unacknowledged for 15 min",
      says: /^2nd reminder: unacknowledged for 15 min\.$/,
    },
    {
      reason: { kind: "no longer held", was: "shelved" },
      label: "no longer shelved",
      says: /no longer shelved, the condition still stands/,
    },
    {
      reason: { kind: "no longer held", was: "out of service" },
      label: "back in service",
      says: /put back in service/,
    },
    { reason: { kind: "joined" }, label: "joined", says: /same cause/ },
    { reason: { kind: "acknowledged", by: "Ada" }, label: "acknowledged by Ada", says: /^Ada ack/ },
    {
      reason: { kind: "returned to normal", why: "the loop was serviced." },
      label: "returned to normal",
      says: /normal: the loop was serviced\.$/,
    },
    { reason: { kind: "reset", by: "Ada" }, label: "reset by Ada", says: /^Ada reset/ },
    { reason: { kind: "many at once" }, label: "many at once", says: /More alarms than/ },
    { reason: { kind: "flood over" }, label: "flood over", says: /calm again/ },
  ])("$label", ({ reason, label, says }) => {
    expect(toReasonLabel(reason)).toBe(label);
    expect(toReasonSentence(reason)).toMatch(says);
  });

  test.each([
    [1, "1st"],
    [2, "2nd"],
    [3, "3rd"],
    [4, "4th"],
    [10, "10th"],
    [11, "11th"],
    [12, "12th"],
    [13, "13th"],
    [21, "21st"],
    [101, "101st"],
    [111, "111th"],
  ])("the count %i is the %s", (count, says) => {
    expect(toReasonLabel({ kind: "reminder", count, forMs: 0 })).toMatch(new RegExp(`^${says} reminder`));
  });

  test("a name and a reason with line breaks stay on one line", () => {
    expect(toReasonLabel({ kind: "acknowledged", by: "Ada\r\nBcc: eve" })).toBe(
      "acknowledged by Ada Bcc: eve",
    );
    expect(toReasonSentence({ kind: "returned to normal", why: "well\r\nagain" })).not.toMatch(/[\r\n]/);
  });
});
