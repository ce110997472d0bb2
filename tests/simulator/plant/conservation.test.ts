import { describe, expect, test } from "vitest";
import { toPlant } from "../../../simulator/plant/plant.ts";
import { weighCoolant } from "../../../simulator/plant/state.ts";
import { createSteadyPlant, healthyConditions, restorePlant } from "../../../simulator/plant/steady-plant.ts";
import { stepPlant } from "../../../simulator/plant/step-plant.ts";
import { startS } from "./quiet-plant.ts";

describe("coolant is conserved", () => {
  test.each([
    { name: "a pinhole, accumulator never empty", holeMm: 0.1, hours: 4, given: {} },
    { name: "a puncture, far past the empty accumulator", holeMm: 0.8, hours: 6, given: {} },
    { name: "a rupture, to the last mist", holeMm: 5, hours: 1, given: {} },
    {
      name: "ammonia, whose vapour has weight",
      holeMm: 1,
      hours: 2,
      given: { coolant: "ammonia", referencePressureKpa: 1810 },
    },
    { name: "water in a small loop", holeMm: 0.3, hours: 4, given: { coolant: "water", chargeL: 15 } },
  ] as const)("$name: what is weighed plus what leaked is the charge", ({ holeMm, hours, given }) => {
    const plant = toPlant(given);
    const conditions = { ...healthyConditions(plant), holes: [{ holeMm, position: 0.5 }] };
    let state = createSteadyPlant(plant, startS);
    const before = weighCoolant(plant, state);
    let leakedKg = 0;
    for (let t = 0; t < hours * 3600; t++) {
      state = stepPlant(plant, state, conditions, 1);
      leakedKg += state.leakKgPerS;
    }
    expect(before / plant.chargeKg).toBeCloseTo(1, 8);
    expect(leakedKg).toBeGreaterThan(0);
    expect(Math.abs((before - weighCoolant(plant, state)) / leakedKg - 1)).toBeLessThan(1e-6);
  });

  test("nothing leaks without a hole", () => {
    const plant = toPlant({});
    let state = createSteadyPlant(plant, startS);
    for (let t = 0; t < 6000; t++) {
      state = stepPlant(plant, state, healthyConditions(plant), 1);
      expect(state.leakKgPerS).toBe(0);
    }
    expect(state.massKg).toBe(plant.chargeKg);
    expect(weighCoolant(plant, state) / plant.chargeKg).toBeCloseTo(1, 9);
  });

  test("a step is the same whether a second is taken whole or in two halves, to the accuracy of the method", () => {
    const plant = toPlant({});
    const conditions = { ...healthyConditions(plant), holes: [{ holeMm: 0.8, position: 0.8 }] };
    let whole = createSteadyPlant(plant, startS);
    let halves = whole;
    for (let t = 0; t < 300; t++) {
      whole = stepPlant(plant, whole, conditions, 1);
      halves = stepPlant(plant, stepPlant(plant, halves, conditions, 0.5), conditions, 0.5);
    }
    expect(Math.abs(whole.pressurePa / halves.pressurePa - 1)).toBeLessThan(1e-3);
    expect(Math.abs(whole.massKg / halves.massKg - 1)).toBeLessThan(1e-4);
  });

  test("a restored plant is full and at the point of its cycle that belongs to the time", () => {
    const plant = toPlant({});
    const steady = createSteadyPlant(plant, startS);
    let healthy = steady;
    for (let t = 0; t < 9000; t++) healthy = stepPlant(plant, healthy, healthyConditions(plant), 1);
    const restored = restorePlant(plant, steady, startS + 9000);
    expect(restored.atS).toBe(healthy.atS);
    expect(weighCoolant(plant, restored) / plant.chargeKg).toBeCloseTo(1, 9);
    expect(restored.pressurePa / 1e3).toBeCloseTo(healthy.pressurePa / 1e3, 0);
    expect(restored.cabinK).toBeCloseTo(healthy.cabinK, 1);
  });
});
