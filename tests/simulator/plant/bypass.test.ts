import { describe, expect, test } from "vitest";
import { createPlant } from "../../../simulator/plant/create-plant.ts";
import { run } from "./runs.ts";
import { eatcs, soyuz, startS } from "./test-plants.ts";

const steady = { ...eatcs, surroundings: { kind: "orbit", altitudeKm: 410, betaDeg: 90 } } as const;
const cooler = {
  ...steady,
  segments: steady.segments.map((one) =>
    one.heat.kind === "radiator" ? { ...one, heat: { ...one.heat, areaM2: 420 } } : one,
  ),
};

describe("a bypass with a regulator", () => {
  test("holds the temperature behind its mixing point", () => {
    const plant = createPlant(cooler, startS);
    const mixedC = plant.probe({ measure: "temperature", at: "return line", position: 0 });
    const opening = plant.probe({ measure: "bypass opening", at: null, position: 0 });
    expect(mixedC()).toBeCloseTo(3.7, 1);
    expect(opening()).toBeGreaterThan(0.02);
    expect(opening()).toBeLessThan(0.98);
  });

  test("opens when the load falls, and comes back to its set point", () => {
    const plant = createPlant(cooler, startS);
    const mixedC = plant.probe({ measure: "temperature", at: "return line", position: 0 });
    const opening = plant.probe({ measure: "bypass opening", at: null, position: 0 });
    const before = opening();
    run(plant, { heatFactor: 0.8 }, 4 * 3600);
    expect(opening()).toBeGreaterThan(before + 0.05);
    expect(Math.abs(mixedC() - 3.7)).toBeLessThan(0.3);
  });

  test("lets the flow past the branch in the share of its opening", () => {
    const plant = createPlant(cooler, startS);
    const whole = plant.probe({ measure: "mass flow", at: "hot line", position: 1 });
    const branch = plant.probe({ measure: "mass flow", at: "radiator", position: 0 });
    run(plant, { bypassOpening: 0.6 }, 30);
    expect(branch() / whole()).toBeCloseTo(0.4, 2);
    run(plant, { bypassOpening: 0 }, 30);
    expect(branch() / whole()).toBeCloseTo(1, 3);
    run(plant, { bypassOpening: 1 }, 30);
    expect(branch() / whole()).toBeCloseTo(0, 2);
  });

  test("stands still while it is held, and goes on from there", () => {
    const plant = createPlant(cooler, startS);
    const opening = plant.probe({ measure: "bypass opening", at: null, position: 0 });
    const held = opening();
    run(plant, { bypassOpening: "held", heatFactor: 0.7 }, 1800);
    expect(opening()).toBe(held);
    run(plant, { heatFactor: 0.7 }, 1);
    expect(Math.abs(opening() - held)).toBeLessThan(0.3);
  });

  test("stuck wide open lets the return line warm up, and the pressure with it (card N09)", () => {
    const plant = createPlant(cooler, startS);
    const before = plant.truth.pressureKpa;
    run(plant, { bypassOpening: 1 }, 900);
    const mixedC = plant.probe({ measure: "temperature", at: "return line", position: 1 });
    expect(mixedC()).toBeGreaterThan(6);
    expect(plant.truth.pressureKpa).toBeGreaterThan(before + 100);
  });
});

describe("a plant without a bypass", () => {
  test("does not care where a bypass valve would stand", () => {
    const plant = createPlant(soyuz, startS);
    const twin = createPlant(soyuz, startS);
    run(plant, { bypassOpening: 0.5 }, 60);
    run(twin, {}, 60);
    expect(plant.truth).toEqual(twin.truth);
  });
});
