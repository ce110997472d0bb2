import { describe, expect, test } from "vitest";
import { eclipseHalfAngle, orbitPeriodS } from "../../../simulator/plant/orbit.ts";
import { createTimeline } from "../../../simulator/story/timeline.ts";
import { toLoopStatistics } from "../recorded-loop-statistics.ts";
import { playInLargeSteps, type TruthRow } from "./large-steps.ts";
import { expectAround, expectBetween, type Played, play, rangeOf, scenarioOf } from "./play.ts";
import {
  type At,
  meanOf,
  pieces,
  revolutionMeans,
  revolutionOf,
  rootMeanSquare,
  scatterOf,
  swingOf,
} from "./revolutions.ts";

const hourS = 3600;
const dayS = 24 * hourS;
const minuteS = 60;
const revolutionS = revolutionOf("N08");

const pressureOf = (rows: readonly TruthRow[]): readonly At[] =>
  rows.map(({ atS, pressureKpa }) => ({ atS, value: pressureKpa }));

/** What a listener makes of the three channels at the pump's outlet. */
function statisticsOf(played: Played) {
  const readingsOf = (channel: string) => {
    const readings = played.readings(channel);
    return { atMs: readings.map(({ atS }) => atS * 1000), value: readings.map(({ value }) => value) };
  };
  return toLoopStatistics({
    pressure: readingsOf("pump_out_pressure_kpa"),
    temp: readingsOf("pump_out_temp_c"),
    flow: readingsOf("flow_kg_per_h"),
  });
}

/** Some revolutions that begin at this angle; beta moves on by less than a degree. */
const revolutionsAt = (betaDeg: number, variant: string | null): readonly TruthRow[] =>
  playInLargeSteps("N08", {
    variant,
    changes: { surroundings: { betaDeg } },
    forS: 6 * revolutionS,
    without: ["load wander"],
  });

describe.each([
  { variant: null, name: "loop A", swingKpa: 10.6, wanderKpa: 3.5 },
  { variant: "loop-b", name: "loop B", swingKpa: 16.6, wanderKpa: 4.6 },
])("N08, $name", ({ variant, swingKpa, wanderKpa }) => {
  const pressureByBeta = new Map(
    [0, 45, 60, 75].map((betaDeg) => [betaDeg, pressureOf(revolutionsAt(betaDeg, variant))]),
  );
  const pressureAt = (betaDeg: number): readonly At[] => pressureByBeta.get(betaDeg) ?? [];

  test(`swings by ${swingKpa} kPa with each revolution as its sensors tell it, give or take a quarter`, () => {
    const fourteenHours = play("N08", { variant, preludeS: 0, forS: 14 * hourS });
    expectAround(statisticsOf(fourteenHours)["swing of pressure, kPa"], swingKpa);
  });

  test("swings at 92.9 min and at no period near it", () => {
    const rows = pressureAt(0);
    expectAround(revolutionS, 92.9 * minuteS, 0.001);
    const whole = swingOf(rows, revolutionS);
    expectAround(whole, swingKpa);
    for (const factor of [2 / 3, 6 / 5, 3 / 2]) {
      expect(swingOf(rows, factor * revolutionS)).toBeLessThan(0.3 * whole);
    }
  });

  test("has a second harmonic of 9 % of the swing, give or take a quarter, with the Sun in the plane of the orbit", () => {
    const rows = pressureAt(0);
    expectAround(swingOf(rows, revolutionS, 2) / swingOf(rows, revolutionS), 0.09);
  });

  test("has a second harmonic above the card's when beta is 45: the shorter night is a narrower pulse", () => {
    const rows = pressureAt(45);
    expectBetween(swingOf(rows, revolutionS, 2) / swingOf(rows, revolutionS), 0.12, 0.25);
  });

  test("swings less the higher the Sun stands, and hardly at all without a night", () => {
    const swings = [0, 45, 60, 75].map((betaDeg) => swingOf(pressureAt(betaDeg), revolutionS));
    expect(swings).toEqual(swings.toSorted((a, b) => b - a));
    const [atNone = 0, at45 = 0, at60 = 0, at75 = 0] = swings;
    expectBetween(at45 / atNone, 0.8, 0.95);
    expectBetween(at60 / atNone, 0.6, 0.8);
    expect(at75).toBeLessThan(0.1 * atNone);
  });

  describe("in twice nine days with the load as it wanders", () => {
    const plays = [1, 2].map((seed) =>
      playInLargeSteps("N08", { variant, seed, forS: 9 * dayS, beforeS: 6 * hourS }),
    );
    const halfDays = plays.flatMap((rows) => pieces(revolutionMeans(pressureOf(rows), revolutionS), 9));

    test(`has a baseline ${wanderKpa} kPa off from one seven hours to the next, as recorded, give or take a quarter`, () => {
      const differences = halfDays.map((one) => mean(one.slice(5)) - mean(one.slice(0, 4)));
      expectAround(rootMeanSquare(differences), wanderKpa, 0.25);
      // Both ways: it is no drift.
      expect(Math.min(...differences)).toBeLessThan(-0.5 * wanderKpa);
      expect(Math.max(...differences)).toBeGreaterThan(0.5 * wanderKpa);
    });

    test("has a mean that scatters by 1.5 to 2.6 kPa from revolution to revolution, give or take a tenth", () => {
      expectBetween(rootMeanSquare(halfDays.map(scatterOf)), 0.9 * 1.5, 1.1 * 2.6);
    });

    test("loses nothing, and its pressure never leaves a band of 3 %", () => {
      for (const rows of plays) {
        expect(rows.at(-1)?.lostKg).toBe(0);
        const inventory = rangeOf(rows.map(({ inventoryL }) => inventoryL));
        expect(inventory.high - inventory.low).toBeLessThan(1e-6);
        const middle = meanOf(rows.map(({ pressureKpa }) => pressureKpa));
        const { low, high } = rangeOf(rows.map(({ pressureKpa }) => pressureKpa));
        expect(low).toBeGreaterThan(0.97 * middle);
        expect(high).toBeLessThan(1.03 * middle);
      }
    });
  });
});

