import { describe, expect, test } from "vitest";
import type { AlarmView, Severity } from "../../../protocol/alarm.ts";
import { hours, minutes } from "../../../protocol/time.ts";
import type { Letter, LetterItem, LetterReason } from "../../../server/domain/notice/letter.ts";
import { plotPlace } from "../../../server/domain/notice/notice.ts";
import { writeLetter } from "../../../server/domain/notice/write-letter.ts";
import {
  ada,
  exampleAlarm,
  exampleIncident,
  exampleLetter,
  exampleMail,
  letterBecause,
  mailNoticeOf,
  mailOf,
  openedMs,
  sourcesOf,
} from "./examples.ts";

const thread = { firstId: "i.ada.1", latestCallId: "i.ada.4", subject: "WARNING ms-22: leak" };

const alarmOf = (n: number, changes: Partial<AlarmView> = {}): AlarmView => ({
  ...exampleAlarm,
  id: `ms-${n}.leak.1`,
  loopId: `ms-${n}`,
  incidentId: `incident.ms-${n}.leak.1`,
  headline: `Leak number ${n}`,
  ...changes,
});

const itemOf = (alarm: AlarmView, reason: LetterReason): LetterItem => ({
  incidentId: alarm.incidentId,
  occurrenceId: alarm.id,
  reason,
});

const bundleOf = (
  alarms: readonly AlarmView[],
  reason: LetterReason,
  changes: Partial<Letter> = {},
): Letter => ({
  ...exampleLetter,
  id: "bundle.ada.1671065172.1",
  form: "bundle",
  items: alarms.map((alarm) => itemOf(alarm, reason)),
  ...changes,
});

describe("a letter becomes a notice for each way to its person", () => {
  test("by mail", () => {
    const { notices, subject } = writeLetter(exampleLetter, sourcesOf());
    expect(notices).toEqual([
      {
        id: "incident.ms-22.leak.3.ada.1",
        incidentId: "incident.ms-22.leak.3",
        occurrenceId: "ms-22.leak.3",
        personId: "ada",
        person: "Ada",
        subject,
        reason: "first",
        urgent: true,
        createdMs: openedMs,
        insteadOf: null,
        state: { kind: "queued" },
        message: { kind: "mail", mail: exampleMail },
      },
    ]);
    expect(exampleMail).toMatchObject({ to: "ada@example.org", subject, urgent: true });
  });

  test("by webhook", () => {
    const person = () => ({ ...ada, mail: null, webhook: "pager" });
    const { notices } = writeLetter(exampleLetter, sourcesOf(undefined, { person }));
    expect(notices.map(({ id, message }) => [id, message.kind])).toEqual([
      ["incident.ms-22.leak.3.ada.1.hook", "webhook"],
    ]);
  });

  test("by both", () => {
    const person = () => ({ ...ada, webhook: "pager" });
    const { notices } = writeLetter(exampleLetter, sourcesOf(undefined, { person }));
    expect(notices.map(({ message }) => message.kind)).toEqual(["mail", "webhook"]);
  });

  test("by none where the person is no longer configured; the thread has its name all the same", () => {
    const { notices, subject } = writeLetter(exampleLetter, sourcesOf(undefined, { person: () => null }));
    expect(notices).toEqual([]);
    expect(subject).toBe(exampleMail.subject);
  });

  test("the same twice", () => {
    expect(writeLetter(exampleLetter, sourcesOf())).toEqual(writeLetter(exampleLetter, sourcesOf()));
  });
});

describe("the thread", () => {
  test("is opened by the first mail, whose Message-ID follows from the letter", () => {
    expect(exampleMail).toMatchObject({
      messageId: "<incident.ms-22.leak.3.ada.1@example.org>",
      inReplyTo: null,
      references: [],
    });
  });

  test("goes on with the first and the latest call", () => {
    expect(mailOf({}, { ...exampleLetter, thread })).toMatchObject({
      inReplyTo: "<i.ada.4@example.org>",
      references: ["<i.ada.1@example.org>", "<i.ada.4@example.org>"],
    });
  });

  test("names the first once when it is the latest, too", () => {
    const { references } = mailOf({}, { ...exampleLetter, thread: { ...thread, latestCallId: "i.ada.1" } });
    expect(references).toEqual(["<i.ada.1@example.org>"]);
  });
});

