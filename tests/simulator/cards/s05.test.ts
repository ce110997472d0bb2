import { describe, expect, test } from "vitest";
import { expectAround, expectBetween, type Played, play, type Reading, scenarioOf } from "./play.ts";

const pressure = "accumulator_pressure_kpa";

/** Seconds after the leak: the signal goes a minute before it and is gone for 536 s. */
const lostS = -60;
const backS = 476;
/** The recording is played four minutes after the signal is back. */
const dumpS = backS + 240;

const playWhole = (variant: string | null): Played => play("S05", { variant, eventDelayS: 3600, forS: 900 });

/** Readings that came as they were sampled, and those that came much later. */
const isLive = ({ atS, arrivesS }: Reading): boolean => arrivesS - atS < 5;

describe.each([
  { variant: null, name: "S05, 0.8 mm", fallen: 0.5, lostL: 3.77, leakGPerS: 6.34 },
  { variant: "hole-0.2mm", name: "S05, 0.2 mm", fallen: 0.06, lostL: 0.27, leakGPerS: 0.4 },
])("$name", ({ variant, fallen, lostL, leakGPerS }) => {
  const played = playWhole(variant);
  const readings = played.readings(pressure);
  const before = played.truthAt(0);

  test("is silent from a minute before the leak for 536 s", () => {
    const live = readings.filter(isLive);
    const lastBefore = live.filter(({ atS }) => atS < lostS + 5).at(-1);
    const firstAfter = live.find(({ arrivesS }) => arrivesS > lostS + 5);
    expectBetween(lastBefore?.atS ?? Number.NaN, lostS - 2, lostS - 1);
    expectBetween(firstAfter?.arrivesS ?? Number.NaN, backS, backS + 1);
  });

  test("had handovers of 20 s before, and all of its silences are known beforehand", () => {
    const windows = played.plannedWindows();
    expect(windows.map(({ name, fromS, toS }) => [name, fromS, toS - fromS])).toEqual([
      ["handover", -3000, 20],
      ["handover", -1800, 20],
      ["handover", -600, 20],
      ["zone of exclusion", lostS, 536],
    ]);
    const live = readings.filter(isLive);
    for (const { fromS, toS } of windows) {
      expect(live.filter(({ arrivesS }) => arrivesS >= fromS + 2 && arrivesS < toS)).toEqual([]);
    }
  });

  test("leaks as the card says from the moment of its event, and not before", () => {
    expect(played.truthAt(0).lostKg).toBe(0);
    expectAround(played.truthAt(1).leakKgPerS * 1000, leakGPerS);
  });

  test("comes back with the pressure as low as the card says", () => {
    const shown = readings.find(({ arrivesS }) => arrivesS >= backS)?.value ?? Number.NaN;
    expectAround(1 - shown / before.pressureKpa, fallen);
    expectAround(1 - played.truthAt(backS).pressureKpa / before.pressureKpa, fallen);
  });

  test("has lost what the card says by then", () => {
    expectAround(before.inventoryL - played.truthAt(backS).inventoryL, lostL);
  });

  test("brings the recording four minutes later, all of it, out of order, within half a minute", () => {
    const late = readings.filter((reading) => !isLive(reading) && reading.arrivesS > backS);
    expectBetween(late.at(0)?.arrivesS ?? Number.NaN, dumpS, dumpS + 2);
    expect(late.at(-1)?.arrivesS).toBeLessThan(dumpS + 536 / 20 + 3);
    const seconds = new Set(late.map(({ atS }) => atS));
    // A stamp a second early falls on the one before it.
    expectBetween(seconds.size, 536 * 0.97, 536 + 1);
    expect(Math.min(...seconds)).toBeGreaterThanOrEqual(lostS - 1);
    expect(Math.max(...seconds)).toBeLessThan(backS);
    const stepsBack = late.filter(({ atS }, i) => atS < (late[i - 1]?.atS ?? atS) - 2);
    expectBetween(stepsBack.length, 3, 18);
  });

  test("shows in the recording when the leak began, and that nothing was wrong before", () => {
    const late = readings.filter((reading) => !isLive(reading) && reading.arrivesS > backS);
    const mean = (fromS: number, toS: number): number => {
      const values = late.filter(({ atS }) => atS >= fromS && atS < toS).map(({ value }) => value);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    expectAround(mean(lostS, 0), before.pressureKpa, 0.002);
    const played100 = played.truthAt(100).pressureKpa;
    expectAround(mean(95, 106), played100, 0.005);
    expect(played100).toBeLessThan(0.99 * before.pressureKpa);
  });

  test("would be told once as a leak, after the first good samples, and never before the signal is back", () => {
    const [first, ...rest] = scenarioOf("S05", variant).ideal;
    expect(first?.fromS).toBeGreaterThan(backS);
    expect(["caution", "warning"]).toContain(first?.severity);
    expect(rest.map(({ severity }) => severity)).toEqual(["advisory"]);
    expect(rest[0]?.fromS).toBe(dumpS);
  });
});

describe("S05's link", () => {
  const played = play("S05", { eventDelayS: 3600, forS: 6 * 3600 });
  const frames = played.arrivals.flatMap((arrival) => (arrival.kind === "frame" ? [arrival.frame] : []));

  test("doubles a hundredth of the points", () => {
    const doubled = frames.length - new Set(frames).size;
    expectAround(doubled / frames.length, 0.01);
  });

  test("stamps some points a second early, so that one second has two points and the next has none", () => {
    const pointsBySecond = new Map<number, number>();
    for (const { sourceMs } of new Set(frames)) {
      pointsBySecond.set(sourceMs, (pointsBySecond.get(sourceMs) ?? 0) + 1);
    }
    const crowded = [...pointsBySecond].filter(([, points]) => points > 1);
    const { backsteps } = scenarioOf("S05").plant.link;
    expectAround(crowded.length / pointsBySecond.size, backsteps);
    // Unless the next one is stamped early as well.
    const followed = crowded.filter(([sourceMs]) => pointsBySecond.has(sourceMs + 1000));
    expect(followed.length).toBeLessThan(0.1 * crowded.length);
  });
});
