import { describe, expect, test } from "vitest";
import { expectAround, expectBetween, firstTime, type Played, play, rangeOf, scenarioOf } from "./play.ts";

const hourS = 3600;
const minuteS = 60;

/** Reads the cabin's air without noise. */
const withCabin = {
  sensors: [{ channel: "cabin_c", measure: "cabin temperature", noise: { whiteSd: 0 }, step: 0 }],
};

const pressureAtStart = (played: Played): number => played.truthAt(0).pressureKpa;

/** Seconds until the pressure has fallen to this share of its value when the hole came. */
const fallTime = (played: Played, share: number): number =>
  firstTime(played, ({ pressureKpa }) => pressureKpa <= share * pressureAtStart(played));

/** Seconds until so much of the coolant is lost. */
const lossTime = (played: Played, share: number): number =>
  firstTime(played, ({ massKg }) => massKg <= (1 - share) * played.truthAt(0).massKg);

describe("S01, a hole of 0.8 mm in the loop of MS-22", () => {
  const day = play("S01", { changes: withCabin, everyS: 1 });

  test("begins at 304 kPa, 20 C and 44 L, without an eclipse", () => {
    const { pressureKpa, bulkTempC, inventoryL, accumulatorLiquidL } = day.truthAt(0);
    expectAround(pressureKpa, 304, 0.02);
    expectBetween(bulkTempC, 19, 21);
    expect(inventoryL).toBeCloseTo(44, 6);
    expectBetween(accumulatorLiquidL, 3.9, 4.1);
    const healthy = play("S01", { preludeS: 93 * minuteS, forS: 0 });
    const { low, high } = rangeOf(healthy.truth.map((row) => row.bulkTempC));
    expect(high - low).toBeLessThan(1);
  });

  test("loses 22.8 kg/h at the start", () => {
    expectAround(day.truthAt(1).leakKgPerS * hourS, 22.8);
  });

  test("has lost a tenth of its pressure after 51 s and half of it after 8.8 min", () => {
    expectAround(fallTime(day, 0.9), 51);
    expectAround(fallTime(day, 0.5), 8.8 * minuteS);
  });

  test("falls to the pressure of vapour within seconds once the accumulator is empty", () => {
    const emptyS = firstTime(day, ({ bottomedOut }) => bottomedOut);
    const collapsedS = firstTime(day, ({ pressureKpa }) => pressureKpa <= 6);
    expectBetween(collapsedS - emptyS, 0, 5);
    // While the pump still has its prime, all of the loop is near 20 C.
    const { low, high } = rangeOf(
      day.truth
        .filter(({ atS }) => atS > collapsedS && atS < 30 * minuteS)
        .map(({ pressureKpa }) => pressureKpa),
    );
    expectAround(low, 5);
    expectAround(high, 5);
  });

  test("stays at the pressure of vapour of its warmest place, below 13 kPa, from then on", () => {
    const late = day.truth.filter(({ atS }) => atS > 30 * minuteS);
    expect(rangeOf(late.map(({ pressureKpa }) => pressureKpa)).high).toBeLessThan(12.7);
  });

  test("has lost half of the coolant after 1.4 to 4.3 h and all of it after 3 to 9.4 h", () => {
    expectBetween(lossTime(day, 0.5), 1.4 * hourS, 4.3 * hourS);
    expectBetween(lossTime(day, 0.99), 3 * hourS, 9.4 * hourS);
    expect(day.truthAt(24 * hourS).lostKg / day.truthAt(0).massKg).toBeGreaterThan(0.99);
  });

  test("lets the flow fade after the accumulator is empty, until the pump has lost its prime", () => {
    const emptyS = firstTime(day, ({ bottomedOut }) => bottomedOut);
    const flow = day.readings("flow_lpm");
    const meanFlow = (fromS: number, toS: number): number => {
      const values = flow.filter(({ atS }) => atS >= fromS && atS < toS).map(({ value }) => value);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    expectAround(meanFlow(0, emptyS), 6, 0.02);
    expectBetween(meanFlow(30 * minuteS, 31 * minuteS), 3, 5.4);
    expectBetween(meanFlow(60 * minuteS, 61 * minuteS), 1, 4);
    expect(meanFlow(2 * hourS, 24 * hourS)).toBeLessThan(0.05);
  });

  test("warms the cabin to a plateau of 30 to 40 C over hours to a day", () => {
    const cabin = day.readings("cabin_c");
    const at = (atS: number): number => cabin.find((reading) => reading.atS >= atS)?.value ?? Number.NaN;
    const plateauC = at(23.9 * hourS);
    expectBetween(plateauC, 30, 40);
    expectBetween(at(0), 18, 26);
    const nearlyThere = at(0) + 0.9 * (plateauC - at(0));
    const nearlyThereS = cabin.find(({ atS, value }) => atS > 0 && value >= nearlyThere)?.atS ?? 0;
    expectBetween(nearlyThereS, 2 * hourS, 24 * hourS);
    expect(plateauC - at(18 * hourS)).toBeLessThan(0.5);
  });

  test("is all lost coolant: what left and what is there add up to the charge", () => {
    const charge = day.truthAt(0).massKg;
    for (const atS of [60, 600, hourS, 4 * hourS, 20 * hourS]) {
      const { massKg, lostKg } = day.truthAt(atS);
      expect((massKg + lostKg) / charge).toBeCloseTo(1, 5);
    }
  });

  test("would be told by a caution within 75 s and a warning within 3 min, not before the hole is there", () => {
    const { ideal } = scenarioOf("S01");
    expect(ideal.map(({ severity, untilS }) => [severity, untilS])).toEqual([
      ["caution", 75],
      ["warning", 180],
    ]);
    for (const { fromS, verdict } of ideal) {
      expect(fromS).toBeGreaterThan(0);
      expect(verdict).toBe("leak");
    }
  });
});

describe("S01 with a smaller hole", () => {
  const whole = play("S01", { forS: 600, keepArrivals: false });

  test.each([
    ["hole-0.3mm", 7, 4500],
    ["hole-0.1mm", 64, 36_000],
  ] as const)("%s is %d times slower", (variant, slower, forS) => {
    const small = play("S01", { variant, forS, keepArrivals: false });
    expectAround(small.truthAt(1).leakKgPerS, whole.truthAt(1).leakKgPerS / slower);
    expectAround(fallTime(small, 0.9), slower * fallTime(whole, 0.9));
    expectAround(fallTime(small, 0.5), slower * fallTime(whole, 0.5));
  });

  test("has a story of its own for each hole", () => {
    expect(scenarioOf("S01").variants.map(({ id }) => id)).toEqual(["hole-0.3mm", "hole-0.1mm"]);
  });
});
