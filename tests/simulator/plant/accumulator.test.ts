import { describe, expect, test } from "vitest";
import type { PlantDescription } from "../../../simulator/description/plant-description.ts";
import { createPlant } from "../../../simulator/plant/create-plant.ts";
import { hole, run } from "./runs.ts";
import { eatcs, quietSoyuz, startS, waterLoop } from "./test-plants.ts";

const secondsToShare = (description: PlantDescription, holeMm: number, share: number): number => {
  const plant = createPlant(description, startS);
  const wholeKpa = plant.truth.pressureKpa;
  const leaks = [hole(holeMm, "radiator", 1)];
  return run(plant, { leaks }, 100_000, () => plant.truth.pressureKpa <= share * wholeKpa);
};

describe("a puncture of the MS-22 kind (scenario card S01): 0.8 mm at the radiator's outlet", () => {
  test("lets out about 23 kg an hour at the start", () => {
    const plant = createPlant(quietSoyuz, startS);
    expect(plant.truth.pressureKpa).toBeCloseTo(303.4, 0);
    run(plant, { leaks: [hole(0.8, "radiator", 1)] }, 1);
    expect(plant.truth.leakKgPerS * 3600).toBeGreaterThan(22.3);
    expect(plant.truth.leakKgPerS * 3600).toBeLessThan(24.2);
  });

  test("takes a tenth of the pressure in 51 s and half of it in 8.8 min, both within a quarter", () => {
    const tenthS = secondsToShare(quietSoyuz, 0.8, 0.9);
    const halfS = secondsToShare(quietSoyuz, 0.8, 0.5);
    expect(tenthS).toBeGreaterThan(0.75 * 51);
    expect(tenthS).toBeLessThan(1.25 * 51);
    expect(halfS / 60).toBeGreaterThan(0.75 * 8.8);
    expect(halfS / 60).toBeLessThan(1.25 * 8.8);
  });

  test("then empties the accumulator, and the pressure collapses to that of boiling coolant", () => {
    const plant = createPlant(quietSoyuz, startS);
    const leaks = [hole(0.8, "radiator", 1)];
    const emptyS = run(plant, { leaks }, 3600, () => plant.truth.bottomedOut);
    expect(emptyS / 60).toBeGreaterThan(7);
    expect(emptyS / 60).toBeLessThan(11);
    run(plant, { leaks }, 10);
    expect(plant.truth.accumulatorLiquidL).toBe(0);
    expect(plant.truth.pressureKpa).toBeGreaterThan(3);
    expect(plant.truth.pressureKpa).toBeLessThan(7);
    expect(plant.truth.voidShare).toBeGreaterThan(0);
  });

  test("has let out half of the coolant after 1.4 to 4.3 hours", () => {
    const plant = createPlant(quietSoyuz, startS);
    const { massKg } = plant.truth;
    const leaks = [hole(0.8, "radiator", 1)];
    const halfS = run(plant, { leaks }, 20_000, () => plant.truth.lostKg > massKg / 2);
    expect(halfS / 3600).toBeGreaterThan(1.4);
    expect(halfS / 3600).toBeLessThan(4.3);
  });

  test("goes on for days when the coolant boils in the hole", () => {
    const plant = createPlant(quietSoyuz, startS);
    run(plant, { leaks: [hole(0.8, "return line", 1, "HEM")] }, 2 * 3600);
    expect(plant.truth.bottomedOut).toBe(true);
    const kgPerDay = plant.truth.leakKgPerS * 86_400;
    expect(kgPerDay).toBeGreaterThan(0);
    expect(kgPerDay).toBeLessThan(8);
  });

  test.each([
    { name: "3 mm", holeMm: 3, emptyS: 38 },
    { name: "5 mm", holeMm: 5, emptyS: 14 },
  ])("$name empties the accumulator in about $emptyS s (card S02)", ({ holeMm, emptyS }) => {
    const plant = createPlant(quietSoyuz, startS);
    const leaks = [hole(holeMm, "radiator", 1)];
    const s = run(plant, { leaks }, 200, () => plant.truth.bottomedOut);
    expect(s).toBeGreaterThan(0.75 * emptyS);
    expect(s).toBeLessThan(1.25 * emptyS);
  });
});

