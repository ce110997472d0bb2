import { describe, expect, test } from "vitest";
import type { ScenarioEvent } from "../../../simulator/description/scenario-description.ts";
import { createPlant } from "../../../simulator/plant/create-plant.ts";
import type { PlantTruth } from "../../../simulator/plant/plant-api.ts";
import { createTimeline } from "../../../simulator/story/timeline.ts";
import { createTruthColumns } from "../../../simulator/story/truth-columns.ts";
import { createTruthRecorder, type StoryTimes, type TruthFile } from "../../../simulator/story/truth-file.ts";
import { hole, storyOf } from "./story-of.ts";

const startedMs = 1_700_000_000_000;
const eventMs = startedMs + 60_000;

const timesOf = (events: readonly ScenarioEvent[], event: number | null = eventMs): StoryTimes => ({
  scenario: storyOf(events, {
    ideal: [
      { fromS: 0, untilS: 180, severity: "warning", verdict: "leak", tell: "A leak.", why: "It is large." },
    ],
  }),
  startedMs,
  liveMs: startedMs + 30_000,
  eventMs: event,
  endMs: eventMs + 600_000,
});

const truth: PlantTruth = {
  massKg: 30.123456789,
  inventoryL: 44,
  leakKgPerS: 0.01,
  lostKg: 0,
  bulkTempC: 20,
  pressureKpa: 304,
  accumulatorLiquidL: 4,
  gasMol: 0.5,
  bottomedOut: false,
  voidShare: 0,
  heatJ: 0,
};

function fileOf(times: StoryTimes, seconds = 0, everyS = 10): TruthFile {
  const recorder = createTruthRecorder("loop-a", 7, everyS);
  for (let s = 1; s <= seconds; s++) recorder.record(startedMs + s * 1000, truth);
  return JSON.parse(recorder.renderTruth(times));
}

