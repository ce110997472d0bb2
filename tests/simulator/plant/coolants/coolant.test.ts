import { describe, expect, test } from "vitest";
import { coolantNames } from "../../../../simulator/description/plant-description.ts";
import { gasConstant, toCoolant } from "../../../../simulator/plant/coolants/coolant.ts";

const kelvin = (tempC: number) => tempC + 273.15;
const within = (actual: number, expected: number, share: number) =>
  expect(Math.abs(actual / expected - 1)).toBeLessThan(share);

describe("coolants agree with published points", () => {
  // CoolProp 8.0, at 1.81 MPa for ammonia; the water rows at one atmosphere. Not published: the moduli of
  // PG25, HFE-7200 and isooctane, and isooctane's viscosity away from 25 C; those columns only hold what the laws say.
  test.each([
    ["ammonia", -40, [690.6, 1.74e-3, 1458, 4434, 0.283, 71.6]],
    ["ammonia", -20, [665.9, 1.91e-3, 1171, 4509, 0.216, 190]],
    ["ammonia", 0, [639.6, 2.13e-3, 914, 4599, 0.171, 429]],
    ["ammonia", 4, [634.1, 2.18e-3, 866, 4621, 0.164, 497]],
    ["ammonia", 20, [611.2, 2.43e-3, 687, 4728, 0.139, 857]],
    ["ammonia", 40, [579.9, 2.87e-3, 488, 4928, 0.114, 1555]],
    ["water", 17, [998.9, 1.74e-4, 2158, 4186, 1.08, 1.94]],
    ["water", 25, [997.1, 2.58e-4, 2211, 4181, 0.89, 3.17]],
    ["water", 45, [990.3, 4.23e-4, 2266, 4180, 0.596, 9.6]],
    ["pg25", 15, [1021.4, 3.6e-4, 2400, 3906, 2.95, 0.95 * 1.706]],
    ["pg25", 25, [1017.3, 4.3e-4, 2400, 3930, 2.09, 0.95 * 3.17]],
    ["pg25", 35, [1012.6, 5.0e-4, 2400, 3954, 1.55, 0.95 * 5.63]],
    ["pg25", 45, [1007.3, 5.5e-4, 2400, 3978, 1.21, 0.95 * 9.6]],
    ["hfe-7200", 25, [1420, 1.6e-3, 800, 1220, 0.58, 16]],
    ["isooctane", 20, [691.9, 1.2e-3, 640, 2090, 0.531, 5.1]],
    ["isooctane", 25, [687.7, 1.2e-3, 640, 2090, 0.501, 6.5]],
    ["isooctane", 40, [675.4, 1.2e-3, 640, 2090, 0.419, 12.7]],
  ] as const)(
    "%s at %d C",
    (name, tempC, [density, expansion, modulusMpa, heat, viscosityMpaS, vapourKpa]) => {
      const coolant = toCoolant(name);
      const pressurePa = name === "ammonia" ? 1.81e6 : 101_325;
      const at = (tempK: number) => coolant.densityKgPerM3(tempK, pressurePa);
      const tempK = kelvin(tempC);
      within(at(tempK), density, 0.0005);
      within((at(tempK - 1) - at(tempK + 1)) / (2 * at(tempK)), expansion, 0.04);
      within(coolant.bulkModulusPa(tempK), modulusMpa * 1e6, 0.005);
      within(coolant.heatJPerKgK(tempK), heat, 0.002);
      within(coolant.viscosityPaS(tempK), viscosityMpaS * 1e-3, 0.01);
      within(coolant.vapourPressurePa(tempK), vapourKpa * 1e3, 0.01);
    },
  );

  test("water is heaviest at 4 C and hardly expands there", () => {
    const water = toCoolant("water");
    const at = (tempC: number) => water.densityKgPerM3(kelvin(tempC), 101_325);
    within(at(4), 1000, 0.0002);
    expect(at(4)).toBeGreaterThan(at(1));
    expect(at(4)).toBeGreaterThan(at(8));
    within(water.bulkModulusPa(kelvin(4)), 2022e6, 0.005);
    within(water.vapourPressurePa(kelvin(4)), 813, 0.005);
  });

  test.each([
    ["isooctane", 372.36, 0.05],
    ["hfe-7200", 349.15, 0.001],
    ["water", 372.1, 0.05],
  ] as const)("%s boils at one atmosphere near %d K", (name, boilingK, share) => {
    within(toCoolant(name).vapourPressurePa(boilingK), 101_325, share);
  });

  // CoolProp 8.0 for ammonia and water.
  test.each([
    ["ammonia", 4, 1247.4e3, 3.975],
    ["ammonia", 40, 1099.7e3, 12.02],
    ["water", 25, 2441.7e3, 0.02304],
  ] as const)("saturated vapour of %s at %d C has its published density", (name, tempC, latent, density) => {
    const coolant = toCoolant(name);
    const tempK = kelvin(tempC);
    within(coolant.latentHeatJPerKg(tempK), latent, 0.002);
    within(coolant.vapourDensityKgPerM3(tempK, coolant.vapourPressurePa(tempK)), density, 0.01);
  });

  test("vapour of isooctane and HFE-7200 is a perfect gas of their molar mass", () => {
    for (const [name, kgPerMol] of [
      ["isooctane", 0.11423],
      ["hfe-7200", 0.26407],
    ] as const) {
      const perfect = (5000 * kgPerMol) / (gasConstant * kelvin(25));
      within(toCoolant(name).vapourDensityKgPerM3(kelvin(25), 5000), perfect, 0.03);
    }
  });
});

