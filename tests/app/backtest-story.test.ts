import { describe, expect, test } from "vitest";
import type { DetectionState } from "../../protocol/estimate.ts";
import { createStoryTeller } from "../../server/app/backtest-story.ts";
import { toFinding, toLoop } from "../support/builders.ts";

const key = { loopId: "bench", alarmClass: "leak", part: null } as const;
const found = (atMs: number, given: Parameters<typeof toFinding>[0] = {}) =>
  ({ kind: "found", atMs, finding: toFinding(given) }) as const;
const repaired = (atMs: number) =>
  ({ kind: "gone", atMs, reason: "it was repaired", byPerson: true }) as const;

describe("the story of an alarm", () => {
  test("from opening to the end, with what changed on the way and nothing else", () => {
    const teller = createStoryTeller(toLoop());
    teller.observe(key, found(10_000, { leakKgPerH: 1 }));
    teller.observe(key, found(20_000, { leakKgPerH: 1.1 }));
    teller.observe(key, found(30_000, { leakKgPerH: 2 }));
    teller.observe(key, repaired(40_000));
    teller.observe(key, repaired(50_000));
    const { occurrences } = teller.tell(0);
    expect(occurrences).toHaveLength(1);
    expect(occurrences[0]).toMatchObject({
      id: "bench.leak.10",
      alarmClass: "leak",
      previousId: null,
      openedMs: 10_000,
      end: { how: "returned", atMs: 40_000 },
    });
    expect(occurrences[0]?.events.map(({ kind, atMs, reason }) => [kind, atMs, reason])).toEqual([
      ["opened", 10_000, null],
      ["revised", 30_000, null],
      ["returned", 40_000, "it was repaired"],
    ]);
  });

  test("one that gets worse ends, and a linked one takes its place", () => {
    const teller = createStoryTeller(toLoop());
    teller.observe(key, found(10_000, { severity: "warning" }));
    teller.observe(key, found(20_000, { severity: "emergency" }));
    const { occurrences } = teller.tell(0);
    expect(occurrences.map(({ id, previousId, end }) => [id, previousId, end])).toEqual([
      ["bench.leak.10", null, { how: "worsened", atMs: 20_000 }],
      ["bench.leak.20", "bench.leak.10", null],
    ]);
    expect(occurrences[1]?.events.map(({ kind, alarm }) => [kind, alarm.severity])).toEqual([
      ["worsened", "emergency"],
    ]);
  });

  test("one that comes back is another occurrence, and other classes are other alarms", () => {
    const teller = createStoryTeller(toLoop());
    teller.observe(key, found(10_000));
    teller.observe({ ...key, alarmClass: "sensor" }, found(15_000));
    teller.observe(key, repaired(20_000));
    teller.observe(key, found(30_000));
    expect(teller.tell(0).occurrences.map(({ id, end }) => [id, end?.how ?? null])).toEqual([
      ["bench.leak.10", "returned"],
      ["bench.sensor.15", null],
      ["bench.leak.30", null],
    ]);
  });
});

describe("the story of a loop", () => {
  const estimate = (atMs: number, detection: DetectionState) => ({
    loopId: "bench",
    atMs,
    detection,
    inventoryL: 40,
    inventorySdL: 0.1,
    bottomedOut: false,
    leakKgPerH: null,
    leakSdKgPerH: null,
    lostL: null,
    timeLeft: null,
  });

  test("says how long it was judged, from when it was watched, and which channels were never usable", () => {
    const teller = createStoryTeller(toLoop());
    teller.row(1000, [300, null, 20, 40]);
    teller.row(2000, [301, null, null, 40]);
    teller.estimate(estimate(10_000, { kind: "learning", progress: 0.5, reason: "learning" }));
    teller.estimate(estimate(20_000, { kind: "watching", smallestKgPerH: null }));
    teller.estimate(estimate(30_000, { kind: "suspicious", strength: 0.6 }));
    expect(teller.tell(7)).toMatchObject({
      loopId: "bench",
      fromMs: 1000,
      toMs: 2000,
      evaluations: 2,
      unjudged: 7,
      unheard: ["p-out"],
      watchedFromMs: 20_000,
      last: { atMs: 30_000 },
      occurrences: [],
    });
  });

  test("of which nothing was heard is empty", () => {
    expect(createStoryTeller(toLoop()).tell(0)).toMatchObject({
      fromMs: null,
      toMs: null,
      evaluations: 0,
      watchedFromMs: null,
      last: null,
      unheard: ["p-acc", "p-out", "t-in"],
    });
  });
});
