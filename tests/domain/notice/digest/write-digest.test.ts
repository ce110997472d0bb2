import { describe, expect, test } from "vitest";
import type { AlarmHold, HeldAlarm, PersonsAct } from "../../../../protocol/alarm.ts";
import { hours, minutes } from "../../../../protocol/time.ts";
import { writeDigest } from "../../../../server/domain/notice/digest/write-digest.ts";
import {
  dueMs,
  leakKey,
  mailOf,
  noticesOf,
  toAlarm,
  toFacts,
  toIncident,
  toLeak,
  toNotice,
  toPerson,
  toStanding,
} from "./digest-examples.ts";

describe("the daily digest", () => {
  test("of a quiet day says so, with what would be found and when that was proven", () => {
    const { subject, text, html } = mailOf();
    expect(subject).toBe("Daily digest 2022-12-15: no open alarm");
    expect(text).toContain("As of 2022-12-15 06:00 in Europe/Berlin, 2022-12-15 05:00:00 UTC");
    expect(text).toContain("Open alarms: 0, of which 0 not acknowledged");
    expect(text).toContain("Held back: none");
    expect(text).toContain("Detection: proven on every loop within a day");
    expect(text).toContain(
      "Bench loop (bench): watching, would find 0.42 kg/h within ten minutes; inventory 39.9 ± 0.12 L (minimum 36 L); " +
        "detection last proven just now: a synthetic leak of 1.3 kg/h was found after 4 min",
    );
    expect(text).toContain("No leak is known that was not repaired.");
    expect(text).toContain("Nothing opened or closed in this day.");
    expect(text).toContain("Not delivered: none");
    expect(html).toContain("http://127.0.0.1:8420/");
  });

  test("is one notice a person, the same however often it is written", () => {
    expect(noticesOf().map(({ id }) => id)).toEqual([
      "digest.2022-12-15T0500Z.ada",
      "digest.2022-12-15T0500Z.grace",
    ]);
    expect(noticesOf({ atMs: dueMs + minutes(3) }).map(({ id }) => id)).toEqual(
      noticesOf().map(({ id }) => id),
    );
    expect(noticesOf()[0]).toMatchObject({
      incidentId: null,
      personId: "ada",
      person: "Ada",
      reason: "daily digest",
      urgent: false,
      state: { kind: "queued" },
    });
  });

  test("is marked as bulk that nobody should answer", () => {
    const { headers, urgent, inReplyTo, references, messageId } = mailOf();
    expect(headers).toMatchObject({
      Precedence: "bulk",
      "Auto-Submitted": "auto-generated",
      "List-Id": "<digest.example.org>",
    });
    expect({ urgent, inReplyTo, references, messageId }).toEqual({
      urgent: false,
      inReplyTo: null,
      references: [],
      messageId: "<digest.2022-12-15T0500Z.ada@example.org>",
    });
  });

  test("leaves out whom no mail reaches", () => {
    const post = { people: [toPerson("hook", null)], host: "example.org" };
    expect(writeDigest(toFacts(), post)).toEqual([]);
  });

  test("of a large site stays under the 100 KB at which mail programs cut", () => {
    const many = <T>(one: T): T[] => Array.from({ length: 500 }, () => one);
    const hold: AlarmHold = { kind: "shelved", act: { by: "Ada", atMs: dueMs, comment: "" }, untilMs: dueMs };
    const { html, text } = mailOf({
      loops: many(toStanding()),
      alarms: many(toAlarm()),
      held: many<HeldAlarm>({ ...leakKey, version: 1, occurrenceId: null, holds: [hold] }),
      incidents: many(toIncident()),
      leaks: many(toLeak()),
      undelivered: many(toNotice()),
    });
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
    expect(text.match(/482 more are on the page\./g)).toHaveLength(6);
  });
});