describe.each(coolantNames)("%s", (name) => {
  const coolant = toCoolant(name);
  // A step that is not a multiple of the tables' own, so that points between theirs are met.
  const temperatures = Array.from({ length: 200 }, (_, i) => kelvin(-60 + i * 0.77));

  test("gives one temperature for one enthalpy, in and far outside its range", () => {
    for (const tempK of [60, 120, ...temperatures, 380, 420, 600]) {
      const enthalpy = coolant.enthalpyJPerKg(tempK);
      expect(Math.abs(coolant.tempK(enthalpy) - tempK)).toBeLessThan(1e-9);
      expect(Math.abs(coolant.enthalpyJPerKg(coolant.tempK(enthalpy)) - enthalpy)).toBeLessThan(1e-6);
    }
    expect(coolant.enthalpyJPerKg(273.15)).toBeCloseTo(0, 6);
  });

  test("takes up as much heat as its enthalpy rises", () => {
    for (const tempK of temperatures) {
      const rise = coolant.enthalpyJPerKg(tempK + 0.5) - coolant.enthalpyJPerKg(tempK - 0.5);
      within(rise, coolant.heatJPerKgK(tempK), 0.002);
    }
  });

  test("warms without going back: vapour pressure and enthalpy rise, viscosity falls", () => {
    for (const [i, tempK] of temperatures.entries()) {
      const last = temperatures[i - 1];
      if (last === undefined) continue;
      expect(coolant.enthalpyJPerKg(tempK)).toBeGreaterThan(coolant.enthalpyJPerKg(last));
      expect(coolant.vapourPressurePa(tempK)).toBeGreaterThanOrEqual(coolant.vapourPressurePa(last));
      expect(coolant.viscosityPaS(tempK)).toBeLessThanOrEqual(coolant.viscosityPaS(last));
      if (last > kelvin(4)) {
        expect(coolant.densityKgPerM3(tempK, 2e5)).toBeLessThanOrEqual(coolant.densityKgPerM3(last, 2e5));
      }
    }
  });

  test("is squeezed by as much as its modulus says", () => {
    for (const tempK of temperatures) {
      const low = coolant.densityKgPerM3(tempK, 1e6);
      const high = coolant.densityKgPerM3(tempK, 1.1e6);
      within((1e5 * (low + high)) / 2 / (high - low), coolant.bulkModulusPa(tempK), 0.005);
    }
  });

  test("has vapour far lighter than its liquid", () => {
    const tempK = kelvin(20);
    const vapour = coolant.vapourDensityKgPerM3(tempK, coolant.vapourPressurePa(tempK));
    expect(vapour).toBeGreaterThan(0);
    expect(vapour).toBeLessThan(coolant.densityKgPerM3(tempK, 1e6) / 50);
  });

  test("stays finite and positive far outside its range", () => {
    for (const tempK of [60, 120, 220, 420, 600]) {
      for (const value of [
        coolant.densityKgPerM3(tempK, 1e5),
        coolant.bulkModulusPa(tempK),
        coolant.heatJPerKgK(tempK),
        coolant.vapourPressurePa(tempK),
        coolant.vapourDensityKgPerM3(tempK, 1e4),
        coolant.latentHeatJPerKg(tempK),
        coolant.viscosityPaS(tempK),
      ]) {
        expect(value).toBeGreaterThan(0);
        expect(Number.isFinite(value)).toBe(true);
      }
    }
  });
});
