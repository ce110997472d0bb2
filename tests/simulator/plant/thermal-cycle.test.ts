import { describe, expect, test } from "vitest";
import { orbitPeriodS } from "../../../simulator/plant/orbit.ts";
import type { PlantParameters } from "../../../simulator/plant/parameters.ts";
import { toPlant } from "../../../simulator/plant/plant.ts";
import { bulkTemperature } from "../../../simulator/plant/state.ts";
import { createSteadyPlant, healthyConditions } from "../../../simulator/plant/steady-plant.ts";
import { stepPlant } from "../../../simulator/plant/step-plant.ts";
import { startS } from "./quiet-plant.ts";

/** Runs a healthy plant for whole revolutions; mean pressure and range of the bulk temperature in each. */
function revolutions(given: Partial<PlantParameters>, count: number) {
  const plant = toPlant(given);
  const seconds = Math.round(orbitPeriodS(plant.parameters));
  let state = createSteadyPlant(plant, startS);
  return Array.from({ length: count }, () => {
    let sumKpa = 0;
    let lowC = Number.POSITIVE_INFINITY;
    let highC = Number.NEGATIVE_INFINITY;
    let lowKpa = Number.POSITIVE_INFINITY;
    let highKpa = 0;
    for (let t = 0; t < seconds; t++) {
      state = stepPlant(plant, state, healthyConditions(plant), 1);
      const kpa = state.pressurePa / 1e3;
      const bulkC = bulkTemperature(plant, state) - 273.15;
      sumKpa += kpa;
      lowKpa = Math.min(lowKpa, kpa);
      highKpa = Math.max(highKpa, kpa);
      lowC = Math.min(lowC, bulkC);
      highC = Math.max(highC, bulkC);
    }
    return { meanKpa: sumKpa / seconds, swingK: (highC - lowC) / 2, swingKpa: (highKpa - lowKpa) / 2 };
  });
}

describe("a healthy loop in orbit", () => {
  test("swings by 3 to 5 K and some 18 kPa either way, for 24 hours without drift", () => {
    const day = revolutions({}, 16);
    const first = day[0];
    const last = day.at(-1);
    for (const { swingK, swingKpa } of day) {
      expect(swingK).toBeGreaterThan(3);
      expect(swingK).toBeLessThan(5);
      expect(swingKpa).toBeGreaterThan(12);
      expect(swingKpa).toBeLessThan(26);
    }
    expect(first?.meanKpa).toBeGreaterThan(290);
    expect(first?.meanKpa).toBeLessThan(315);
    expect(Math.abs((last?.meanKpa ?? 0) - (first?.meanKpa ?? 0))).toBeLessThan(0.1);
  });

  test.each([
    { name: "a loop of 20 L", given: { chargeL: 20 } },
    { name: "a loop of 100 L", given: { chargeL: 100, accumulatorL: 20, accumulatorGasL: 10 } },
    { name: "water", given: { coolant: "water" } },
    {
      name: "ammonia at 1810 kPa",
      given: { coolant: "ammonia", referencePressureKpa: 1810, accumulatorL: 16, accumulatorGasL: 10 },
    },
  ] as const)("$name is as steady", ({ given }) => {
    const [first, , , last] = revolutions(given, 4);
    expect(first?.swingK).toBeGreaterThan(1.5);
    expect(first?.swingK).toBeLessThan(7);
    expect(Math.abs((last?.meanKpa ?? 0) / (first?.meanKpa ?? 1) - 1)).toBeLessThan(5e-4);
  });

  test("hardly swings without an eclipse", () => {
    const [only] = revolutions({ betaDeg: 75 }, 1);
    expect(only?.swingK).toBeLessThan(0.5);
  });
});

describe("heat moves the pressure and loses no coolant", () => {
  test("a slower pump lowers head and flow and warms the cabin", () => {
    const plant = toPlant({ betaDeg: 90 });
    const steady = createSteadyPlant(plant, startS);
    let slow = steady;
    for (let t = 0; t < 1800; t++) {
      slow = stepPlant(plant, slow, { ...healthyConditions(plant), pumpSpeed: 0.8 }, 1);
    }
    expect(slow.flowM3PerS / steady.flowM3PerS).toBeCloseTo(0.8, 3);
    expect(slow.pumpHeadPa / steady.pumpHeadPa).toBeCloseTo(0.64, 3);
    expect(slow.cabinK).toBeGreaterThan(steady.cabinK);
  });

  test("a sudden expansion cools the gas and the shell then warms it again", () => {
    const plant = toPlant({ betaDeg: 90 });
    const steady = createSteadyPlant(plant, startS);
    const holes = [{ holeMm: 3, position: 1 }];
    let state = steady;
    for (let t = 0; t < 10; t++) state = stepPlant(plant, state, { ...healthyConditions(plant), holes }, 1);
    const expandedK = state.gasK;
    for (let t = 0; t < 120; t++) state = stepPlant(plant, state, healthyConditions(plant), 1);
    expect(expandedK).toBeLessThan(steady.gasK - 3);
    expect(Math.abs(state.gasK - state.accumulatorShellK)).toBeLessThan(0.1);
  });
});
