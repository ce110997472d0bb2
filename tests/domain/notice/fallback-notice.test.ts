import { describe, expect, test } from "vitest";
import { findOtherWay, saySame, toFallbackNotice } from "../../../server/domain/notice/fallback-notice.ts";
import { toLetterData } from "../../../server/domain/notice/letter-data.ts";
import type { MailAttachment, Notice } from "../../../server/domain/notice/notice.ts";
import type { Person } from "../../../server/domain/notice/policy.ts";
import { sampleMail, toHookNotice, toNotice } from "../../support/state-samples.ts";
import { call, leak, openedMs, toSources } from "./hook-samples.ts";

const nowMs = openedMs + 120_000;
const failed: Notice["state"] = {
  kind: "given up",
  atMs: nowMs,
  attempts: 1,
  lastError: "550 no such person",
};
const withFiles = (attachments: readonly MailAttachment[], changes: Partial<Notice> = {}): Notice =>
  toNotice("n.1", {
    state: failed,
    message: { kind: "mail", mail: { ...sampleMail, to: "ada@example.org", attachments } },
    ...changes,
  });
const mailed = withFiles([toLetterData(call, [leak], null)]);
const bodyOf = (notice: Notice | null) => {
  if (notice?.message.kind !== "webhook") throw new Error("Expected a notice to a webhook.");
  return JSON.parse(notice.message.hook.body);
};

describe("a mail that was not delivered", () => {
  test("goes to its person's other way as a notice of its own, about the same alarm", () => {
    expect(toFallbackNotice([mailed], toSources("loopwatch"), nowMs)).toEqual({
      ...mailed,
      id: "n.1.fallback",
      reason: "instead of a mail that was not delivered: first",
      createdMs: nowMs,
      insteadOf: "n.1",
      state: { kind: "queued" },
      message: { kind: "webhook", hook: { hook: "pager", id: "n~1~fallback", body: expect.any(String) } },
    });
  });

  test("says what the mail said, what became of it, and how the alarm is by now", () => {
    const now = { ...leak, version: 7, leakKgPerH: 30 };
    const body = bodyOf(toFallbackNotice([mailed], toSources("loopwatch", [now]), nowMs));
    expect(body).toMatchObject({
      version: 1,
      id: "n.1.fallback",
      subject: sampleMail.subject,
      letter: { letterId: call.id, form: "call", alarms: [{ version: 7, leakKgPerH: 30 }] },
      links: [{ occurrenceId: leak.id, ackUrl: `https://loops.example.org/ack/ada-${leak.id}` }],
      insteadOf: {
        noticeId: "n.1",
        to: "ada@example.org",
        error: "550 no such person",
        text: expect.stringContaining("Leak rate: 30"),
      },
    });
  });

  test("is told as the mail had it when the alarm is not known any more", () => {
    const body = bodyOf(toFallbackNotice([mailed], toSources("loopwatch", []), nowMs));
    expect(body.letter.alarms).toEqual([leak]);
  });

  test("is an alert where the receiver reads Alertmanager's shape", () => {
    const body = bodyOf(toFallbackNotice([mailed], toSources("alertmanager"), nowMs));
    expect(body).toMatchObject({ version: "4", receiver: "pager", alerts: [{ labels: { loop: "ms-22" } }] });
  });

  test("about no alarm, such as a digest, is told by its text", () => {
    const digest = withFiles([], { occurrenceId: null, incidentId: null, subject: "Digest" });
    expect(bodyOf(toFallbackNotice([digest], toSources("loopwatch"), nowMs))).toMatchObject({
      letter: null,
      insteadOf: { text: sampleMail.text },
    });
    const { alerts } = bodyOf(toFallbackNotice([digest], toSources("alertmanager"), nowMs));
    expect(alerts).toMatchObject([
      {
        labels: { alertname: "LoopwatchNotice", notice: "n.1.fallback" },
        annotations: { summary: "Digest", description: sampleMail.text },
      },
    ]);
  });

  test("that is only late has its last error, or none before its first attempt ended", () => {
    const state: Notice["state"] = { kind: "retrying", attempts: 3, nextAttemptMs: nowMs, lastError: "451" };
    const error = (changes: Partial<Notice>): unknown =>
      bodyOf(toFallbackNotice([{ ...mailed, ...changes }], toSources("loopwatch"), nowMs)).insteadOf.error;
    expect([error({ state }), error({ state: { kind: "queued" } })]).toEqual(["451", null]);
  });
});

