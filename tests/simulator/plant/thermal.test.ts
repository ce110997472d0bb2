import { describe, expect, test } from "vitest";
import { createPlant } from "../../../simulator/plant/create-plant.ts";
import { usualInputs } from "../../../simulator/plant/inputs.ts";
import { createLoop } from "../../../simulator/plant/loop.ts";
import { run } from "./runs.ts";
import { eatcs, quietSoyuz, soyuz, startS, waterLoop } from "./test-plants.ts";

describe("coolant that expands", () => {
  test("really moves: every body holds what its volume and temperature say, the still ones too", () => {
    const loop = createLoop(eatcs, startS);
    const inputs = { ...usualInputs, heatFactor: 1.5 };
    for (let second = 0; second < 3 * 3600; second++) loop.step(inputs, 1);
    const { massKg, wantedKg, tempK } = loop.state;
    const still = loop.chain.bodies - 1;
    expect(Math.abs(tempK[still]! - loop.chain.referenceK)).toBeGreaterThan(3);
    massKg.forEach((kg, body) => {
      expect(Math.abs(kg / wantedKg[body]! - 1)).toBeLessThan(1e-4);
    });
  });
});

describe("heat", () => {
  test("leaves by the radiator what loads and pump bring in, over whole orbits", () => {
    const plant = createPlant(soyuz, startS);
    run(plant, {}, 10 * 5566);
    expect(plant.ledger.radiatedJ / plant.ledger.heatInJ).toBeCloseTo(1, 2);
  });

  test("swings with the orbit, and not at all with the Sun over its pole", () => {
    const swingK = (description: typeof soyuz) => {
      const plant = createPlant(description, startS);
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      run(plant, {}, 5566, () => {
        low = Math.min(low, plant.truth.bulkTempC);
        high = Math.max(high, plant.truth.bulkTempC);
        return false;
      });
      return high - low;
    };
    expect(swingK(soyuz)).toBeGreaterThan(4);
    expect(swingK(quietSoyuz)).toBeLessThan(0.01);
  });

  test("follows the beta angle and the attitude that the inputs give", () => {
    const withMoreSun = createPlant(soyuz, startS);
    const withLess = createPlant(soyuz, startS);
    run(withMoreSun, { betaDeg: 80 }, 6 * 3600);
    run(withLess, { betaDeg: 30, absorbedFactor: 0.8 }, 6 * 3600);
    expect(withMoreSun.truth.bulkTempC).toBeGreaterThan(withLess.truth.bulkTempC + 5);
  });

  test("of a lasting load warms the cabin of a loop that has lost its flow", () => {
    const plant = createPlant(quietSoyuz, startS);
    const cabinC = plant.probe({ measure: "cabin temperature", at: null, position: 0 });
    const before = cabinC();
    run(plant, { pumpPowered: false }, 4 * 3600);
    expect(cabinC()).toBeGreaterThan(before + 5);
    // 15 C outside and 900 W through 30 W/K of hull would be 45 C at most.
    expect(cabinC()).toBeLessThan(45);
  });

  test("of equipment without cooling ends when the equipment protects itself", () => {
    const plant = createPlant(waterLoop, startS);
    const wallC = plant.probe({ measure: "wall temperature", at: "payload racks", position: 0.5 });
    run(plant, { pumpPowered: false, heatFactor: 3 }, 12 * 3600);
    expect(wallC()).toBeGreaterThan(60);
    expect(wallC()).toBeLessThan(91);
  });
});
