import { describe, expect, test } from "vitest";
import type { DetectionState, LoopEstimate } from "../../../protocol/estimate.ts";
import {
  type LoopStanding,
  renderSummary,
  type SummaryFacts,
} from "../../../server/domain/notice/render-summary.ts";
import { exampleAlarm, exampleLoop, openedMs } from "./examples.ts";

const estimate = (detection: DetectionState): LoopEstimate => ({
  loopId: "ms-22",
  atMs: openedMs,
  detection,
  inventoryL: 43.94,
  inventorySdL: 0.12,
  bottomedOut: false,
  leakKgPerH: null,
  leakSdKgPerH: null,
  lostL: null,
  timeLeft: null,
});

const heard = { loopId: "ms-22", lastSampleMs: openedMs, lastArrivalMs: openedMs, silent: false };
const watching: LoopStanding = {
  loop: exampleLoop,
  estimate: estimate({ kind: "watching", smallestKgPerH: 0.42 }),
  signal: heard,
};

const quiet: SummaryFacts = {
  atMs: openedMs,
  loops: [watching],
  openAlarms: [],
  undelivered: { waiting: 0, givenUp: 0 },
  pageUrl: "http://127.0.0.1:8420/",
};

const mailOf = (changes: Partial<SummaryFacts> = {}) =>
  renderSummary(
    { ...quiet, ...changes },
    { noticeId: "summary.2022-12-15.x", to: "ada@example.org", host: "h" },
  );

describe("the daily summary", () => {
  test("of a quiet day says so, with what would be found", () => {
    const { subject, text } = mailOf();
    expect(subject).toBe("[Loopwatch] Daily summary 2022-12-15: no open alarm");
    expect(text).toContain("Open alarms: 0, of which 0 not acknowledged");
    expect(text).toContain(
      "watching, would find 0.42 kg/h within ten minutes; inventory 43.9 ± 0.12 L (minimum 40 L)",
    );
    expect(text).toContain("Not delivered: none");
  });

  test("lists open alarms and who has them", () => {
    const acknowledgement = { by: "Ada", atMs: openedMs, comment: "" };
    const { subject, text, html } = mailOf({
      openAlarms: [exampleAlarm, { ...exampleAlarm, id: "x", state: "acknowledged", acknowledgement }],
    });
    expect(subject).toContain("2 open alarms");
    expect(text).toContain("Open alarms: 2, of which 1 not acknowledged");
    expect(text).toContain(
      "WARNING ms-22: Coolant is leaving the loop; 22.8 ± 1.2 kg/h; time left 9 min; not acknowledged; opened 2022-12-15",
    );
    expect(text).toContain("acknowledged by Ada");
    expect(html).toContain("acknowledged by Ada");
  });

  test("says that mails did not arrive", () => {
    const { subject, text } = mailOf({ undelivered: { waiting: 2, givenUp: 1 } });
    expect(subject).toContain("3 notices not delivered");
    expect(text).toContain("Not delivered: 2 notices waiting after a failure, 1 given up in the last day");
  });

  test.each<{ readonly name: string; readonly standing: LoopStanding; readonly says: string }>([
    { name: "never heard", standing: { ...watching, estimate: null, signal: null }, says: "no data yet" },
    {
      name: "silent",
      standing: { ...watching, signal: { ...heard, silent: true } },
      says: "silent since 2022-12-15 00:46:12 UTC",
    },
    {
      name: "learning",
      standing: {
        ...watching,
        estimate: estimate({ kind: "learning", progress: 0.4, reason: "two orbits" }),
      },
      says: "learning, 40 % (two orbits)",
    },
    {
      name: "not understood",
      standing: { ...watching, estimate: estimate({ kind: "unknown", reason: "no temperature" }) },
      says: "unknown (no temperature)",
    },
    {
      name: "without data",
      standing: { ...watching, estimate: estimate({ kind: "no-data" }) },
      says: "no data",
    },
  ])("does not count a loop that is $name as watched", ({ standing, says }) => {
    const { subject, text } = mailOf({ loops: [standing] });
    expect(subject).toContain("1 loop not watched");
    expect(text).toContain(says);
  });

  test.each<{ readonly name: string; readonly detection: DetectionState; readonly says: string }>([
    { name: "watching", detection: { kind: "watching", smallestKgPerH: null }, says: "(ms-22): watching;" },
    {
      name: "suspicious",
      detection: { kind: "suspicious", strength: 0.5 },
      says: "suspicious, not enough evidence",
    },
    { name: "leaking", detection: { kind: "leaking" }, says: "(ms-22): leaking;" },
  ])("counts a loop that is $name as watched", ({ detection, says }) => {
    const { subject, text } = mailOf({ loops: [{ ...watching, estimate: estimate(detection) }] });
    expect(subject).not.toContain("not watched");
    expect(text).toContain(says);
  });

  test("says at most for an empty accumulator, and nothing where the inventory is unknown", () => {
    const bottomed: LoopEstimate = { ...estimate({ kind: "leaking" }), bottomedOut: true };
    expect(mailOf({ loops: [{ ...watching, estimate: bottomed }] }).text).toContain(
      "inventory at most 43.9 L",
    );
    const unknown: LoopEstimate = { ...estimate({ kind: "leaking" }), inventoryL: null };
    expect(mailOf({ loops: [{ ...watching, estimate: unknown }] }).text).not.toContain("inventory");
  });

  test("is marked as bulk and not urgent", () => {
    const { headers, urgent, inReplyTo, messageId } = mailOf();
    expect(headers["Precedence"]).toBe("bulk");
    expect(headers["Auto-Submitted"]).toBe("auto-generated");
    expect({ urgent, inReplyTo, messageId }).toEqual({
      urgent: false,
      inReplyTo: null,
      messageId: "<summary.2022-12-15.x@h>",
    });
  });

  test("of a large site stays under the 100 KB at which mail programs cut", () => {
    const loops = Array.from({ length: 500 }, () => watching);
    const openAlarms = Array.from({ length: 500 }, () => exampleAlarm);
    const { html, text } = mailOf({ loops, openAlarms });
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
    expect(text.match(/460 more are on the page\./g)).toHaveLength(2);
  });
});
