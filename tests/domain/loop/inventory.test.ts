import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bottomInventoryL,
  gasVolumeFromQuantityL,
  gasVolumeL,
  hasBottomedOut,
  inventoryL,
} from "../../../server/domain/loop/inventory.ts";
import { benchPressureKpa } from "../../support/bench-plant.ts";
import { toLoop } from "../../support/builders.ts";

const loop = toLoop();
const fromPressure = (kpa: number, tempC: number): number =>
  inventoryL(loop, gasVolumeL(loop, kpa, tempC), tempC);

const tempC = fc.double({ min: -20, max: 60, noNaN: true });
const lostL = fc.double({ min: 0, max: 3, noNaN: true });

describe("the inventory told by pressure and temperature", () => {
  test("is the charge at the reference state", () => {
    expect(fromPressure(300, 20)).toBeCloseTo(40, 9);
  });

  test("is unchanged by warming and cooling of a closed loop, though its pressure moves much", () => {
    fc.assert(
      fc.property(tempC, (t) => {
        expect(fromPressure(benchPressureKpa(0, t), t)).toBeCloseTo(40, 6);
      }),
    );
    expect(benchPressureKpa(0, 40) / benchPressureKpa(0, 20)).toBeGreaterThan(1.3);
  });

  test("falls by exactly the litres taken out, at any temperature", () => {
    fc.assert(
      fc.property(lostL, tempC, (lost, t) => {
        // Past the bottom pressure tells nothing; these stay above it.
        fc.pre(hasBottomedOut(loop, gasVolumeL(loop, benchPressureKpa(lost, t), t)) === false);
        expect(fromPressure(benchPressureKpa(lost, t), t)).toBeCloseTo(40 - lost, 6);
      }),
    );
  });

  test("uses the gas's own temperature for the gas: gas that alone warms is not coolant gained", () => {
    const warmGasKpa = (300 * 313.15) / 293.15;
    expect(inventoryL(loop, gasVolumeL(loop, warmGasKpa, 40), 20)).toBeCloseTo(40, 9);
    expect(inventoryL(loop, gasVolumeL(loop, warmGasKpa, 20), 20)).toBeGreaterThan(40.2);
  });
});

describe("the inventory told by a quantity sensor", () => {
  test.each([
    ["half full, as at the reference state", 50, 4, 40],
    ["full", 100, 0, 44],
    ["empty", 0, 8, 36],
  ])("%s: %f %% leaves %f L of gas and %f L of coolant", (_name, percent, gasL, level) => {
    expect(gasVolumeFromQuantityL(loop, percent)).toBeCloseTo(gasL, 9);
    expect(inventoryL(loop, gasVolumeFromQuantityL(loop, percent), 20)).toBeCloseTo(level, 9);
  });
});

describe("the bottom of the accumulator", () => {
  test.each([
    ["at the reference state it is not reached", 4, false],
    ["a little liquid above it it is not reached", 7.7, false],
    ["within 3 % of the volume it counts as reached", 7.77, true],
    ["all gas is the bottom", 8, true],
    ["more gas than the vessel holds is the bottom too", 12, true],
  ])("%s", (_name, gasL, reached) => {
    expect(hasBottomedOut(loop, gasL)).toBe(reached);
  });

  test("leaves what the pipes hold, and that is what an empty quantity sensor tells", () => {
    expect(bottomInventoryL(loop)).toBe(36);
    expect(inventoryL(loop, gasVolumeFromQuantityL(loop, 0), 20)).toBeCloseTo(bottomInventoryL(loop), 9);
  });
});
