import { describe, expect, test } from "vitest";
import { toMailHost, toMessageId } from "../../../server/domain/notice/message-id.ts";

describe("the host of Message-IDs", () => {
  test.each([
    { from: "loopwatch@example.org", host: "example.org" },
    { from: "Loopwatch <loopwatch@Mail.Example.org>", host: "mail.example.org" },
    { from: "loopwatch@localhost", host: "localhost" },
    { from: "loopwatch", host: "loopwatch.invalid" },
    { from: "loopwatch@", host: "loopwatch.invalid" },
    { from: "a@b c@d.example", host: "d.example" },
  ])("of $from is $host", ({ from, host }) => {
    expect(toMailHost(from)).toBe(host);
  });
});

test("a Message-ID is the notice's id at the host", () => {
  expect(toMessageId("incident.a.leak.1.ada.2", "example.org")).toBe("<incident.a.leak.1.ada.2@example.org>");
});
