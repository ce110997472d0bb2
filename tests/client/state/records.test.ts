import { describe, expect, test } from "vitest";
import { toHoldWords, toKeyWords, toLoopName } from "../../../client/state/alarm-words.ts";
import { toFigureRows, toPriorityRows } from "../../../client/state/figure-rows.ts";
import { toOverallProof, toProofWords } from "../../../client/state/proof-words.ts";
import { toPastQuery } from "../../../client/state/questions.ts";
import { toRatePlot } from "../../../client/state/rate-path.ts";
import type { LoopProof } from "../../../protocol/incident.ts";
import { hours, minutes } from "../../../protocol/time.ts";
import { busyFigures } from "../../support/busy-records.ts";
import { someLoop } from "../fixtures.ts";

const proof = (outcome: LoopProof["outcome"], lastFoundMs: number | null): LoopProof => ({
  loopId: "loop-a",
  outcome,
  leakKgPerH: 2,
  atMs: 0,
  lastFoundMs,
});
const found = proof({ kind: "found", afterMs: minutes(4) }, 0);
const missed = proof({ kind: "missed", waitedMs: minutes(18) }, 0);
const notTried = proof({ kind: "not tried", reason: "it is learning." }, 0);

test.each<[LoopProof | undefined, number, string, boolean]>([
  [undefined, 0, "not tried yet", false],
  [found, hours(2), "last proven 2 h ago: a test leak of 2.0 kg/h was found after 4 min", false],
  [found, hours(20), "last proven 20 h ago: a test leak of 2.0 kg/h was found after 4 min", true],
  [missed, hours(2), "a test leak of 2.0 kg/h was NOT found within 18 min; last proven 2 h ago", true],
  [notTried, hours(2), "last proven 2 h ago; not tried now: it is learning", false],
  [{ ...notTried, lastFoundMs: null }, 0, "never proven yet; not tried now: it is learning", false],
])("%j is told as %s", (given, nowMs, text, isDoubtful) => {
  expect(toProofWords(given, nowMs)).toEqual({ text, isDoubtful });
});

test.each<[string, readonly LoopProof[], number, string | undefined]>([
  ["nothing was tried", [], 0, undefined],
  [
    "the oldest success counts",
    [found, { ...found, lastFoundMs: hours(1) }],
    hours(3),
    "detection proven 3 h ago",
  ],
  ["one miss outweighs every success", [found, missed], hours(1), "detection not proven on loop-a"],
  ["two misses are counted", [missed, missed], hours(1), "detection not proven on 2 loops"],
  ["tried without an answer", [{ ...notTried, lastFoundMs: null }], 0, "detection not proven yet"],
])("of all loops together: %s", (_, proofs, nowMs, text) => {
  expect(toOverallProof(proofs, nowMs)?.text).toBe(text);
});

describe("the figures of the alarm system", () => {
  const missedOf = (change: Partial<typeof busyFigures>) =>
    toFigureRows({ ...busyFigures, ...change })
      .filter(({ isMet }) => !isMet)
      .map(({ label }) => label);
  const calm = {
    mostInTenMinutes: 3,
    floods: { count: 0, totalMs: 0, shareOfTime: 0 },
    chattering: [],
    fleeting: 0,
    topTen: [],
  };

  test("a good day misses no target", () => {
    expect(missedOf(calm)).toEqual([]);
  });

  test.each<[string, Partial<typeof busyFigures>, string]>([
    ["too many an hour", { perHour: 6.1 }, "How often"],
    ["more than ten in ten minutes", { mostInTenMinutes: 11 }, "Most in ten minutes"],
    ["much of the time in flood", { floods: { count: 1, totalMs: 1, shareOfTime: 0.02 } }, "Floods"],
    ["one that chatters", { chattering: [{ key: "a.leak", times: 3 }] }, "Chattering alarms"],
    ["many that stand for days", { stale: ["1", "2", "3", "4", "5"] }, "Stale, standing for a day"],
  ])("%s misses its target", (_, change, label) => {
    expect(missedOf({ ...calm, ...change })).toEqual([label]);
  });

  test("with few alarms the share of the most frequent says nothing, and misses nothing", () => {
    const topTen = [{ key: "a.leak", count: 2, share: 1 }];
    expect(missedOf({ ...calm, annunciated: 2, topTen })).toEqual([]);
    expect(missedOf({ ...calm, annunciated: 200, topTen })).toEqual(["Share of the ten most frequent"]);
  });

  test("priorities are shares of what called, and no share of nothing", () => {
    expect(toPriorityRows(busyFigures).map(({ count }) => count)).toEqual([33, 6, 2]);
    const none = { ...busyFigures, bySeverity: { emergency: 0, warning: 0, caution: 0, advisory: 0 } };
    expect(toPriorityRows(none).map(({ share }) => share)).toEqual([null, null, null]);
  });
});

