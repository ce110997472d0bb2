import { describe, expect, test } from "vitest";
import { createTimeline } from "../../../simulator/story/timeline.ts";
import { playInLargeSteps, type TruthRow } from "./large-steps.ts";
import { expectAround, expectBetween, play, rangeOf, scenarioOf } from "./play.ts";
import {
  type At,
  meanOf,
  pieces,
  revolutionMeans,
  revolutionOf,
  rootMeanSquare,
  scatterOf,
  slopePerDay,
  swingOf,
} from "./revolutions.ts";

const hourS = 3600;
const dayS = 24 * hourS;
const yearS = 365.25 * dayS;
const revolutionS = revolutionOf("S03");
/** A play begins and ends on whole seconds. */
const toWholeS = (spanS: number): number => Math.ceil(spanS);
const accumulatorL = 60;
const dangerL = 0.04 * accumulatorL;
const kgPerL = 0.634;

const seriesOf = (rows: readonly TruthRow[], read: (row: TruthRow) => number): readonly At[] =>
  rows.map((row) => ({ atS: row.atS, value: read(row) }));

const meansOf = (rows: readonly TruthRow[], read: (row: TruthRow) => number): readonly At[] =>
  revolutionMeans(seriesOf(rows, read), revolutionS);

const pressureMeans = (rows: readonly TruthRow[]): readonly At[] =>
  meansOf(rows, ({ pressureKpa }) => pressureKpa);

const gPerDay = ({ leakKgPerS }: TruthRow): number => leakKgPerS * 1000 * dayS;

const rowAt = (rows: readonly TruthRow[], atS: number): TruthRow => {
  const row = rows.find((one) => one.atS >= atS);
  if (row === undefined) throw new RangeError(`There is no row at ${atS} s.`);
  return row;
};

/** Seconds until the accumulator is down to 4 %, when coolant goes at this rate. */
const forecastS = ({ accumulatorLiquidL }: TruthRow, kgPerS: number): number =>
  ((accumulatorLiquidL - dangerL) * kgPerL) / kgPerS;

describe("the loop of S03", () => {
  const { plant } = scenarioOf("S03");

  test("holds 450 L and 285 kg of ammonia at 1810 kPa and about 4 C, with 30 L of gas", () => {
    const played = play("S03", { preludeS: toWholeS(revolutionS), forS: 0 });
    const first = played.truth[0];
    expect(plant.coolant).toBe("ammonia");
    expectAround(first?.inventoryL ?? 0, 450, 1e-4);
    expectAround(first?.massKg ?? 0, 285, 0.01);
    expectAround(accumulatorL - (first?.accumulatorLiquidL ?? 0), 30, 0.05);
    expect(plant.accumulator.liquidL + plant.accumulator.gasL).toBe(accumulatorL);
    const meanReading = (channel: string): number =>
      meanOf(played.readings(channel).map(({ value }) => value));
    expectAround(meanReading("pump_out_pressure_kpa"), 1810, 0.01);
    expectBetween(meanReading("pump_out_temp_c"), 3, 5);
  });

  test("swings by 10.6 kPa and 0.18 K with each revolution at the pump's outlet", () => {
    // Sensors without noise and steps, and every second of them.
    const quiet = { noise: { whiteSd: 0 }, step: 0, lagS: 0, onChange: false };
    const played = play("S03", {
      changes: {
        sensors: [
          { channel: "pump_out_pressure_kpa", ...quiet },
          { channel: "pump_out_temp_c", ...quiet },
        ],
      },
      preludeS: toWholeS(5 * revolutionS),
      forS: 0,
    });
    expectAround(swingOf(played.readings("pump_out_pressure_kpa"), revolutionS), 10.6);
    expectAround(swingOf(played.readings("pump_out_temp_c"), revolutionS), 0.18);
  });
});