describe("a truth file", () => {
  test("says which story it belongs to, with all its times", () => {
    expect(fileOf(timesOf([hole()]))).toMatchObject({
      version: 1,
      loop: "loop-a",
      scenario: "story",
      variant: null,
      plant: "soyuz",
      seed: 7,
      startMs: startedMs,
      liveMs: startedMs + 30_000,
      eventMs,
      endMs: eventMs + 600_000,
      final: null,
    });
  });

  test("tells leaks, what is none, and what an ideal operator would be told, with absolute times", () => {
    const file = fileOf(timesOf([hole({ atS: 20 }), { kind: "heat", factor: 1.3, atS: -10, forS: 30 }]));
    expect(file.isLeak).toBe(true);
    expect(file.leaks).toEqual([
      {
        what: "hole of 2 mm in radiator",
        kind: "leak",
        of: "coolant",
        fromMs: eventMs + 20_000,
        untilMs: null,
      },
    ]);
    expect(file.notLeaks).toEqual([
      { what: "heat load times 1.3", kind: "heat", fromMs: eventMs - 10_000, untilMs: eventMs + 20_000 },
    ]);
    expect(file.ideal).toEqual([
      {
        fromMs: eventMs,
        untilMs: eventMs + 180_000,
        severity: "warning",
        verdict: "leak",
        tell: "A leak.",
        why: "It is large.",
      },
    ]);
  });

  test("a leak of gas is told but is no leak of coolant", () => {
    const file = fileOf(timesOf([hole({ from: "gas side", at: "" })]));
    expect(file.isLeak).toBe(false);
    expect(file.leaks).toMatchObject([{ of: "gas", what: "hole of 2 mm on the gas side" }]);
  });

  test("a story whose event never comes has no leak and no calls", () => {
    const file = fileOf(timesOf([hole()], null));
    expect(file).toMatchObject({ isLeak: false, leaks: [], notLeaks: [], ideal: [], eventMs: null });
  });

  test("what begins after the end, or ended before the start, did not happen in the run", () => {
    const late: readonly ScenarioEvent[] = [
      hole({ atS: 600 }),
      { kind: "heat", factor: 1.3, atS: 3600, forS: 30 },
      { kind: "pump trip", atS: -500, forS: 60 },
    ];
    expect(fileOf(timesOf(late))).toMatchObject({ isLeak: false, leaks: [], notLeaks: [] });
    expect(fileOf(timesOf([hole({ atS: 599 })]))).toMatchObject({ isLeak: true, leaks: [{}] });
  });

  test("what goes on beyond the start or the end is cut to the run", () => {
    const { notLeaks } = fileOf(timesOf([{ kind: "heat", factor: 1.3, atS: -500, forS: 5000 }]));
    expect(notLeaks).toMatchObject([{ fromMs: startedMs, untilMs: eventMs + 600_000 }]);
  });

  test("a run that ends at its event has neither a leak nor calls", () => {
    const file = fileOf({ ...timesOf([hole()]), endMs: eventMs });
    expect(file).toMatchObject({ isLeak: false, leaks: [], ideal: [] });
  });

  test("a call from before the start begins with it, and one after the end is left out", () => {
    const call = { severity: "warning", verdict: "leak", tell: "A leak.", why: "It is large." } as const;
    const times = timesOf([hole()]);
    const ideal = [
      { ...call, fromS: -500, untilS: 180 },
      { ...call, fromS: 600, untilS: 700 },
    ];
    const file = fileOf({ ...times, scenario: { ...times.scenario, ideal } });
    expect(file.ideal.map(({ fromMs, untilMs }) => [fromMs, untilMs])).toEqual([
      [startedMs, eventMs + 180_000],
    ]);
  });

  test("has a row every ten seconds and the last moment beside", () => {
    const { columns, final, everyS } = fileOf(timesOf([]), 65);
    expect(everyS).toBe(10);
    expect(columns.atMs).toEqual([1, 11, 21, 31, 41, 51, 61].map((s) => startedMs + s * 1000));
    expect(columns.massKg).toEqual(Array.from({ length: 7 }, () => 30.12346));
    expect(columns.leakKgPerH).toEqual(Array.from({ length: 7 }, () => 36));
    expect(final).toMatchObject({ atMs: startedMs + 65_000, inventoryL: 44, bottomedOut: false });
  });

  test("of a real run agrees with the plant: what is lost is missing on board", () => {
    const events = [hole()];
    const times = timesOf(events);
    const plant = createPlant(times.scenario.plant, startedMs / 1000);
    const timeline = createTimeline(times.scenario, eventMs / 1000, startedMs / 1000, 1);
    const recorder = createTruthRecorder("loop-a", 1);
    for (let s = 0; s < 300; s++) {
      plant.step(timeline.inputsAt(startedMs / 1000 + s), 1);
      recorder.record(startedMs + (s + 1) * 1000, plant.truth);
    }
    const { columns, final }: TruthFile = JSON.parse(recorder.renderTruth(times));
    const firstKg = columns.massKg[0] ?? Number.NaN;
    expect(columns.leakKgPerH.slice(0, 6)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(final?.lostKg).toBeGreaterThan(1);
    expect((final?.massKg ?? 0) + (final?.lostKg ?? 0)).toBeCloseTo(firstKg, 4);
  });
});

describe("rows of a long run", () => {
  test("are thinned evenly, so that their number stays bounded", () => {
    const columns = createTruthColumns(10, 100);
    for (let s = 0; s < 100_000; s++) columns.add(startedMs + s * 1000, truth);
    const { atMs } = columns.toTable();
    expect(atMs.length).toBeLessThan(100);
    expect(atMs.length).toBeGreaterThanOrEqual(50);
    const spacings = new Set(atMs.slice(1).map((at, i) => at - (atMs[i] ?? 0)));
    expect(spacings).toEqual(new Set([columns.everyS() * 1000]));
    expect(atMs[0]).toBe(startedMs);
  });

  test("fill a file of less than 5 MB", () => {
    const file = fileOf(timesOf([hole()]), 79_000, 1);
    expect(JSON.stringify(file).length).toBeLessThan(5e6);
    expect(file.columns.atMs.length).toBeGreaterThan(19_000);
  });
});
