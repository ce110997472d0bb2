import { describe, expect, test } from "vitest";
import type { AlarmView } from "../../../protocol/alarm.ts";
import { hours } from "../../../protocol/time.ts";
import type { NoticeReason } from "../../../server/domain/notice/reason.ts";
import { type MailContext, renderMail, toSubject } from "../../../server/domain/notice/render-mail.ts";
import { exampleAlarm, exampleContext, exampleLoop } from "./examples.ts";

const mailOf = (
  changes: Partial<AlarmView> = {},
  context: Partial<MailContext> = {},
  reason: NoticeReason = { kind: "first" },
) => renderMail({ ...exampleAlarm, ...changes }, exampleLoop, reason, { ...exampleContext, ...context });

describe("the subject", () => {
  test("says severity, loop, what, how fast and how long", () => {
    expect(mailOf().subject).toBe("[Loopwatch] WARNING ms-22: coolant leak, 22.8 kg/h, 9 min left");
  });

  test.each<{ readonly name: string; readonly changes: Partial<AlarmView>; readonly ends: string }>([
    {
      name: "no rate and no time",
      changes: { leakKgPerH: null, timeLeft: null },
      ends: "ms-22: coolant leak",
    },
    {
      name: "no finite time",
      changes: { timeLeft: { p05Ms: hours(5), p50Ms: null, p95Ms: null } },
      ends: "22.8 kg/h, more than 5 h left",
    },
    {
      name: "no time at all",
      changes: { timeLeft: { p05Ms: 0, p50Ms: 0, p95Ms: 0 } },
      ends: "22.8 kg/h, no time left",
    },
    {
      name: "a verdict that is open",
      changes: { verdict: "unknown", leakKgPerH: null, timeLeft: null },
      ends: "ms-22: possible coolant leak",
    },
    {
      name: "a broken sensor: its name says more than the verdict",
      changes: {
        alarmClass: "sensor",
        verdict: "sensor fault",
        headline: "Pump outlet pressure disagrees with the other sensors",
        leakKgPerH: null,
        timeLeft: null,
      },
      ends: "ms-22: Pump outlet pressure disagrees with the other sensors",
    },
    {
      name: "a box that several sensors share",
      changes: {
        alarmClass: "data-path",
        verdict: "data-path fault",
        headline: "Three channels of one box stand still",
        leakKgPerH: null,
        timeLeft: null,
      },
      ends: "ms-22: Three channels of one box stand still",
    },
    {
      name: "what the loop does",
      changes: {
        alarmClass: "process",
        verdict: "pump or valve change",
        headline: "The pump has stopped; the loop does not cool",
        leakKgPerH: null,
        timeLeft: null,
      },
      ends: "ms-22: The pump has stopped; the loop does not cool",
    },
    {
      name: "another cause",
      changes: { verdict: "gas-side loss", leakKgPerH: null, timeLeft: null },
      ends: "ms-22: gas-side loss",
    },
  ])("with $name", ({ changes, ends }) => {
    expect(toSubject({ ...exampleAlarm, ...changes }).endsWith(ends)).toBe(true);
  });

  test("of a later mail is the first one's, whatever the numbers are now", () => {
    const { subject } = mailOf(
      { leakKgPerH: 90, state: "acknowledged" },
      { noticeId: "ms-22.leak.3.v4.acknowledged.x", threadSubject: "[Loopwatch] WARNING ms-22: as it was" },
      { kind: "acknowledged", by: "Ada" },
    );
    expect(subject).toBe("Re: [Loopwatch] WARNING ms-22: as it was");
  });

  test("of an alarm that got worse is a new one even within the same occurrence", () => {
    const { subject } = mailOf(
      { severity: "emergency" },
      { noticeId: "ms-22.leak.3.v4.acknowledged.x", threadSubject: "[Loopwatch] WARNING ms-22: as it was" },
      { kind: "worse", from: "warning" },
    );
    expect(subject).toMatch(/^\[Loopwatch\] EMERGENCY/);
  });

  test("is one line however long the names are", () => {
    const { subject } = mailOf({ loopId: `ms\r\nBcc: eve@example.org ${"x".repeat(300)}` });
    expect(subject).not.toMatch(/[\r\n]/);
    expect(subject.length).toBeLessThanOrEqual(120);
  });
});
