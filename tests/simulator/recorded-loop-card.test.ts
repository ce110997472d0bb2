import { beforeAll, describe, expect, test } from "vitest";
import { loadPlant } from "../../simulator/description/library.ts";
import { orbitPeriodS } from "../../simulator/plant/orbit.ts";
import { toSimulatedStatistics } from "./recorded-loop-simulation.ts";
import type { LoopStatistics } from "./recorded-loop-statistics.ts";

/** The wander of the heat load is fitted to the residual of the pressure, as everything else to what is compared. */
const quietDay = (plant: string): string => `
title: A quiet day
summary: Nothing is wrong.
plant: ${plant}
lengthS: 1d
eventDelayS: null
events:
  - { kind: load wander, sd: 0.004, tauS: 1200, atS: start, forS: null }
`;

// Public telemetry of both loops over 14 hours in May 2022.
describe.each([
  {
    plant: "eatcs-a",
    published: {
      "pressure, kPa": 1809.4,
      "swing of pressure, kPa": 10.6,
      "swing of temperature, K": 0.182,
      "pressure per kelvin, kPa/K": 58.3,
      "pressure behind temperature, min": 12.8,
      "residual of pressure, kPa": 2.07,
      "noise of pressure, kPa": 0.76,
      "noise of temperature, K": 0.02,
      "noise of flow, kg/h": 10.1,
    },
  },
  {
    plant: "eatcs-b",
    published: {
      "pressure, kPa": 2195.8,
      "swing of pressure, kPa": 16.6,
      "swing of temperature, K": 0.28,
      "pressure per kelvin, kPa/K": 59.3,
      "pressure behind temperature, min": 10.3,
      "residual of pressure, kPa": 4.16,
      "noise of pressure, kPa": 1.63,
      "noise of temperature, K": 0.022,
      "noise of flow, kg/h": 2.6,
    },
  },
] as const)("$plant as shipped", ({ plant, published }) => {
  let simulated: LoopStatistics;

  beforeAll(() => {
    simulated = toSimulatedStatistics(quietDay(plant), 14);
  });

  test.each(Object.entries(published))("has a %s of %d within three tenths", (name, value) => {
    const ratio = simulated[name as keyof typeof published] / value;
    expect(ratio).toBeGreaterThan(0.7);
    expect(ratio).toBeLessThan(1.3);
  });

  test("goes round the Earth in 92.9 minutes", () => {
    const known = loadPlant(plant);
    if (known.kind === "problems" || known.value.surroundings.kind !== "orbit")
      throw new Error("The plant is not in orbit.");
    expect(orbitPeriodS(known.value.surroundings) / 60).toBeCloseTo(92.9, 1);
  });
});
