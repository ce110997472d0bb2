import { describe, expect, test } from "vitest";
import { days, hours, minutes } from "../../../../protocol/time.ts";
import type { DigestFacts, LoopStanding } from "../../../../server/domain/notice/digest/digest-facts.ts";
import { toLoop } from "../../../support/builders.ts";
import {
  dueMs,
  mailOf,
  quietFigures,
  toEstimate,
  toIncident,
  toLeak,
  toNotice,
  toProof,
  toStanding,
} from "./digest-examples.ts";

describe("the leak ledger", () => {
  const linesOf = (facts: Partial<DigestFacts>) => mailOf(facts).text;

  test("says how fast each leak is now and was a week ago, the fastest first", () => {
    const text = linesOf({
      leaks: [toLeak({ loopId: "slow", rates: [{ atMs: dueMs, kgPerH: 0.1, sdKgPerH: null }] }), toLeak()],
    });
    const bench = "bench: open; for 34 d; 2.10 kg/h now; 1.40 ± 0.10 kg/h a week ago";
    expect(text).toContain(bench);
    expect(text).toContain("slow: open; for 34 d; 0.100 kg/h now; not yet known a week ago");
    expect(text.indexOf(bench)).toBeLessThan(text.indexOf("slow: open"));
  });

  test("leaves out what was repaired, and tells what is isolated, stopped or grew", () => {
    const entry = { atMs: dueMs - days(1), leakKgPerH: 2, occurrenceId: null, by: null };
    const text = linesOf({
      leaks: [
        toLeak({ loopId: "one", state: "repaired" }),
        toLeak({ loopId: "two", state: "isolated" }),
        toLeak({ loopId: "three", entries: [...toLeak().entries, { ...entry, kind: "stopped" }] }),
        toLeak({ loopId: "four", entries: [...toLeak().entries, { ...entry, kind: "grew" }] }),
      ],
    });
    expect(text).not.toContain("one:");
    expect(text).toContain("two: isolated;");
    expect(text).toContain("three: stopped, not repaired;");
    expect(text).toMatch(/four: open; .*grew once/);
  });
});

describe("what changed", () => {
  const event = (kind: "opened" | "returned" | "comment", writtenMs: number) => ({
    atMs: 0,
    writtenMs,
    kind,
    occurrenceId: null,
    by: null,
    text: "",
  });
  const early = dueMs - days(3);
  const late = dueMs - hours(2);

  test.each([
    {
      name: "opened since",
      timeline: [event("opened", late)],
      closedMs: null,
      says: "Opened: WARNING bench",
    },
    {
      name: "closed since",
      timeline: [event("opened", early), event("returned", late)],
      closedMs: 1,
      says: "Closed: WARNING bench",
    },
    {
      name: "opened and closed since",
      timeline: [event("opened", late), event("returned", late)],
      closedMs: 1,
      says: "Opened and closed: WARNING bench",
    },
    { name: "open for long", timeline: [event("opened", early)], closedMs: null, says: null },
    {
      name: "closed long ago and commented since",
      timeline: [event("opened", early), event("returned", early), event("comment", late)],
      closedMs: 1,
      says: null,
    },
  ])("is told of an incident that was $name, by the clock on the wall", ({ timeline, closedMs, says }) => {
    const { text } = mailOf({ incidents: [toIncident({ openedMs: 1, timeline, closedMs })] });
    expect(text).toContain(says ?? "Nothing opened or closed in this day.");
  });
});

describe("the figures of the alarm system", () => {
  test("stand beside their targets", () => {
    const { text } = mailOf();
    expect(text).toContain("0 alarms called in 24 h, 0 an hour (target: about 6 an hour, 1 in 10 min)\n");
    expect(text).toContain("no flood (target: less than 1 % of the time)\n");
    expect(text).not.toContain("Beyond the target");
  });

  test("say which of them are beyond", () => {
    const { text } = mailOf({
      figures: {
        ...quietFigures,
        annunciated: 200,
        perHour: 8.33,
        mostInTenMinutes: 40,
        floods: { count: 2, totalMs: minutes(36), shareOfTime: 0.025 },
        chattering: [{ key: "bench limit p.low", times: 7 }],
        fleeting: 3,
        stale: ["a", "b", "c", "d", "e"],
        bySeverity: { emergency: 40, warning: 60, caution: 80, advisory: 20 },
        topTen: [{ key: "bench limit p.low", count: 120, share: 0.6 }],
        timeToAcknowledgeMs: { median: minutes(3), longest: hours(2) },
      },
    });
    expect(text).toContain("200 alarms called in 24 h, 8.3 an hour");
    expect(text).toContain("2 floods, 36 min together, 2.5 % of the time");
    expect(text).toContain("emergency 20 %, warning 30 %, lower 50 % (target: about 5, 15 and 80 %). Beyond");
    expect(text).toContain("chattering: bench limit p.low (7 times)");
    expect(text).toContain("most often: bench limit p.low, 120 times; the ten that called most made 60 %");
    expect(text).toContain("acknowledged after 3 min (median), 2 h at most");
    expect(text.match(/Beyond the target/g)).toHaveLength(7);
  });

  test("of a handful are counts, not shares", () => {
    const bySeverity = { emergency: 1, warning: 0, caution: 1, advisory: 0 };
    const { text } = mailOf({ figures: { ...quietFigures, annunciated: 2, bySeverity } });
    expect(text).toContain("by severity: emergency 1, warning 0, caution 1, advisory 0\n");
  });
});

