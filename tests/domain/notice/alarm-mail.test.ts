import { describe, expect, test } from "vitest";
import type { AlarmView } from "../../../protocol/alarm.ts";
import type { TimeLeft } from "../../../protocol/estimate.ts";
import { hours, minutes } from "../../../protocol/time.ts";
import { exampleLoop, letterBecause, mailOf, openedMs } from "./examples.ts";

const lineOf = (text: string, label: string): string | undefined =>
  text.split("\n").find((line) => line.startsWith(`${label}: `));

describe("the text answers in this order", () => {
  test("what and why now, how fast, how long, where to act, what to do, how do you know, who is on it", () => {
    const { text } = mailOf();
    const order = [
      "WARNING, not acknowledged",
      "Coolant is leaving the loop",
      "MS-22 external loop (ms-22), 44 L of isooctane",
      "The alarm was just opened.",
      "Leak rate: 22.8 ± 1.2 kg/h",
      "Time left: 9 min (90 %: 8 min to 11 min)",
      "Minimum at: about 2022-12-15 00:55:12 UTC (40 L)",
      "Lost so far: 1.41 L of 44 L (3.2 %)",
      "Began about: 2022-12-15 00:45:00 UTC",
      "Opened: 2022-12-15 00:46:12 UTC",
      "Acknowledge (asks you to confirm):\nhttp://127.0.0.1:8420/ack/token",
      "Open the page at this time:\nhttp://127.0.0.1:8420/#/loop/ms-22?from=1671061572000&to=1671065172000",
      "What to do\n  · Isooctane burns",
      "What speaks for it\n  + The inventory fell",
      "  + Both pressure sensors fall together",
      "What speaks against it\n  − The radiator outlet",
      "Also known\n  · No valve",
      "Who is on it\n  Nobody has acknowledged it.",
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
      undefined,
      { sourceMs: () => null, pageUrl: null, ackUrl: () => null },
    );
    expect(text).not.toMatch(/null|undefined|NaN/);
    expect(lineOf(text, "Leak rate")).toBeUndefined();
    expect(lineOf(text, "Lost so far")).toBeUndefined();
    expect(lineOf(text, "Figures as of")).toBe("Figures as of: the last change of this alarm");
    expect(lineOf(text, "Began about")).toBe("Began about: not known");
    expect(lineOf(text, "Verdict")).toBe("Verdict: not known yet");
    expect(text).not.toContain("http");
  });

  test("a rate without a deviation stands alone", () => {
    expect(lineOf(mailOf({ leakSdKgPerH: null }).text, "Leak rate")).toBe("Leak rate: 22.8 kg/h");
  });

  test("the channel that moved first is called by its name", () => {
    const channel = {
      id: "p1",
      name: "Suction pressure",
      role: "pressure",
      unit: "kPa",
      position: null,
      source: { measurement: "m", tags: {}, field: "p1" },
      reporting: "periodic",
      maxAgeMs: 10_000,
      range: { low: 0, high: 1000 },
      step: 0,
      box: null,
    } as const;
    const loop = () => ({ ...exampleLoop, channels: [channel] });
    expect(lineOf(mailOf({ firstOut: "p1" }, undefined, { loop }).text, "Moved first")).toBe(
      "Moved first: Suction pressure",
    );
    expect(lineOf(mailOf({ firstOut: "gone" }, undefined, { loop }).text, "Moved first")).toBe(
      "Moved first: gone",
    );
    expect(lineOf(mailOf().text, "Moved first")).toBeUndefined();
  });

  test("an alarm that is over says so and when, and no longer what to do", () => {
    const { text } = mailOf(
      { state: "returned unacknowledged", returnedMs: openedMs + 60_000 },
      letterBecause({ kind: "returned to normal", why: "The loop was serviced." }, { form: "news" }),
    );
    expect(text).toMatch(/^WARNING, returned to normal, not acknowledged\n/);
    expect(lineOf(text, "Back to normal")).toBe("Back to normal: 2022-12-15 00:47:12 UTC");
    expect(lineOf(text, "Last leak rate")).toBe("Last leak rate: 22.8 ± 1.2 kg/h (± one standard deviation)");
    expect(lineOf(text, "Time left")).toBeUndefined();
    expect(lineOf(text, "Minimum at")).toBeUndefined();
    expect(text).toContain("The condition returned to normal: The loop was serviced.");
    expect(text).not.toContain("What to do");
  });

  test.each<{
    readonly state: AlarmView["state"];
    readonly words: string;
    readonly returnedMs: number | null;
  }>([
    { state: "unacknowledged", returnedMs: null, words: "not acknowledged" },
    { state: "acknowledged", returnedMs: null, words: "acknowledged" },
    {
      state: "latched unacknowledged",
      returnedMs: openedMs,
      words: "returned to normal, not acknowledged, stays until reset",
    },
    { state: "latched", returnedMs: openedMs, words: "returned to normal, stays until reset" },
    { state: "normal", returnedMs: openedMs, words: "returned to normal" },
    { state: "normal", returnedMs: null, words: "over" },
  ])("$state reads $words", ({ state, returnedMs, words }) => {
    expect(mailOf({ state, returnedMs }).text.split("\n")[0]).toBe(`WARNING, ${words}`);
  });

  test("blindness and a hold are said", () => {
    const act = { by: "Ada", atMs: openedMs, comment: "" };
    const { text } = mailOf({
      blindSinceMs: openedMs,
      hold: { kind: "shelved", act, untilMs: openedMs + hours(1) },
    });
    expect(lineOf(text, "Not heard since")).toBe(
      "Not heard since: 2022-12-15 00:46:12 UTC; what stands cannot be checked, the forecast goes on",
    );
    expect(lineOf(text, "Held back")).toBe("Held back: shelved until 2022-12-15 01:46:12 UTC, by Ada");
  });

  test("an escalation names the occurrence it came from", () => {
    expect(lineOf(mailOf({ previousId: "ms-22.leak.2" }).text, "Escalated from")).toBe(
      "Escalated from: ms-22.leak.2",
    );
  });
});

