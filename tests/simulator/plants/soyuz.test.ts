import { describe, expect, test } from "vitest";
import { expectBetween, play, rangeOf } from "../cards/play.ts";

/** One revolution at 410 km. */
const orbitS = 5566;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe("the Soyuz loop over one revolution at a beta angle of 30 degrees", () => {
  const { truth } = play("healthy", { forS: orbitS - 60, keepArrivals: false });
  const temperatures = truth.map(({ bulkTempC }) => bulkTempC);
  const pressures = truth.map(({ pressureKpa }) => pressureKpa);

  test("has coolant at 20 C and 3 atmospheres on average", () => {
    expectBetween(mean(temperatures), 19.5, 20.5);
    expectBetween(mean(pressures), 301, 307);
  });

  test("swings by 3 to 5 K and about 18 kPa either way, and loses nothing", () => {
    const { low, high } = rangeOf(temperatures);
    expectBetween((high - low) / 2, 3, 5);
    const swing = rangeOf(pressures);
    expectBetween((swing.high - swing.low) / 2, 13.5, 22.5);
    expect(truth.at(-1)?.lostKg).toBe(0);
  });

  test("is back where it was after the revolution", () => {
    expect(temperatures.at(-1)).toBeCloseTo(temperatures[0] ?? Number.NaN, 1);
  });
});
