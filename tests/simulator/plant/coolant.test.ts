import { describe, expect, test } from "vitest";
import {
  coolantByName,
  coolantNames,
  liquidDensity,
  vapourDensity,
} from "../../../simulator/plant/coolant.ts";

const kelvin = (tempC: number) => tempC + 273.15;
const within = (actual: number, expected: number, share: number) =>
  expect(Math.abs(actual / expected - 1)).toBeLessThan(share);

describe("coolants agree with published points", () => {
  // CoolProp 8.0; isooctane: Luning Prak 2014 and REFPROP's normal boiling point.
  test.each([
    { name: "ammonia", tempC: -40, density: 690.6, modulusMpa: 1458, vapourKpa: 71.6 },
    { name: "ammonia", tempC: 4, density: 634.1, modulusMpa: 866, vapourKpa: 497 },
    { name: "ammonia", tempC: 40, density: 579.9, modulusMpa: 488, vapourKpa: 1555 },
    { name: "water", tempC: 4, density: 1000.1, modulusMpa: 2022, vapourKpa: 0.81 },
    { name: "water", tempC: 25, density: 997.1, modulusMpa: 2211, vapourKpa: 3.17 },
    { name: "water", tempC: 45, density: 990.3, modulusMpa: 2266, vapourKpa: 9.6 },
    { name: "isooctane", tempC: 25, density: 687.7, modulusMpa: 640, vapourKpa: 6.5 },
    { name: "isooctane", tempC: 20, density: 691.9, modulusMpa: 640, vapourKpa: 5.1 },
    { name: "isooctane", tempC: 40, density: 675.4, modulusMpa: 640, vapourKpa: 12.7 },
  ] as const)("$name at $tempC C", ({ name, tempC, density, modulusMpa, vapourKpa }) => {
    const coolant = coolantByName[name];
    within(coolant.densityKgPerM3(kelvin(tempC)), density, 0.001);
    within(coolant.bulkModulusPa(kelvin(tempC)), modulusMpa * 1e6, 0.01);
    within(coolant.vapourPressurePa(kelvin(tempC)), vapourKpa * 1e3, 0.01);
  });

  test("isooctane boils near 372.36 K at one atmosphere", () => {
    within(coolantByName.isooctane.vapourPressurePa(372.36), 101_325, 0.05);
  });

  test.each(coolantNames)(
    "%s is denser under pressure, and its vapour is far lighter than the liquid",
    (name) => {
      const coolant = coolantByName[name];
      const relaxed = liquidDensity(coolant, kelvin(20), 1e5);
      expect(liquidDensity(coolant, kelvin(20), 1e6)).toBeGreaterThan(relaxed);
      const vapour = vapourDensity(coolant, kelvin(20), coolant.vapourPressurePa(kelvin(20)));
      expect(vapour).toBeLessThan(relaxed / 50);
    },
  );

  test.each(coolantNames)("%s stays finite and positive far outside its range", (name) => {
    const coolant = coolantByName[name];
    for (const tempK of [120, 220, 420, 500]) {
      for (const value of [
        coolant.densityKgPerM3(tempK),
        coolant.bulkModulusPa(tempK),
        coolant.heatJPerKgK(tempK),
        coolant.vapourPressurePa(tempK),
      ]) {
        expect(value).toBeGreaterThan(0);
        expect(Number.isFinite(value)).toBe(true);
      }
    }
  });
});