describe("the years before the step of S03", () => {
  const beginS = 1_700_000_000;
  const rateAfter = (variant: string | null, years: number): number => {
    const scenario = scenarioOf("S03", variant);
    const timeline = createTimeline(scenario, beginS, beginS - scenario.preludeS, 1);
    const leaks = timeline.inputsAt(beginS + years * yearS).leaks;
    return leaks.reduce(
      (sum, { size }) => sum + (size.kind === "rate" ? size.kgPerS * 1000 * dayS : Number.NaN),
      0,
    );
  };

  test.each([
    [0, 10],
    [1, 27],
    [2, 74],
    [3, 200],
    [4, 550],
  ])("after %d years 10 g a day have become %d", (years, rate) => {
    expectAround(rateAfter("year-0", years), rate, 0.02);
  });

  test.each([
    ["year-1", 1],
    ["year-2", 2],
    ["year-3", 3],
  ] as const)("%s goes on where the seep then is", (variant, years) => {
    expectAround(rateAfter(variant, 0), rateAfter("year-0", years), 0.01);
    expectAround(rateAfter(variant, 1), rateAfter("year-0", years + 1), 0.01);
  });

  test("four of them are ten times what the accumulator has, so that the loop was topped up", () => {
    const scenario = scenarioOf("S03", "year-0");
    const timeline = createTimeline(scenario, beginS, beginS - hourS, 1);
    let lostKg = 0;
    for (let day = 0.5; day < 4 * 365.25; day++) {
      const [leak] = timeline.inputsAt(beginS + day * dayS).leaks;
      lostKg += leak?.size.kind === "rate" ? leak.size.kgPerS * dayS : Number.NaN;
    }
    expectAround(lostKg, 196, 0.02);
    expectBetween(lostKg / (30 * kgPerL), 9, 11);
  });

  test("10 g a day lower the pressure by 1 kPa a day", () => {
    const rows = playInLargeSteps("S03", { variant: "year-0", forS: 3 * dayS, without: ["load wander"] });
    expectAround(slopePerDay(pressureMeans(rows)), -1);
    expectAround(meanOf(rows.map(gPerDay)), 10, 0.02);
  });

  test("74 g a day, the card's 75, lower the pressure by 7 kPa a day and take 0.12 L of it", () => {
    const rows = playInLargeSteps("S03", { variant: "year-2", forS: 2 * dayS, without: ["load wander"] });
    expectAround(meanOf(rows.map(gPerDay)), 75, 0.03);
    expectAround(slopePerDay(pressureMeans(rows)), -7);
    expectAround(slopePerDay(meansOf(rows, ({ inventoryL }) => inventoryL)), -0.12);
  });
});

describe("what hides the first years of S03", () => {
  const rows = playInLargeSteps("S03", { variant: "year-0", forS: 10 * dayS, beforeS: 6 * hourS });
  const perRevolution = pressureMeans(rows);
  const days = pieces(perRevolution, 15);

  test("the mean of a revolution scatters by more than 10 g take in a day, 1.5 to 2.6 kPa", () => {
    const scatterKpa = rootMeanSquare(pieces(perRevolution, 9).map(scatterOf));
    expectBetween(scatterKpa, 1.5, 2.6);
    expect(scatterKpa).toBeGreaterThan(1);
  });

  test("as if it were white, that noise lets 7 kPa a day stand out by three sigma, which is optimistic", () => {
    const scatterKpa = rootMeanSquare(pieces(perRevolution, 9).map(scatterOf));
    const revolutions = dayS / revolutionS;
    const whiteSlopeSd = scatterKpa * Math.sqrt(12 / revolutions);
    expectAround(3 * whiteSlopeSd, 7);
    const slopeSd = rootMeanSquare(days.map((day) => slopePerDay(day) + 1));
    expect(slopeSd).toBeGreaterThan(1.5 * whiteSlopeSd);
  });

  test("a day of 10 g cannot be told from a day without, and an operator is not told before two weeks", () => {
    const slopes = rangeOf(days.map(slopePerDay));
    expect(slopes.high).toBeGreaterThan(1);
    expect(slopes.low).toBeLessThan(-3);
    const { ideal, lengthS } = scenarioOf("S03", "year-0");
    expect(ideal.map(({ severity }) => severity)).toEqual(["advisory"]);
    expect(ideal[0]?.fromS).toBeGreaterThanOrEqual(14 * dayS);
    expect(lengthS).toBeGreaterThanOrEqual(28 * dayS);
  });
});