describe("the plot of a leak's rate", () => {
  const box = { width: 100, height: 50 };

  test("a rate holds until it is known better, and from zero up", () => {
    const rates = [
      { atMs: 0, kgPerH: 5, sdKgPerH: null },
      { atMs: 50, kgPerH: 10, sdKgPerH: null },
    ];
    const plot = toRatePlot({ rates }, box, 100);
    expect(plot?.line).toBe("M0.0 27.3H50.0L50.0 4.5H100.0");
    expect([plot?.band, plot?.fromMs, plot?.toMs]).toEqual(["", 0, 100]);
  });

  test("the band never goes below zero", () => {
    const plot = toRatePlot({ rates: [{ atMs: 0, kgPerH: 1, sdKgPerH: 3 }] }, box, 10);
    expect(plot?.band).toMatch(/^M0\.0 .*L100\.0 50\.0 0\.0 50\.0Z$/);
  });

  test.each([
    ["without rates", []],
    ["with rates of nothing", [{ atMs: 0, kgPerH: 0, sdKgPerH: null }]],
  ])("there is none %s", (_, rates) => {
    expect(toRatePlot({ rates }, box, 10)).toBeNull();
  });
});

test("a question about the past names only what is asked", () => {
  const nothing = {
    fromMs: null,
    toMs: null,
    loopId: null,
    severity: null,
    alarmClass: null,
    text: " ",
    limit: 100,
  };
  expect(toPastQuery(nothing)).toBe("limit=100");
  expect(toPastQuery({ ...nothing, fromMs: 1.5, loopId: "a&b", severity: "warning", text: "pump" })).toBe(
    "from=1&loop=a%26b&severity=warning&text=pump&limit=100",
  );
});

test("an alarm's name says which one of its loop it is, and the monitor has no loop", () => {
  expect(toKeyWords({ loopId: "a", alarmClass: "leak", part: null })).toBe("leak");
  expect(toKeyWords({ loopId: "a", alarmClass: "limit", part: "p1.low" })).toBe("limit p1.low");
  expect(toKeyWords({ loopId: "loopwatch", alarmClass: "house", part: "delivery" })).toBe("delivery");
  expect(["loop-a", "loopwatch", "gone"].map((id) => toLoopName([someLoop], id))).toEqual([
    "Loop A",
    "Loopwatch itself",
    "gone",
  ]);
});

test("a hold says what it is and when it ends by itself", () => {
  const act = { by: "Ada", atMs: 0, comment: "" };
  expect(toHoldWords({ kind: "shelved", act, untilMs: minutes(42) }, 0)).toBe("Shelved, back in 42 min");
  expect(toHoldWords({ kind: "shelved", act, untilMs: 0 }, 1)).toBe("Shelved, back now");
  expect(toHoldWords({ kind: "out of service", act }, 0)).toBe("Out of service");
  expect(toHoldWords({ kind: "suppressed", rule: "refill", atMs: 0, untilMs: 1 }, 0)).toBe(
    "Suppressed by refill",
  );
});