describe("mails to several people who share the other way", () => {
  const bob: Person = {
    ...{ id: "bob", name: "Bob", mail: "bob@example.org", webhook: null, fallback: "pager", quiet: [] },
  };
  const base = toSources("loopwatch");
  const both = (shape: "loopwatch" | "alertmanager") => ({
    ...toSources(shape),
    person: (id: string) => (id === "bob" ? bob : base.person(id)),
  });
  const toBob: Notice = {
    ...withFiles([toLetterData(call, [leak], null)], { id: "n.2", personId: "bob", person: "Bob" }),
    message: {
      kind: "mail",
      mail: { ...sampleMail, to: "bob@example.org", attachments: [toLetterData(call, [leak], null)] },
    },
  };

  test("are one message that names them all, each with a link of their own and none that is anybody's", () => {
    const notice = toFallbackNotice([mailed, toBob], both("loopwatch"), nowMs);
    expect(notice).toMatchObject({
      id: "n.1.fallback",
      person: "Ada Lovelace, Bob",
      insteadOf: "n.1",
      alsoInsteadOf: ["n.2"],
    });
    expect(bodyOf(notice)).toMatchObject({
      people: [
        { id: "ada", to: "ada@example.org", links: [{ ackUrl: expect.stringContaining("ada-") }] },
        { id: "bob", to: "bob@example.org", links: [{ ackUrl: expect.stringContaining("bob-") }] },
      ],
      links: [{ ackUrl: null }],
      insteadOf: { to: "ada@example.org, bob@example.org" },
    });
  });

  test("are one alert in Alertmanager's shape, with a link for each", () => {
    const { alerts } = bodyOf(toFallbackNotice([mailed, toBob], both("alertmanager"), nowMs));
    expect(alerts).toMatchObject([
      {
        annotations: {
          notified: "Ada Lovelace, Bob",
          acknowledge_url_ada: expect.stringContaining("ada-"),
          acknowledge_url_bob: expect.stringContaining("bob-"),
        },
      },
    ]);
    expect(alerts[0].annotations).not.toHaveProperty("acknowledge_url");
  });

  test.each([
    { name: "of the same moment and alarm are the same", other: toBob, same: true },
    { name: "of another moment are not", other: { ...toBob, createdMs: toBob.createdMs + 1 }, same: false },
    { name: "about another alarm are not", other: { ...toBob, occurrenceId: "x" }, same: false },
    { name: "that are called otherwise are not", other: { ...toBob, subject: "x" }, same: false },
  ])("$name", ({ other, same }) => {
    expect(saySame(mailed, other)).toBe(same);
    expect(findOtherWay(other, both("loopwatch"))).toBe("pager");
  });
});

describe("no other way", () => {
  const sources = toSources("loopwatch");
  const withoutFallback = { ...sources, person: () => ({ ...sources.person("ada")!, fallback: null }) };

  test.each([
    { name: "for somebody who has none", notice: mailed, from: withoutFallback },
    {
      name: "for somebody who is not configured any more",
      notice: { ...mailed, personId: "bob" },
      from: sources,
    },
    { name: "for nobody in particular", notice: { ...mailed, personId: null }, from: sources },
    { name: "for what stands in itself", notice: { ...mailed, insteadOf: "x" }, from: sources },
    { name: "for what goes by webhook", notice: toHookNotice("h", "ops"), from: sources },
  ])("$name", ({ notice, from }) => {
    expect(toFallbackNotice([notice], from, nowMs)).toBeNull();
  });
});