describe("S03, the step", () => {
  const rows = playInLargeSteps("S03", { forS: 7.5 * dayS, beforeS: dayS });
  const still = playInLargeSteps("S03", { forS: 4 * revolutionS, beforeS: dayS, without: ["load wander"] });

  test("goes from 0.55 to 2.3 kg a day", () => {
    const before = play("S03", { preludeS: 60, forS: 60 });
    expectAround(before.truthAt(-1).leakKgPerS * dayS, 0.55, 0.02);
    expectAround(before.truthAt(2).leakKgPerS * dayS, 2.3, 0.01);
  });

  test("lowers the pressure by 220 kPa a day at first", () => {
    expectAround(slopePerDay(pressureMeans(still)), -220);
  });

  test("takes 3.6 L a day", () => {
    expectAround(slopePerDay(meansOf(still, ({ inventoryL }) => inventoryL)), -3.6, 0.05);
  });

  test("has taken more than twenty times a revolution's noise after six hours, by when it must be caught", () => {
    const fallKpa = rowAt(rows, 60).pressureKpa - rowAt(rows, 6 * hourS).pressureKpa;
    expect(fallKpa).toBeGreaterThan(30);
    const caught = scenarioOf("S03").ideal.find(({ severity }) => severity === "caution");
    expect(caught?.untilS).toBeLessThanOrEqual(6 * hourS);
    expect(caught?.fromS).toBeGreaterThan(0);
  });

  test("brings the time to 4 % from a month down to a week, which then comes true", () => {
    const now = rowAt(rows, 60);
    const before = forecastS(now, 0.546 / dayS);
    const after = forecastS(now, now.leakKgPerS);
    expectBetween(before, 28 * dayS, 35 * dayS);
    expectBetween(after, 7 * dayS, 8 * dayS);
    const reachedS = rows.find(({ accumulatorLiquidL }) => accumulatorLiquidL <= dangerL)?.atS ?? 0;
    expectAround(reachedS, after, 0.05);
    const { ideal, lengthS } = scenarioOf("S03");
    expect(lengthS).toBeGreaterThan(reachedS);
    const warning = ideal.find(({ severity }) => severity === "warning");
    expectBetween(reachedS - (warning?.fromS ?? 0), 1.8 * dayS, 2.5 * dayS);
    expect(reachedS - (warning?.untilS ?? 0)).toBeGreaterThan(dayS);
  });

  test("is all lost coolant: what left and what is there add up, and the ammonia never boils", () => {
    const [first] = rows;
    const last = rowAt(rows, 7.4 * dayS);
    const chargeKg = (first?.massKg ?? 0) + (first?.lostKg ?? 0);
    expect((last.massKg + last.lostKg) / chargeKg).toBeCloseTo(1, 6);
    expect(rangeOf(rows.map(({ voidShare }) => voidShare)).high).toBe(0);
    expect(rows.some(({ bottomedOut }) => bottomedOut)).toBe(false);
  });
});

describe("S03 with the angle of the array", () => {
  const variant = "array-angle";
  const played = play("S03", { variant, forS: toWholeS(4 * revolutionS) });
  const rates = played.truth.filter(({ atS }) => atS > 0).map(({ leakKgPerS }) => leakKgPerS * dayS);

  test("loses between 0.3 and 1.7 times 2.3 kg a day, and 2.3 on average", () => {
    const { low, high } = rangeOf(rates);
    expectAround(low, 0.3 * 2.3, 0.01);
    expectAround(high, 1.7 * 2.3, 0.01);
    expectAround(meanOf(rates), 2.3, 0.01);
  });

  test("does so once with each turn of the array, whose angle is in the telemetry", () => {
    const angles = played.readings("array_angle_deg").filter(({ atS }) => atS > 0);
    expectBetween(rangeOf(angles.map(({ value }) => value)).low, -1, 5);
    expectBetween(rangeOf(angles.map(({ value }) => value)).high, 355, 361);
    const rateByTime = new Map(played.truth.map(({ atS, leakKgPerS }) => [atS, leakKgPerS * dayS]));
    for (const [from, to, factor] of [
      [85, 95, 1.7],
      [175, 185, 1],
      [265, 275, 0.3],
    ] as const) {
      const there = angles.filter(({ value }) => value > from && value < to);
      expectAround(meanOf(there.map(({ atS }) => rateByTime.get(atS) ?? Number.NaN)), factor * 2.3, 0.05);
    }
    const turns = angles.filter(({ value }, i) => value < (angles[i - 1]?.value ?? 0) - 180);
    expect(turns.length).toBeGreaterThanOrEqual(3);
    expect(turns.length).toBeLessThanOrEqual(5);
  });

  test("swings before the step too", () => {
    const before = play("S03", { variant, preludeS: toWholeS(revolutionS), forS: 0 });
    const { low, high } = rangeOf(before.truth.map(({ leakKgPerS }) => leakKgPerS * dayS));
    expectAround(low, 0.3 * 0.546, 0.02);
    expectAround(high, 1.7 * 0.546, 0.02);
  });

  test("falls over whole revolutions as the steady one does", () => {
    const rows = playInLargeSteps("S03", { variant, forS: 4 * revolutionS, without: ["load wander"] });
    expectAround(slopePerDay(pressureMeans(rows)), -220);
  });
});

describe("all of S03", () => {
  test("has a variant for each of the card's", () => {
    expect(scenarioOf("S03").variants.map(({ id }) => id)).toEqual([
      "array-angle",
      "year-0",
      "year-1",
      "year-2",
      "year-3",
    ]);
  });

  test.each([null, "array-angle", "year-0", "year-1", "year-2", "year-3"])(
    "is told as a leak and as nothing else (%s)",
    (variant) => {
      const { ideal, lengthS } = scenarioOf("S03", variant);
      expect(ideal.length).toBeGreaterThan(0);
      for (const { verdict, untilS } of ideal) {
        expect(verdict).toBe("leak");
        expect(untilS).toBeLessThanOrEqual(lengthS);
      }
    },
  );
});
