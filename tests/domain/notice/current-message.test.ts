import { describe, expect, test } from "vitest";
import type { AlarmView } from "../../../protocol/alarm.ts";
import { minutes } from "../../../protocol/time.ts";
import { type OtherNotices, toCurrentMessage } from "../../../server/domain/notice/current-message.ts";
import { toFallbackNotice } from "../../../server/domain/notice/fallback-notice.ts";
import type { Mail, Notice } from "../../../server/domain/notice/notice.ts";
import { writeLetter } from "../../../server/domain/notice/write-letter.ts";
import { toHookNotice } from "../../support/state-samples.ts";
import { call, leak, toSources } from "./hook-samples.ts";

const nobody: OtherNotices = { find: () => null, waiting: () => [] };
const [written] = writeLetter(call, toSources("loopwatch")).notices;
const notice: Notice = written!;
const byAda = { by: "Ada", atMs: call.atMs + 1, comment: "" };

const toMail = (waitedMs: number, alarms: readonly AlarmView[], others = nobody): Mail => {
  const message = toCurrentMessage(notice, toSources("loopwatch", alarms), others, call.atMs + waitedMs);
  if (message.kind !== "mail") throw new Error("Expected a mail.");
  return message.mail;
};

describe("a mail that waited", () => {
  test.each([
    { name: "not long enough to be wrong is sent as it was written", waitedMs: minutes(2) - 1 },
    { name: "not at all is sent as it was written", waitedMs: 0 },
  ])("$name", ({ waitedMs }) => {
    const acknowledged = { ...leak, state: "acknowledged", acknowledgement: byAda } as const;
    expect({ kind: "mail", mail: toMail(waitedMs, [acknowledged]) }).toEqual(notice.message);
  });

  test("for an hour says so and gives the figures of now, in text and HTML; it is as urgent as ever", () => {
    const mail = toMail(minutes(60), [{ ...leak, leakKgPerH: 31.4, leakSdKgPerH: null }]);
    for (const twin of [mail.text, mail.html]) {
      expect(twin).toMatch(/could not be delivered for 1 h/);
      expect(twin).toMatch(/Now: leak rate 31.4 kg\/h/);
    }
    expect(mail).toMatchObject({ subject: notice.subject, urgent: true });
  });

  test.each([
    {
      name: "was acknowledged",
      now: { ...leak, state: "acknowledged", acknowledgement: byAda } as const,
      says: "Ada has acknowledged it",
    },
    {
      name: "returned",
      now: { ...leak, state: "latched unacknowledged", returnedMs: leak.openedMs } as const,
      says: "it has returned to normal",
    },
    {
      name: "is over",
      now: { ...leak, state: "normal", returnedMs: leak.openedMs } as const,
      says: "it is over",
    },
    { name: "got worse", now: { ...leak, state: "normal" } as const, says: "it has got worse" },
  ])("says in its subject that its alarm $name meanwhile, and is not urgent any more", ({ now, says }) => {
    const mail = toMail(minutes(60), [now]);
    expect(mail.subject).toMatch(new RegExp(`^Overtaken \\(${says}`));
    expect(mail.text).toContain(`Since then: ${says}`);
    expect(mail.urgent).toBe(false);
  });

  test("is overtaken by a later letter about the same alarm to the same person, and by no other", () => {
    const later = { ...notice, id: "later", createdMs: notice.createdMs + 1 };
    const waiting = (...list: Notice[]): OtherNotices => ({ ...nobody, waiting: () => list });
    expect(toMail(minutes(60), [leak], waiting(notice, later)).subject).toMatch(/^Overtaken \(a newer mail/);
    const others = [
      { ...later, personId: "bob" },
      { ...later, occurrenceId: "another" },
      { ...later, createdMs: notice.createdMs - 1 },
    ];
    expect(toMail(minutes(60), [leak], waiting(...others)).subject).toBe(notice.subject);
  });
});

describe("a message that stands in for a mail", () => {
  const standIn = toFallbackNotice([notice], toSources("loopwatch"), call.atMs + minutes(2))!;
  const now = { ...leak, leakKgPerH: 55 };

  test("is written when it is sent, with the text of then", () => {
    const others = { ...nobody, find: (id: string) => (id === notice.id ? notice : null) };
    const message = toCurrentMessage(standIn, toSources("loopwatch", [now]), others, call.atMs + minutes(30));
    const body = message.kind === "webhook" ? JSON.parse(message.hook.body) : null;
    expect(body.insteadOf.text).toContain("Leak rate: 55");
    expect(body.atMs).toBe(call.atMs + minutes(30));
  });

  test("goes as it was when the mail is not known any more; so does what is no stand-in", () => {
    const own = toHookNotice("own", "ops");
    for (const one of [standIn, own])
      expect(toCurrentMessage(one, toSources("loopwatch", [now]), nobody, call.atMs + minutes(30))).toBe(
        one.message,
      );
  });
});
