import type { CoolantName } from "../../description/plant-description.ts";
import { zeroCelsiusK } from "../../zero-celsius.ts";
import type { CoolantLaws } from "./coolant-laws.ts";
import { lawsByCoolant } from "./laws-by-coolant.ts";
import { createEnthalpyTable, createTable } from "./table.ts";

/** Molar gas constant, J/(mol K), CODATA 2018. */
export const gasConstant = 8.314462618;

/**
 * A coolant as the plant needs it. Kelvin, pascal (absolute), SI. Outside the range of its laws a property keeps its
 * value at the end of the range: the nearest known value is the smaller error. Enthalpy goes on with the last heat capacity.
 */
export interface Coolant {
  readonly name: CoolantName;
  /** Of the liquid, squeezed by its bulk modulus. */
  densityKgPerM3(tempK: number, pressurePa: number): number;
  /** Of the liquid, zero at 0 C. */
  enthalpyJPerKg(tempK: number): number;
  /** Exact inverse of `enthalpyJPerKg`. */
  tempK(enthalpyJPerKg: number): number;
  heatJPerKgK(tempK: number): number;
  bulkModulusPa(tempK: number): number;
  vapourPressurePa(tempK: number): number;
  /** A perfect gas with the compressibility factor that saturated vapour has at this temperature. */
  vapourDensityKgPerM3(tempK: number, pressurePa: number): number;
  latentHeatJPerKg(tempK: number): number;
  viscosityPaS(tempK: number): number;
}

const coolantByName = new Map<CoolantName, Coolant>();

/** The coolant of this name; its tables are computed once. */
export function toCoolant(name: CoolantName): Coolant {
  const known = coolantByName.get(name);
  if (known !== undefined) return known;
  const coolant = createCoolant(lawsByCoolant[name]);
  coolantByName.set(name, coolant);
  return coolant;
}

function createCoolant(laws: CoolantLaws): Coolant {
  const range = { lowK: laws.lowC + zeroCelsiusK, highK: laws.highC + zeroCelsiusK };
  const tableOf = (law: (tempC: number) => number) =>
    createTable(range, (tempK) => law(tempK - zeroCelsiusK));
  const density = tableOf(laws.densityKgPerM3);
  const densityPerPa = tableOf((tempC) => laws.densityKgPerM3(tempC) / laws.bulkModulusPa(tempC));
  const vapour = tableOf((tempC) => saturatedVapourKgPerM3(laws, tempC) / laws.vapourPressurePa(tempC));
  const enthalpy = createEnthalpyTable(
    range,
    (tempK) => laws.heatJPerKgK(tempK - zeroCelsiusK),
    zeroCelsiusK,
  );
  return {
    name: laws.name,
    densityKgPerM3: (tempK, pressurePa) =>
      density(tempK) + densityPerPa(tempK) * (pressurePa - laws.referencePa),
    enthalpyJPerKg: enthalpy.enthalpyJPerKg,
    tempK: enthalpy.tempK,
    heatJPerKgK: enthalpy.heatJPerKgK,
    bulkModulusPa: tableOf(laws.bulkModulusPa),
    vapourPressurePa: tableOf(laws.vapourPressurePa),
    vapourDensityKgPerM3: (tempK, pressurePa) => vapour(tempK) * pressurePa,
    latentHeatJPerKg: tableOf(laws.latentHeatJPerKg),
    viscosityPaS: tableOf(laws.viscosityPaS),
  };
}

/** For the slope of the vapour-pressure curve, K: small beside its curvature, large beside rounding. */
const slopeStepK = 0.05;

/** Clausius-Clapeyron: latent heat, vapour pressure and volumes cannot be chosen freely. v_g - v_f = h / (T dp/dT). */
function saturatedVapourKgPerM3(laws: CoolantLaws, tempC: number): number {
  const centreC = Math.min(laws.highC - slopeStepK, Math.max(laws.lowC + slopeStepK, tempC));
  const risePa = laws.vapourPressurePa(centreC + slopeStepK) - laws.vapourPressurePa(centreC - slopeStepK);
  const liquidM3PerKg = 1 / laws.densityKgPerM3(centreC);
  const vaporisedM3PerKg =
    (laws.latentHeatJPerKg(centreC) * 2 * slopeStepK) / ((centreC + zeroCelsiusK) * risePa);
  return 1 / (liquidM3PerKg + vaporisedM3PerKg);
}
