import { describe, expect, test } from "vitest";
import type { AlarmView } from "../../../protocol/alarm.ts";
import { days, hours, minutes } from "../../../protocol/time.ts";
import type { LetterReason } from "../../../server/domain/notice/letter.ts";
import { toCallSubject, toReplySubject } from "../../../server/domain/notice/subject.ts";
import { exampleAlarm, letterBecause, mailOf } from "./examples.ts";

const loopA: AlarmView = {
  ...exampleAlarm,
  loopId: "loop-a",
  leakKgPerH: 22.8,
  leakSdKgPerH: 4.1,
  timeLeft: { p05Ms: hours(6), p50Ms: hours(9), p95Ms: hours(14) },
};

const subjectOf = (changes: Partial<AlarmView>, reason: LetterReason = { kind: "first" }): string =>
  toCallSubject({ ...loopA, ...changes }, reason);

const headlineOnly = {
  verdict: "sensor fault",
  leakKgPerH: null,
  leakSdKgPerH: null,
  timeLeft: null,
} as const;

describe("the subject of a call is the decision at that moment", () => {
  test.each<{ readonly name: string; readonly changes: Partial<AlarmView>; readonly subject: string }>([
    { name: "all is known", changes: {}, subject: "WARNING loop-a: leak 22.8 kg/h +/- 4, 9 h left (6-14)" },
    {
      name: "the deviation begins with a 1",
      changes: { leakSdKgPerH: 1.24 },
      subject: "WARNING loop-a: leak 22.8 kg/h +/- 1.2, 9 h left (6-14)",
    },
    {
      name: "no deviation",
      changes: { leakSdKgPerH: null },
      subject: "WARNING loop-a: leak 22.8 kg/h, 9 h left (6-14)",
    },
    {
      name: "no time left known",
      changes: { timeLeft: null },
      subject: "WARNING loop-a: leak 22.8 kg/h +/- 4",
    },
    {
      name: "no upper end",
      changes: { timeLeft: { p05Ms: hours(2), p50Ms: hours(5), p95Ms: null } },
      subject: "WARNING loop-a: leak 22.8 kg/h +/- 4, 5 h left (2 or more)",
    },
    {
      name: "only a lower end",
      changes: { timeLeft: { p05Ms: hours(5), p50Ms: null, p95Ms: null } },
      subject: "WARNING loop-a: leak 22.8 kg/h +/- 4, more than 5 h left",
    },
    {
      name: "minutes",
      changes: { timeLeft: { p05Ms: minutes(-1), p50Ms: minutes(9), p95Ms: minutes(11) } },
      subject: "WARNING loop-a: leak 22.8 kg/h +/- 4, 9 min left (0-11)",
    },
    {
      name: "an hour and a half",
      changes: { timeLeft: { p05Ms: hours(2), p50Ms: hours(2.5), p95Ms: hours(4) } },
      subject: "WARNING loop-a: leak 22.8 kg/h +/- 4, 2.5 h left (2-4)",
    },
    {
      name: "days",
      changes: { timeLeft: { p05Ms: days(3), p50Ms: days(5), p95Ms: days(9) } },
      subject: "WARNING loop-a: leak 22.8 kg/h +/- 4, 5 d left (3-9)",
    },
    {
      name: "no time at all",
      changes: { severity: "emergency", timeLeft: { p05Ms: -5, p50Ms: 0, p95Ms: 9 } },
      subject: "EMERGENCY loop-a: leak 22.8 kg/h +/- 4, no time left",
    },
    {
      name: "a verdict that is open",
      changes: { verdict: "unknown" },
      subject: "WARNING loop-a: possible leak 22.8 kg/h +/- 4, 9 h left (6-14)",
    },
    {
      name: "a leak without a rate: the headline says more",
      changes: { leakKgPerH: null, timeLeft: null, headline: "Coolant leak: Rope 1 is wet" },
      subject: "WARNING loop-a: Coolant leak: Rope 1 is wet",
    },
    {
      name: "another class: its headline",
      changes: {
        ...headlineOnly,
        severity: "caution",
        alarmClass: "sensor",
        headline: "Pump outlet pressure disagrees with the other sensors",
      },
      subject: "CAUTION loop-a: Pump outlet pressure disagrees with the other sensors",
    },
    {
      name: "the house itself",
      changes: {
        ...headlineOnly,
        alarmClass: "house",
        loopId: "loopwatch",
        headline: "Notices do not reach Ada",
      },
      subject: "WARNING Loopwatch: Notices do not reach Ada",
    },
    {
      name: "signs beyond ASCII",
      changes: { ...headlineOnly, headline: "Supply 31 °C − far “above” 30 ± 1 °C…" },
      subject: 'WARNING loop-a: Supply 31 degC - far "above" 30 +/- 1 degC...',
    },
    {
      name: "an owner's name in its own letters",
      changes: { ...headlineOnly, headline: "Rücklaufdruck disagrees with the other sensors" },
      subject: "WARNING loop-a: Rücklaufdruck disagrees with the other sensors",
    },
  ])("$name", ({ changes, subject }) => {
    expect(subjectOf(changes)).toBe(subject);
  });

  test.each<{ readonly reason: LetterReason; readonly words: string }>([
    { reason: { kind: "first" }, words: "WARNING loop-a: leak" },
    { reason: { kind: "joined" }, words: "WARNING loop-a: leak" },
    { reason: { kind: "worse", from: "caution" }, words: "WARNING loop-a: was CAUTION, leak" },
    { reason: { kind: "grew" }, words: "WARNING loop-a: grew, leak" },
    { reason: { kind: "back" }, words: "WARNING loop-a: back again, leak" },
    {
      reason: { kind: "ignored", by: "Ada", forMs: hours(8) },
      words: "WARNING loop-a: still there 8 h after the acknowledgement, leak",
    },
    {
      reason: { kind: "escalated", step: 1, forMs: minutes(15) },
      words: "WARNING loop-a: not acknowledged for 15 min, leak",
    },
    {
      reason: { kind: "reminder", count: 2, forMs: minutes(30) },
      words: "WARNING loop-a: not acknowledged for 30 min, leak",
    },
    { reason: { kind: "no longer held", was: "shelved" }, words: "WARNING loop-a: no longer shelved, leak" },
  ])("$reason.kind says so first", ({ reason, words }) => {
    expect(subjectOf({}, reason)).toBe(`${words} 22.8 kg/h +/- 4, 9 h left (6-14)`);
  });

  test("is one line of at most 120 characters however long the names are", () => {
    const subject = subjectOf({ loopId: `ms\r\nBcc: eve@example.org ${"x".repeat(300)}` });
    expect(subject).not.toMatch(/[\r\n]/);
    expect(subject.length).toBeLessThanOrEqual(120);
  });
});

describe("the subject of what follows", () => {
  const thread = { firstId: "l.1", latestCallId: "l.2", subject: "WARNING loop-a: as it was" };

  test("news keep that of their thread, whatever the numbers are now", () => {
    const letter = letterBecause({ kind: "acknowledged", by: "Ada" }, { form: "news", thread });
    expect(mailOf({ leakKgPerH: 90, state: "acknowledged" }, letter).subject).toBe(
      "Re: WARNING loop-a: as it was",
    );
  });

  test("news of no thread say what they are", () => {
    const letter = letterBecause({ kind: "acknowledged", by: "Ada" }, { form: "news" });
    expect(mailOf({ state: "acknowledged" }, letter).subject).toMatch(
      /^WARNING ms-22: acknowledged by Ada, leak/,
    );
  });

  test("a call has its own, also within a thread", () => {
    const letter = letterBecause({ kind: "worse", from: "warning" }, { thread });
    expect(mailOf({ severity: "emergency" }, letter).subject).toMatch(/^EMERGENCY ms-22: was WARNING, leak/);
  });

  test.each(["Re: as it was", "RE: re: as it was", "as it was"])("%j is answered once", (subject) => {
    expect(toReplySubject(subject)).toBe("Re: as it was");
  });
});
