import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { densityKgPerM3, expansionPerK } from "../../../server/domain/loop/coolants.ts";
import { coolantIds } from "../../../server/domain/loop/loop.ts";

describe("the density of a coolant", () => {
  // Tables and data sheets: CoolProp 8.0 (ammonia at 1.81 MPa, water, 25.2 % propylene glycol), Luning Prak 2014, 3M.
  test.each([
    ["ammonia", -40, 690.6],
    ["ammonia", 4, 634.1],
    ["ammonia", 40, 579.9],
    ["water", 4, 1000.1],
    ["water", 25, 997.1],
    ["water", 45, 990.3],
    ["pg25", 15, 1021.4],
    ["pg25", 45, 1007.3],
    ["hfe-7200", 25, 1420],
    ["isooctane", 25, 687.7],
  ] as const)("%s at %f °C is %f kg/m³", (coolant, tempC, density) => {
    expect(densityKgPerM3(coolant, tempC)).toBeCloseTo(density, 6);
  });

  // Values between the rows, from handbooks and not from the table.
  test.each([
    ["water", 10, 999.7],
    ["water", 35, 994],
    ["ammonia", 10, 625.3],
    ["ammonia", 30, 595.8],
    ["isooctane", 20, 691.9],
    ["hfe-7200", 0, 1477],
  ] as const)("%s at %f °C is within 0.1 %% of %f kg/m³", (coolant, tempC, density) => {
    expect(Math.abs(densityKgPerM3(coolant, tempC) / density - 1)).toBeLessThan(0.001);
  });

  test("runs on along its end slopes outside the table", () => {
    const slope = (densityKgPerM3("ammonia", 40) - densityKgPerM3("ammonia", 20)) / 20;
    expect(densityKgPerM3("ammonia", 50)).toBeCloseTo(densityKgPerM3("ammonia", 40) + 10 * slope, 6);
    expect(densityKgPerM3("ammonia", -60)).toBeGreaterThan(densityKgPerM3("ammonia", -40));
  });
});

describe("the thermal expansion of a coolant", () => {
  test("is positive at every temperature a loop sees", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...coolantIds),
        fc.double({ min: -60, max: 90, noNaN: true }),
        (id, tempC) => {
          expect(expansionPerK(id, tempC)).toBeGreaterThan(0);
        },
      ),
    );
  });

  test.each([
    ["hfe-7200", 25, 1.6e-3],
    ["isooctane", 25, 1.2e-3],
    ["pg25", 25, 4.3e-4],
    ["ammonia", 4, 2.2e-3],
    ["water", 25, 2.6e-4],
  ] as const)("of %s at %f °C is about %f 1/K", (coolant, tempC, perK) => {
    expect(Math.abs(expansionPerK(coolant, tempC) / perK - 1)).toBeLessThan(0.15);
  });
});