describe("the headers", () => {
  test("say that no machine should answer, and what it is about", () => {
    expect(exampleMail.headers).toEqual({
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      "List-Id": "Loopwatch <loopwatch.example.org>",
      "X-Loopwatch-Form": "call",
      "X-Loopwatch-Severity": "warning",
      "X-Loopwatch-Reason": "first",
      "X-Loopwatch-Incident": "incident.ms-22.leak.3",
      "X-Loopwatch-Alarm": "ms-22.leak.3",
      "X-Loopwatch-Loop": "ms-22",
      "X-Loopwatch-State": "unacknowledged",
    });
  });

  test.each<{ readonly name: string; readonly reason: LetterReason; readonly bulk: boolean }>([
    { name: "news", reason: { kind: "acknowledged", by: "Ada" }, bulk: true },
    { name: "calls", reason: { kind: "reminder", count: 1, forMs: minutes(30) }, bulk: false },
  ])("a bundle of $name is bulk: $bulk", ({ reason, bulk }) => {
    const alarms = [alarmOf(1), alarmOf(2)];
    const { mail } = mailNoticeOf(bundleOf(alarms, reason), sourcesOf(alarms));
    expect(mail.headers["Precedence"]).toBe(bulk ? "bulk" : undefined);
  });

  test("single news are not bulk", () => {
    const letter = letterBecause({ kind: "acknowledged", by: "Ada" }, { form: "news", urgent: false });
    const mail = mailOf({ state: "acknowledged" }, letter);
    expect(mail.headers["Precedence"]).toBeUndefined();
    expect(mail.urgent).toBe(false);
  });
});

describe("the picture", () => {
  test("is asked for, with the time from which it shows the loop, and has a place", () => {
    expect(exampleMail.plot).toEqual({
      loopId: "ms-22",
      fromMs: openedMs - hours(1),
      toMs: openedMs,
      onsetMs: openedMs - 72_000,
      openedMs,
    });
    expect(exampleMail.html.split(plotPlace)).toHaveLength(2);
  });

  test("stays out of the news of an acknowledgement, which shows nothing new", () => {
    const mail = mailOf({}, letterBecause({ kind: "acknowledged", by: "Ada" }, { form: "news" }));
    expect(mail.plot).toBeNull();
    expect(mail.html).not.toContain(plotPlace);
  });
});

describe("the attachment", () => {
  test("tells a program what the mail tells a person", () => {
    const [file] = exampleMail.attachments;
    expect(file).toMatchObject({ name: "loopwatch.json", type: "application/json" });
    expect(JSON.parse(file?.text ?? "")).toEqual({
      version: 1,
      letterId: exampleLetter.id,
      form: "call",
      severity: "warning",
      atMs: openedMs,
      reasons: [{ occurrenceId: exampleAlarm.id, reason: { kind: "first" } }],
      alarms: [exampleAlarm],
      incident: exampleIncident,
      flood: null,
    });
  });
});

describe("several alarms of one incident in one letter", () => {
  const minor = alarmOf(22, {
    severity: "caution",
    id: "ms-22.limit.1",
    incidentId: exampleAlarm.incidentId,
  });

  test("the most urgent leads, whatever its place", () => {
    const reason: LetterReason = { kind: "reminder", count: 2, forMs: minutes(30) };
    const letter = { ...exampleLetter, items: [itemOf(minor, reason), itemOf(exampleAlarm, reason)] };
    const { mail, reason: label, occurrenceId } = mailNoticeOf(letter, sourcesOf([minor, exampleAlarm]));
    expect(mail.text).toContain("Coolant is leaving the loop");
    expect(mail.text).toContain("2nd reminder: unacknowledged for 30 min.");
    expect(label).toBe("2 alarms: 2nd reminder: unacknowledged for 30 min");
    expect(occurrenceId).toBe(exampleAlarm.id);
  });

  test("reasons that differ are each told", () => {
    const items = [itemOf(minor, { kind: "back" }), itemOf(exampleAlarm, { kind: "grew" })];
    const { mail } = mailNoticeOf({ ...exampleLetter, items }, sourcesOf([minor, exampleAlarm]));
    expect(mail.text).toContain("Coolant is leaving the loop: It grew beyond doubt");
    expect(mail.text).toContain("Leak number 22: It had returned to normal");
  });

  test("an alarm of which nothing is known any more is still told of", () => {
    const { mail } = mailNoticeOf(exampleLetter, sourcesOf([]));
    expect(mail.subject).toBe("WARNING 1 alarm on 0 loops");
    expect(mail.text).toContain("1 more is not listed here.");
  });
});