test("a shift's hand-over is named after its beginning and looks back on the shift", () => {
  const { subject, text } = mailOf({ kind: "hand-over", sinceMs: dueMs - hours(8) });
  expect(subject).toBe("Shift hand-over 2022-12-15 06:00: no open alarm");
  expect(text).toContain("SHIFT HAND-OVER");
  expect(text).toContain("Changed since 2022-12-14 21:00:00 UTC");
  expect(text).toContain("Nothing opened or closed in this shift.");
  expect(noticesOf({ kind: "hand-over" })[0]).toMatchObject({
    id: "hand-over.2022-12-15T0500Z.ada",
    reason: "shift hand-over",
  });
});

describe("open alarms", () => {
  const ack: PersonsAct = { by: "Grace", atMs: dueMs, comment: "" };

  test("stand unacknowledged first, then most urgent first, with who has them", () => {
    const { subject, text } = mailOf({
      alarms: [
        toAlarm({
          id: "a",
          severity: "emergency",
          state: "acknowledged",
          acknowledgement: ack,
          assignee: "Lin",
        }),
        toAlarm({ id: "b", severity: "caution", headline: "The pump has changed" }),
        toAlarm({ id: "c" }),
        toAlarm({ id: "d", state: "latched", severity: "caution", headline: "Wet rope" }),
        toAlarm({ id: "e", state: "normal", headline: "Long over" }),
      ],
    });
    expect(subject).toBe("Daily digest 2022-12-15: 4 open alarms, 2 not acknowledged");
    const lines = text.split("\n").filter((line) => /· (EMERGENCY|WARNING|CAUTION)/.test(line));
    expect(lines).toEqual([
      "  · WARNING bench: Coolant leak, 22.8 kg/h; 22.8 ± 1.2 kg/h; time left 9 h; not acknowledged; opened 2022-12-15 01:00:00 UTC",
      expect.stringMatching(/CAUTION bench: The pump has changed; .*not acknowledged/),
      expect.stringMatching(/EMERGENCY bench: .*acknowledged by Grace; Lin takes care of it/),
      expect.stringMatching(/CAUTION bench: Wet rope; .*over, waits for a reset/),
    ]);
    expect(text).not.toContain("Long over");
  });

  test("say when nothing is heard, when they have returned, and when they are Loopwatch's own", () => {
    const { text } = mailOf({
      alarms: [
        toAlarm({ id: "a", blindSinceMs: dueMs - hours(1) }),
        toAlarm({ id: "b", state: "returned unacknowledged", loopId: "loopwatch", headline: "No mail" }),
      ],
    });
    expect(text).toContain("nothing is heard since 2022-12-15 04:00:00 UTC");
    expect(text).toMatch(/Loopwatch itself: No mail; .*returned to normal, not acknowledged/);
  });
});

describe("alarms that call nobody", () => {
  const act: PersonsAct = { by: "Ada", atMs: dueMs - hours(2), comment: "known drift" };
  const toHeld = (given: Partial<HeldAlarm>): HeldAlarm => ({
    loopId: "bench",
    alarmClass: "limit",
    part: "suction.low",
    version: 2,
    occurrenceId: null,
    holds: [],
    ...given,
  });

  test("are listed by what holds them: until when, by whom and why, standing or not", () => {
    const shelved: AlarmHold = { kind: "shelved", act, untilMs: dueMs + hours(3) };
    const { text } = mailOf({
      alarms: [toAlarm({ id: "x", hold: shelved, headline: "Suction pressure is low", alarmClass: "limit" })],
      held: [
        toHeld({ occurrenceId: "x", holds: [{ kind: "out of service", act }, shelved] }),
        toHeld({
          part: null,
          alarmClass: "process",
          holds: [{ kind: "suppressed", rule: "refill", atMs: dueMs, untilMs: dueMs + minutes(40) }],
        }),
      ],
    });
    expect(text).toContain("Open alarms: 0, of which 0");
    expect(text).toContain("Held back: 1 shelved, 1 out of service, 1 suppressed");
    expect(text).toContain(
      'WARNING bench limit suction.low: Suction pressure is low; until 2022-12-15 08:00:00 UTC, 3 h from now; by Ada; "known drift"',
    );
    expect(text).toContain("taken out by Ada 2022-12-15 03:00:00 UTC");
    expect(text).toContain(
      "bench process, which does not stand now; because of refill; until 2022-12-15 05:40:00 UTC",
    );
  });
});
