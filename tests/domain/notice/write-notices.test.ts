import { describe, expect, test } from "vitest";
import { toMailHost } from "../../../server/domain/notice/message-id.ts";
import { toOneLine } from "../../../server/domain/notice/plain.ts";
import {
  type Telling,
  writeNotices,
  writeSummaryNotices,
} from "../../../server/domain/notice/write-notices.ts";
import { exampleAlarm, exampleLoop, openedMs } from "./examples.ts";

const telling: Telling = {
  loop: exampleLoop,
  reason: { kind: "first" },
  recipients: ["ada@example.org", "grace@example.org"],
  host: "example.org",
  pageUrl: null,
  asOfMs: openedMs,
  nowMs: openedMs + 500,
  threadSubject: null,
};

describe("notices of an alarm", () => {
  test("one for each person, waiting from now on", () => {
    const notices = writeNotices(exampleAlarm, telling);
    expect(notices.map(({ mail }) => mail.to)).toEqual(telling.recipients);
    expect(notices[0]).toMatchObject({
      id: "ms-22.leak.3.first.ada_40_example.org",
      occurrenceId: "ms-22.leak.3",
      reason: "first",
      createdMs: openedMs + 500,
      state: { kind: "pending", attempts: 0, nextAttemptMs: openedMs + 500, lastError: null },
    });
  });

  test("nobody to tell gives none, and one person named twice gets one", () => {
    expect(writeNotices(exampleAlarm, { ...telling, recipients: [] })).toEqual([]);
    expect(writeNotices(exampleAlarm, { ...telling, recipients: ["a@x.org", "a@x.org"] })).toHaveLength(1);
  });

  test("written twice they are the same, so that a replay sends nothing new", () => {
    expect(writeNotices(exampleAlarm, telling)).toEqual(writeNotices(exampleAlarm, telling));
  });

  test("every version, reason, occurrence and address has an id of its own", () => {
    const later: Telling = { ...telling, reason: { kind: "acknowledged", by: "Ada" }, threadSubject: "s" };
    const ids = [
      ...writeNotices(exampleAlarm, telling),
      ...writeNotices({ ...exampleAlarm, version: 2 }, later),
      ...writeNotices({ ...exampleAlarm, version: 3 }, later),
      ...writeNotices(
        { ...exampleAlarm, version: 3 },
        { ...later, reason: { kind: "returned to normal", why: "Serviced." } },
      ),
      ...writeNotices({ ...exampleAlarm, id: "ms-22.leak.4" }, telling),
      ...writeNotices(exampleAlarm, {
        ...telling,
        recipients: ["a+b@x.org", "a_b@x.org", "a_2b_b@x.org", "a-b@x.org"],
      }),
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("a later mail whose first is not remembered does not take the first one's id", () => {
    const [notice] = writeNotices(exampleAlarm, { ...telling, reason: { kind: "acknowledged", by: "Ada" } });
    expect(notice?.id).toBe("ms-22.leak.3.v1.acknowledged.ada_40_example.org");
    expect(notice?.mail.subject).toMatch(/^Re: \[Loopwatch\] WARNING ms-22/);
  });

  test("ids are legal in a Message-ID", () => {
    const recipients = ['"A B"@x.org', "é@x.org", "a<b>@x.org", "😀@x.org"];
    const reason = { kind: "returned to normal", why: "Serviced." } as const;
    for (const { mail } of writeNotices(exampleAlarm, { ...telling, recipients, reason }))
      expect(mail.messageId).toMatch(/^<[A-Za-z0-9._-]+@[a-z0-9.-]+>$/);
  });
});

describe("notices of the daily summary", () => {
  test("one for each person and day", () => {
    const facts = {
      atMs: openedMs,
      loops: [],
      openAlarms: [],
      undelivered: { waiting: 0, givenUp: 0 },
      pageUrl: null,
    };
    const notices = writeSummaryNotices(facts, { recipients: ["ada@example.org"], host: "example.org" });
    expect(notices).toMatchObject([
      { id: "summary.2022-12-15.ada_40_example.org", occurrenceId: null, reason: "daily summary" },
    ]);
    const sameDay = writeSummaryNotices(
      { ...facts, atMs: openedMs + 1000 },
      { recipients: ["ada@example.org"], host: "h" },
    );
    expect(sameDay[0]?.id).toBe(notices[0]?.id);
  });
});

describe("the host of Message-IDs", () => {
  test.each([
    { from: "loopwatch@example.org", host: "example.org" },
    { from: "Loopwatch <loopwatch@Mail.Example.org>", host: "mail.example.org" },
    { from: "loopwatch@localhost", host: "localhost" },
    { from: "loopwatch", host: "loopwatch.invalid" },
    { from: "a@-", host: "loopwatch.invalid" },
    { from: "a@x.org>\r\nBcc: eve", host: "loopwatch.invalid" },
  ])("of $from is $host", ({ from, host }) => {
    expect(toMailHost(from)).toBe(host);
  });
});

describe("text on one line", () => {
  test.each([
    { name: "stays as it is", text: "Pressure fell by 38 kPa.", line: "Pressure fell by 38 kPa." },
    { name: "has no breaks or tabs", text: " a\r\n\tb\u2028c\u0000d ", line: "a b c d" },
    { name: "is cut with a mark", text: "abcdefghijklmnopqrstuvwxyz", line: "abcdefghijklmnopqrstuvwx…" },
    {
      name: "is not cut inside a character",
      text: `abcdefghijklmnopqrstuvw😀yz`,
      line: "abcdefghijklmnopqrstuvw…",
    },
  ])("$name", ({ text, line }) => {
    expect(toOneLine(text, 25)).toBe(line);
  });
});