describe("a bundle", () => {
  const ranks: readonly Severity[] = ["caution", "emergency", "advisory", "warning"];
  const alarms = ranks.map((severity, n) => alarmOf(n, { severity }));

  test("lists its alarms, most urgent first, each with its reason", () => {
    const letter = bundleOf(alarms, { kind: "first" }, { severity: "emergency" });
    const { mail, incidentId, occurrenceId } = mailNoticeOf(letter, sourcesOf(alarms));
    expect(mail.subject).toBe(
      "EMERGENCY 4 alarms on 4 loops (first): ms-1 leak 22.8 kg/h +/- 1.2, 9 min left (8-11)",
    );
    expect(mail.text.match(/^[A-Z]+ ms-\d: Leak number \d$/gm)).toEqual([
      "EMERGENCY ms-1: Leak number 1",
      "WARNING ms-3: Leak number 3",
      "CAUTION ms-0: Leak number 0",
      "ADVISORY ms-2: Leak number 2",
    ]);
    expect(mail.text).toContain("1 emergency, 1 warning, 1 caution, 1 advisory");
    expect(incidentId).toBeNull();
    expect(occurrenceId).toBeNull();
  });

  test("lists at most 40 and says how many more there are, also those that it was not given", () => {
    const many = Array.from({ length: 50 }, (_, n) => alarmOf(n));
    const { mail } = mailNoticeOf(bundleOf(many, { kind: "first" }, { more: 7 }), sourcesOf(many));
    expect(mail.text.match(/^WARNING ms-\d+: /gm)).toHaveLength(40);
    expect(mail.subject).toMatch(/^WARNING 57 alarms on 50 loops: /);
    expect(mail.text).toContain("17 more are not listed here.");
  });
});

describe("a flood", () => {
  const alarms = Array.from({ length: 60 }, (_, n) =>
    alarmOf(n, { loopId: `ms-${n % 20}`, severity: n === 3 ? "emergency" : "caution" }),
  );
  const flood = { sinceMs: openedMs, count: 4000, loops: 200, worst: "emergency" } as const;
  const floodOf = (kind: "many at once" | "flood over", changes: Partial<Letter> = {}): Letter =>
    bundleOf(alarms, { kind }, { form: "flood", flood, severity: "emergency", ...changes });

  test("counts by severity and loop, and lists the most urgent 40", () => {
    const { mail, subject } = mailNoticeOf(floodOf("many at once"), sourcesOf(alarms));
    expect(subject).toBe("EMERGENCY alarm flood: 4000 alarms on 200 loops since 00:46 UTC");
    expect(mail.text).toContain("In this mail: 1 emergency, 59 cautions");
    expect(mail.text).toContain("EMERGENCY ms-3: Leak number 3");
    expect(mail.text.match(/^(?:CAUTION|EMERGENCY) ms-\d+: /gm)).toHaveLength(40);
    expect(mail.text).toContain("3960 more are not listed here.");
    expect(mail.text).toContain("· ms-3: 1 emergency, 2 cautions");
    expect(mail.text).toContain("5 more loops.");
  });

  test("that is over keeps the subject of its thread and asks nothing", () => {
    const letter = floodOf("flood over", {
      thread: { ...thread, subject: "EMERGENCY alarm flood: 12 alarms" },
    });
    const { mail } = mailNoticeOf(letter, sourcesOf(alarms));
    expect(mail.subject).toBe("Re: EMERGENCY alarm flood: 12 alarms");
    expect(mail.text).toMatch(/^ALARM FLOOD IS OVER\n/);
  });

  test("of the longest names stays under the 100 KB at which mail programs cut", () => {
    const long = alarms.map((alarm) => ({ ...alarm, headline: '"'.repeat(3000), loopId: "x".repeat(64) }));
    const { mail } = mailNoticeOf(floodOf("many at once"), sourcesOf(long));
    expect(Buffer.byteLength(mail.html)).toBeLessThan(100_000);
    expect(mail.attachments[0]?.text.length).toBeLessThan(40_000);
  });
});