describe("loops", () => {
  const silent = { loopId: "bench", lastSampleMs: dueMs, lastArrivalMs: dueMs, silent: true };

  test.each<{ readonly name: string; readonly standing: Partial<LoopStanding>; readonly says: string }>([
    { name: "never heard", standing: { estimate: null, signal: null }, says: "no data yet" },
    { name: "silent", standing: { signal: silent }, says: "silent since 2022-12-15 05:00:00 UTC" },
    {
      name: "learning",
      standing: {
        estimate: toEstimate({ detection: { kind: "learning", progress: 0.4, reason: "two orbits" } }),
      },
      says: "learning, 40 % (two orbits)",
    },
    {
      name: "not understood",
      standing: { estimate: toEstimate({ detection: { kind: "unknown", reason: "no temperature" } }) },
      says: "unknown (no temperature)",
    },
    {
      name: "without data",
      standing: { estimate: toEstimate({ detection: { kind: "no-data" } }) },
      says: "no data",
    },
  ])("that are $name do not count as watched", ({ standing, says }) => {
    const { subject, text } = mailOf({ loops: [toStanding(standing)] });
    expect(subject).toContain("1 loop not watched");
    expect(text).toContain(says);
  });

  test.each([
    { detection: { kind: "watching", smallestKgPerH: null } as const, says: "(bench): watching;" },
    { detection: { kind: "suspicious", strength: 0.5 } as const, says: "suspicious, not enough evidence" },
    { detection: { kind: "leaking" } as const, says: "(bench): leaking;" },
  ])("that are $detection.kind are watched", ({ detection, says }) => {
    const { subject, text } = mailOf({ loops: [toStanding({ estimate: toEstimate({ detection }) })] });
    expect(subject).not.toContain("not watched");
    expect(text).toContain(says);
  });

  test("with an empty accumulator hold at most so much, and of an unknown inventory nothing is said", () => {
    const bottomed = toEstimate({ bottomedOut: true, inventoryL: 43.9 });
    expect(mailOf({ loops: [toStanding({ estimate: bottomed })] }).text).toContain(
      "inventory at most 43.9 L",
    );
    const unknown = toEstimate({ inventoryL: null });
    expect(mailOf({ loops: [toStanding({ estimate: unknown })] }).text).not.toContain("inventory");
  });

  test.each([
    { assumed: ["chargeL"], says: "inventory about 100 % of the charge" },
    { assumed: ["accumulator"], says: "inventory about 100 % of the charge" },
    { assumed: ["coolant", "referencePressureKpa"], says: "inventory 39.9 ± 0.12 L (minimum 36 L)" },
  ] as const)("with assumed $assumed are told in what is known of them", ({ assumed, says }) => {
    expect(mailOf({ loops: [toStanding({ loop: toLoop({ assumed }) })] }).text).toContain(says);
  });

  test.each([
    {
      name: "was missed",
      proof: toProof({ outcome: { kind: "missed", waitedMs: minutes(15) }, lastFoundMs: dueMs - hours(8) }),
      says: "DETECTION NOT PROVEN: a synthetic leak of 1.3 kg/h was not found within 15 min; last proven 8 h ago",
      isProven: false,
    },
    {
      name: "could not be tried",
      proof: toProof({
        outcome: { kind: "not tried", reason: "Nothing is heard." },
        lastFoundMs: dueMs - hours(8),
      }),
      says: "detection last proven 8 h ago, not tried now: Nothing is heard.",
      isProven: true,
    },
    { name: "was never tried", proof: null, says: "detection was never tried", isProven: false },
    {
      name: "is old",
      proof: toProof({ lastFoundMs: dueMs - days(2) }),
      says: "detection last proven 2 d ago",
      isProven: false,
    },
  ])("whose proof $name say so", ({ proof, says, isProven }) => {
    const { subject, text } = mailOf({ loops: [toStanding({ proof })] });
    expect(text).toContain(says);
    expect(subject.includes("1 loop not proven")).toBe(!isProven);
  });
});

test("mails that did not arrive are counted and named", () => {
  const { subject, text } = mailOf({
    undelivered: [
      toNotice(),
      toNotice({
        person: null,
        state: { kind: "retrying", attempts: 2, nextAttemptMs: dueMs, lastError: "451 later" },
      }),
    ],
  });
  expect(subject).toContain("2 notices not delivered");
  expect(text).toContain("Not delivered: 1 notice waiting after a failure, 1 given up");
  expect(text).toContain("To Ada: WARNING bench: leak 22.8 kg/h; given up; 550 no such user");
  expect(text).toContain("To ada@example.org: WARNING bench: leak 22.8 kg/h; still tried; 451 later");
});
