import { describe, expect, test } from "vitest";
import type { AlarmView } from "../../../protocol/alarm.ts";
import type { TimeLeft } from "../../../protocol/estimate.ts";
import { hours, minutes } from "../../../protocol/time.ts";
import type { NoticeReason } from "../../../server/domain/notice/reason.ts";
import { type MailContext, renderMail } from "../../../server/domain/notice/render-mail.ts";
import { exampleAlarm, exampleContext, exampleLoop, openedMs } from "./examples.ts";

const mailOf = (
  changes: Partial<AlarmView> = {},
  context: Partial<MailContext> = {},
  reason: NoticeReason = { kind: "first" },
) => renderMail({ ...exampleAlarm, ...changes }, exampleLoop, reason, { ...exampleContext, ...context });

const lineOf = (text: string, label: string): string | undefined =>
  text.split("\n").find((line) => line.startsWith(`${label}: `));

describe("the text answers in this order", () => {
  test("is it really a leak, how fast, how long, how do you know, who is on it, why now, where to look", () => {
    const { text } = mailOf();
    const order = [
      "WARNING, not acknowledged",
      "Coolant is leaving the loop",
      "MS-22 external loop (ms-22)",
      "Leak rate: 22.8 ± 1.2 kg/h",
      "Time left: 9 min (90 %: 8 min to 11 min)",
      "Minimum at: about 2022-12-15 00:55:12 UTC (40 L)",
      "Lost so far: 1.41 L of 44 L (3.2 %)",
      "Began about: 2022-12-15 00:45:00 UTC",
      "Alarm opened: 2022-12-15 00:46:12 UTC",
      "What speaks for it\n  + The inventory fell",
      "  + Both pressure sensors fall together",
      "What speaks against it\n  − The radiator outlet",
      "Also known\n  · No valve",
      "Who is on it\n  Nobody has acknowledged it.",
      "Why this mail came now\n  The alarm was just opened.",
      "http://127.0.0.1:8420/#/loop/ms-22",
      "-- \nLoopwatch alarm ms-22.leak.3, version 1.",
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test.each<{ readonly name: string; readonly timeLeft: TimeLeft | null; readonly line: string | undefined }>(
    [
      { name: "not known", timeLeft: null, line: undefined },
      { name: "wholly open", timeLeft: { p05Ms: null, p50Ms: null, p95Ms: null }, line: undefined },
      {
        name: "open above",
        timeLeft: { p05Ms: hours(2), p50Ms: hours(5), p95Ms: null },
        line: "Time left: 5 h (90 %: 2 h to no limit)",
      },
      {
        name: "only bounded from below",
        timeLeft: { p05Ms: hours(2), p50Ms: null, p95Ms: null },
        line: "Time left: more than 2 h (95 % sure; the leak may also be too slow to say)",
      },
      {
        name: "already possibly over",
        timeLeft: { p05Ms: -minutes(1), p50Ms: minutes(3), p95Ms: minutes(9) },
        line: "Time left: 3 min (90 %: 0 s to 9 min)",
      },
      {
        name: "over",
        timeLeft: { p05Ms: -10, p50Ms: -5, p95Ms: 5 },
        line: "Time left: none (the minimum inventory is reached)",
      },
    ],
  )("time left that is $name", ({ timeLeft, line }) => {
    expect(lineOf(mailOf({ timeLeft }).text, "Time left")).toBe(line);
  });

  test("what is not known is left out or said to be unknown, never invented", () => {
    const { text } = mailOf(
      {
        leakKgPerH: null,
        leakSdKgPerH: null,
        lostL: null,
        timeLeft: null,
        onsetMs: null,
        verdict: "unknown",
      },
      { asOfMs: null, pageUrl: null },
    );
    expect(text).not.toMatch(/null|undefined|NaN/);
    expect(lineOf(text, "Leak rate")).toBeUndefined();
    expect(lineOf(text, "Lost so far")).toBeUndefined();
    expect(lineOf(text, "Figures as of")).toBe("Figures as of: the last change of this alarm");
    expect(lineOf(text, "Began about")).toBe("Began about: not known");
    expect(lineOf(text, "Verdict")).toBe("Verdict: not known yet");
    expect(text).not.toContain("live page");
  });

  test("a rate without a deviation stands alone", () => {
    expect(lineOf(mailOf({ leakSdKgPerH: null }).text, "Leak rate")).toBe("Leak rate: 22.8 kg/h");
  });

  test("an acknowledgement names the person, the time and the comment", () => {
    const { text } = mailOf({
      state: "acknowledged",
      acknowledgement: { by: "Ada", atMs: openedMs + 60_000, comment: "Closing V2." },
    });
    expect(text).toMatch(/^WARNING, acknowledged\n/);
    expect(text).toContain('Ada acknowledged it at 2022-12-15 00:47:12 UTC: "Closing V2."');
  });

  test("an alarm that is over says so and when", () => {
    const { text } = mailOf(
      { state: "returned unacknowledged", returnedMs: openedMs + 60_000 },
      {},
      {
        kind: "returned to normal",
        why: "The loop was serviced.",
      },
    );
    expect(text).toMatch(/^WARNING, returned to normal\n/);
    expect(lineOf(text, "Back to normal")).toBe("Back to normal: 2022-12-15 00:47:12 UTC");
    expect(lineOf(text, "Last leak rate")).toBe("Last leak rate: 22.8 ± 1.2 kg/h (± one standard deviation)");
    expect(lineOf(text, "Time left")).toBeUndefined();
    expect(lineOf(text, "Minimum at")).toBeUndefined();
    expect(text).toContain("The condition returned to normal: The loop was serviced.");
  });

  test("an escalation names the occurrence it came from", () => {
    expect(lineOf(mailOf({ previousId: "ms-22.leak.2" }).text, "Escalated from")).toBe(
      "Escalated from: ms-22.leak.2",
    );
  });
});

describe("the HTML", () => {
  test("says what the text says", () => {
    const { text, html } = mailOf({ evidence: [{ side: "for", text: "Pressure fell." }] });
    const shown = html
      .replace(/<style>[\s\S]*?<\/style>/, "")
      .replace(/<[^>]+>/g, " ")
      .replace(/\s+/g, " ");
    for (const value of [
      "22.8 ± 1.2 kg/h",
      "90 %: 8 min to 11 min",
      "Pressure fell.",
      "Nobody has acknowledged it.",
    ]) {
      expect(text).toContain(value);
      expect(shown).toContain(value);
    }
  });

  test("cannot be broken by what sensors, loops or people are called", () => {
    const evil = `<script>alert("1")</script>&'`;
    const { html } = mailOf({
      headline: evil,
      evidence: [{ side: "for", text: evil }],
      state: "acknowledged",
      acknowledgement: { by: evil, atMs: openedMs, comment: evil },
    });
    expect(html).not.toContain("<script");
    expect(html).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;");
  });

  test("keeps an address inside its attribute", () => {
    const { html } = mailOf({}, { pageUrl: 'http://x/"onclick="evil()' });
    expect(html).toContain('href="http://x/&quot;onclick=&quot;evil()"');
  });

  test("follows the reader's dark setting and loads nothing from elsewhere", () => {
    const { html } = mailOf();
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).toContain("prefers-color-scheme:dark");
    expect(html).not.toMatch(/<img|<script|<link|url\(/);
  });

  test("stays under the 100 KB at which mail programs cut, whatever comes", () => {
    const long = '"'.repeat(5000);
    const { html, text } = mailOf({
      headline: long,
      evidence: Array.from({ length: 500 }, () => ({ side: "note" as const, text: long })),
      acknowledgement: { by: long, atMs: openedMs, comment: long },
    });
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
    expect(text).toContain("480 more lines of evidence are on the page.");
  });
});

describe("the mail for machines", () => {
  test("the first mail opens the thread, a later one refers to it", () => {
    const first = mailOf();
    const later = mailOf(
      { state: "acknowledged" },
      { noticeId: "ms-22.leak.3.v2.acknowledged.x", threadSubject: first.subject },
      {
        kind: "acknowledged",
        by: "Ada",
      },
    );
    expect(first.messageId).toBe("<ms-22.leak.3.first.ada_40_example.org@example.org>");
    expect(first.inReplyTo).toBeNull();
    expect(later.inReplyTo).toBe(first.messageId);
    expect(later.messageId).not.toBe(first.messageId);
  });

  test("says what it is about, and that no machine should answer", () => {
    expect(mailOf().headers).toEqual({
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      "X-Loopwatch-Alarm": "ms-22.leak.3",
      "X-Loopwatch-Loop": "ms-22",
      "X-Loopwatch-State": "unacknowledged",
    });
  });

  test.each<{
    readonly severity: AlarmView["severity"];
    readonly reason: NoticeReason;
    readonly urgent: boolean;
  }>([
    { severity: "emergency", reason: { kind: "first" }, urgent: true },
    { severity: "warning", reason: { kind: "worse", from: "caution" }, urgent: true },
    { severity: "caution", reason: { kind: "first" }, urgent: false },
    { severity: "advisory", reason: { kind: "first" }, urgent: false },
    { severity: "emergency", reason: { kind: "acknowledged", by: "Ada" }, urgent: false },
    { severity: "emergency", reason: { kind: "returned to normal", why: "Serviced." }, urgent: false },
  ])("$severity, $reason.kind: urgent $urgent", ({ severity, reason, urgent }) => {
    expect(mailOf({ severity }, {}, reason).urgent).toBe(urgent);
  });
});