describe("the links", () => {
  test("to acknowledge stands in the mail only while that is missing", () => {
    const at = (state: AlarmView["state"]) => mailOf({ state }).text.includes("/ack/token");
    expect(at("unacknowledged")).toBe(true);
    expect(at("returned unacknowledged")).toBe(true);
    expect(at("latched unacknowledged")).toBe(true);
    expect(at("acknowledged")).toBe(false);
    expect(at("latched")).toBe(false);
  });

  test("an alarm of the monitor itself leads to the alarm, with no trend and no picture", () => {
    const { text, plot } = mailOf({ loopId: "loopwatch", alarmClass: "house", part: "delivery" });
    expect(text).toContain("http://127.0.0.1:8420/#/alarms/ms-22.leak.3");
    expect(text).toContain("Loopwatch itself");
    expect(plot).toBeNull();
  });

  test("a loop that is no longer configured is named by its id", () => {
    const { text, plot } = mailOf({ loopId: "gone" });
    expect(text.split("\n")[2]).toBe("gone");
    expect(plot).toBeNull();
  });
});

describe("the HTML", () => {
  test("says what the text says", () => {
    const { text, html } = mailOf({ evidence: [{ side: "for", text: "Pressure fell." }] });
    const shown = html
      .replace(/<style>[\s\S]*?<\/style>/, "")
      .replace(/<[^>]+>/g, " ")
      .replaceAll("&amp;", "&")
      .replaceAll("&#39;", "'")
      .replace(/\s+/g, " ");
    for (const line of text.split("\n")) {
      const words = line.replace(/^ *(?:[+−·] )?|:$/g, "").replace(/^(.{2,20}?): (.*?)(?: \(.*\))?$/, "$2");
      if (words !== "" && words !== "-- ") expect(shown).toContain(words);
    }
  });

  test("cannot be broken by what sensors, loops or people are called", () => {
    const evil = `<script>alert("1")</script>&'`;
    const { html } = mailOf({
      headline: evil,
      evidence: [{ side: "for", text: evil }],
      state: "acknowledged",
      acknowledgement: { by: evil, atMs: openedMs, comment: evil },
      comments: [{ by: evil, atMs: openedMs, comment: evil }],
      assignee: evil,
    });
    expect(html).not.toContain("<script");
    expect(html).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;");
  });

  test("keeps an address inside its attribute", () => {
    const { html } = mailOf({}, undefined, { ackUrl: () => 'http://x/"onclick="evil()' });
    expect(html).toContain('href="http://x/&quot;onclick=&quot;evil()"');
    expect(html).not.toContain('"onclick="');
  });

  test("follows the reader's dark setting and loads nothing from elsewhere", () => {
    const { html } = mailOf();
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).toContain("prefers-color-scheme:dark");
    expect(html).not.toMatch(/<img|<script|<link|url\(|src=/);
  });

  test("stays under the 100 KB at which mail programs cut, whatever comes", () => {
    const long = '"'.repeat(5000);
    const act = { by: long, atMs: openedMs, comment: long };
    const { html, text, attachments } = mailOf({
      headline: long,
      evidence: Array.from({ length: 500 }, () => ({ side: "note" as const, text: long })),
      acknowledgement: act,
      comments: Array.from({ length: 20 }, () => act),
      assignee: long,
    });
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
    expect(Buffer.byteLength(attachments[0]?.text ?? "")).toBeLessThan(40_000);
    expect(text).toContain("480 more lines of evidence are on the page.");
  });
});