describe("the gas", () => {
  test("is colder than its shell while it expands, and warms up afterwards", () => {
    const plant = createPlant(quietSoyuz, startS);
    const gasC = plant.probe({ measure: "gas temperature", at: null, position: 0 });
    const shellC = plant.probe({ measure: "wall temperature", at: "accumulator", position: 0 });
    expect(gasC()).toBeCloseTo(shellC(), 1);
    run(plant, { drainM3PerS: 1e-5 }, 60);
    expect(gasC()).toBeLessThan(shellC() - 2);
    run(plant, {}, 600);
    expect(gasC()).toBeGreaterThan(shellC() - 0.2);
  });

  test("holds the slope of pressure over volume that its card gives: about 60 kPa a litre with 30 L at 1810 kPa", () => {
    // Half a litre in 20 minutes (card N12), beside a twin whose orbit goes on without it.
    const plant = createPlant(eatcs, startS);
    const twin = createPlant(eatcs, startS);
    run(plant, { refillM3PerS: 0.5e-3 / 1200, refillK: 277.15 }, 1200);
    run(twin, {}, 1200);
    const addedL = plant.truth.inventoryL - twin.truth.inventoryL;
    expect(addedL).toBeCloseTo(0.5, 2);
    const kpaPerL = (plant.truth.pressureKpa - twin.truth.pressureKpa) / addedL;
    const gasL = 60 - twin.truth.accumulatorLiquidL;
    const isothermal = twin.truth.pressureKpa / gasL;
    expect(kpaPerL / isothermal).toBeGreaterThan(0.9);
    expect(kpaPerL / isothermal).toBeLessThan(1.15);
  });

  test("that leaks lowers the pressure and lets coolant into the accumulator, while no coolant is lost", () => {
    const plant = createPlant(waterLoop, startS);
    const before = { ...plant.truth };
    run(plant, { gasLeakM2: 1e-9 }, 7200);
    expect(plant.truth.gasMol).toBeLessThan(0.9 * before.gasMol);
    expect(plant.truth.pressureKpa).toBeLessThan(before.pressureKpa - 10);
    expect(plant.truth.accumulatorLiquidL).toBeGreaterThan(before.accumulatorLiquidL);
    expect(plant.truth.massKg).toBeCloseTo(before.massKg, 6);
  });

  test("stays when outside and inside are at the same pressure", () => {
    const plant = createPlant(waterLoop, startS);
    run(plant, { gasLeakM2: 1e-6 }, 3600);
    const { gasMol, pressureKpa } = plant.truth;
    expect(pressureKpa).toBeGreaterThan(101);
    expect(pressureKpa).toBeLessThan(103);
    run(plant, { gasLeakM2: 1e-6 }, 600);
    expect(plant.truth.gasMol / gasMol).toBeGreaterThan(0.999);
  });
});

describe("the amount of coolant", () => {
  test("is the charge in a fresh plant, at whatever temperature", () => {
    const plant = createPlant(waterLoop, startS);
    expect(plant.truth.inventoryL).toBeCloseTo(150, 6);
    run(plant, { heatFactor: 1.5 }, 3600);
    expect(plant.truth.inventoryL).toBeCloseTo(150, 6);
    expect(plant.truth.lostKg).toBe(0);
    expect(plant.truth.leakKgPerS).toBe(0);
  });

  test("moves the pressure by about 1 kPa for each kelvin in a water loop of 150 L (card S04)", () => {
    const plant = createPlant(waterLoop, startS);
    const before = { ...plant.truth };
    run(plant, { ambientOffsetK: 2 }, 7200);
    const kpaPerK =
      (plant.truth.pressureKpa - before.pressureKpa) / (plant.truth.bulkTempC - before.bulkTempC);
    expect(kpaPerK).toBeGreaterThan(0.8);
    // The gas warms as well: 200 kPa / 290 K on top of the card's 1.0.
    expect(kpaPerK).toBeLessThan(2.1);
  });
});
