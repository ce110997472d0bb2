import { describe, expect, test } from "vitest";
import type { PlantDescription } from "../../../simulator/description/plant-description.ts";
import { createPlant } from "../../../simulator/plant/create-plant.ts";
import { type PlantInputs, usualInputs } from "../../../simulator/plant/inputs.ts";
import { hole } from "./runs.ts";
import { eatcs, quietSoyuz, startS } from "./test-plants.ts";

/** What a plant shows after some minutes in steps of this length. */
function shownAfter(
  description: PlantDescription,
  changes: Partial<PlantInputs>,
  forS: number,
  stepS: number,
) {
  const plant = createPlant(description, startS);
  const inputs = { ...usualInputs, ...changes };
  for (let n = 0; n < forS / stepS; n++) plant.step(inputs, stepS);
  const { pressureKpa, massKg, bulkTempC } = plant.truth;
  return { pressureKpa, massKg, bulkTempC };
}

/** The edges of an eclipse fall into steps as they come; without them all is smooth. */
const withoutEclipse: PlantDescription = {
  ...eatcs,
  surroundings: { kind: "orbit", altitudeKm: 410, betaDeg: 90 },
};

describe("with smaller steps the plant comes closer to one answer", () => {
  test.each([
    {
      name: "a puncture while the gas works and cools",
      description: quietSoyuz,
      changes: { leaks: [hole(0.8, "radiator", 1)] },
      forS: 240,
      of: ["pressureKpa", "massKg"],
    },
    {
      name: "a loop that warms up with more heat and a slower pump",
      description: quietSoyuz,
      changes: { heatFactor: 1.5, pumpSpeed: 0.8 },
      forS: 600,
      of: ["pressureKpa", "bulkTempC"],
    },
    {
      name: "an ammonia loop whose bypass valve has been opened",
      description: withoutEclipse,
      changes: { bypassOpening: 0.8 },
      forS: 600,
      of: ["pressureKpa", "bulkTempC"],
    },
  ] as const)("$name: half the step, half the error", ({ description, changes, forS, of }) => {
    const finest = shownAfter(description, changes, forS, 1 / 32);
    const whole = shownAfter(description, changes, forS, 1);
    const half = shownAfter(description, changes, forS, 1 / 2);
    const quarter = shownAfter(description, changes, forS, 1 / 4);
    for (const quantity of of) {
      const errorOf = (result: typeof whole) => Math.abs(result[quantity] - finest[quantity]);
      // First order against an answer that has an error of its own: 31/15 and 15/7.
      expect(errorOf(whole) / errorOf(half)).toBeGreaterThan(1.7);
      expect(errorOf(whole) / errorOf(half)).toBeLessThan(2.5);
      expect(errorOf(half) / errorOf(quarter)).toBeGreaterThan(1.7);
      expect(errorOf(half) / errorOf(quarter)).toBeLessThan(2.6);
      expect(errorOf(whole)).toBeLessThan(1e-3 * Math.abs(finest[quantity]));
    }
  });

  test("a plant in balance has the same temperatures at every step size", () => {
    const whole = shownAfter(quietSoyuz, {}, 6000, 2);
    const quarter = shownAfter(quietSoyuz, {}, 6000, 0.25);
    expect(whole.bulkTempC).toBeCloseTo(quarter.bulkTempC, 3);
    expect(whole.pressureKpa).toBeCloseTo(quarter.pressureKpa, 2);
  });
});