const mean = (series: readonly At[]): number => meanOf(series.map(({ value }) => value));

describe("the season of N08", () => {
  const eventS = 1_700_000_000;
  const scenario = scenarioOf("N08");
  const timeline = createTimeline(scenario, eventS, eventS - hourS, 1);
  const orbitAfter = (days: number) => {
    const { surroundings } = scenario.plant;
    if (surroundings.kind !== "orbit") throw new Error("The plant is not in orbit.");
    const betaDeg = timeline.inputsAt(eventS + days * dayS).betaDeg ?? surroundings.betaDeg;
    return { ...surroundings, betaDeg };
  };
  const eclipseMin = (days: number): number => {
    const orbit = orbitAfter(days);
    return ((eclipseHalfAngle(orbit) / Math.PI) * orbitPeriodS(orbit)) / minuteS;
  };

  test("lasts sixty days, in which beta goes from 0 to 75 degrees and back", () => {
    expect(scenario.lengthS).toBe(60 * dayS);
    for (const [days, deg] of [
      [-0.01, 0],
      [12, 30],
      [30, 75],
      [48, 30],
      [59.999, 0],
    ] as const) {
      expect(orbitAfter(days).betaDeg).toBeCloseTo(deg, 1);
    }
  });

  test("has nights of 36 min at its ends and none in its middle", () => {
    expect(eclipseMin(0)).toBeCloseTo(36, 0);
    expect(eclipseMin(59.999)).toBeCloseTo(36, 0);
    expect(eclipseMin(24)).toBeCloseTo(24, 0);
    for (const days of [28, 30, 32]) expect(eclipseMin(days)).toBe(0);
  });
});

describe("N08 of a loop like that of Soyuz", () => {
  const variant = "soyuz";
  const rows = playInLargeSteps("N08", { variant, forS: 10 * revolutionS, without: ["load wander"] });
  const halfRange = (values: readonly number[]): number => {
    const { low, high } = rangeOf(values);
    return (high - low) / 2;
  };
  const pressures = rows.map(({ pressureKpa }) => pressureKpa);

  test("goes 5 K to either side with each revolution", () => {
    expectAround(halfRange(rows.map(({ bulkTempC }) => bulkTempC)), 5);
    expectBetween(meanOf(rows.map(({ bulkTempC }) => bulkTempC)), 18, 22);
  });

  test("moves 0.24 L into the accumulator and out of it", () => {
    expectAround(halfRange(rows.map(({ accumulatorLiquidL }) => accumulatorLiquidL)), 0.24);
  });

  test("swings by 18 kPa, 6 % of its pressure", () => {
    expectAround(halfRange(pressures), 18);
    expectAround(halfRange(pressures) / meanOf(pressures), 0.06);
  });

  test("loses nothing while its load wanders, and its pressure stays within a tenth", () => {
    const days = playInLargeSteps("N08", { variant, forS: 5 * dayS });
    expect(days.at(-1)?.lostKg).toBe(0);
    const { low, high } = rangeOf(days.map(({ pressureKpa }) => pressureKpa));
    expect(low).toBeGreaterThan(0.9 * meanOf(pressures));
    expect(high).toBeLessThan(1.1 * meanOf(pressures));
  });
});

describe("all of N08", () => {
  test.each([null, "loop-b", "soyuz"])("an ideal operator would be told nothing (%s)", (variant) => {
    const { ideal, events, plant, lengthS } = scenarioOf("N08", variant);
    expect(ideal).toEqual([]);
    expect(events.every(({ kind }) => kind === "load wander" || kind === "beta")).toBe(true);
    expect(plant.surroundings).toMatchObject({ kind: "orbit", betaDeg: 0 });
    expect(lengthS).toBeGreaterThanOrEqual(30 * dayS);
  });
});
