import { type CoolantLaws, constant, exponential, polynomial } from "./coolant-laws.ts";
import { water } from "./water.ts";

/** Raoult's law for a quarter of glycol by weight: its vapour is nearly all water, at this share of pure water's. */
const waterShare = 0.95;

/** Freezing point; water's vapour pressure is known from 0 C up and falls by about 7 % a kelvin below. */
const freezingC = -10;

const vapourPressurePa = (tempC: number): number =>
  waterShare * water.vapourPressurePa(Math.max(0, tempC)) * Math.exp(0.0726 * Math.min(0, tempC));

/**
 * Water with 25.2 % of propylene glycol by weight. Density, heat capacity and viscosity pass through CoolProp 8.0
 * values at 15, 25, 35 and 45 C (within 0.05 %) and stay within 2 % of it, viscosity within 6 %, from 0 to 60 C. The
 * modulus (2.4 GPa) is a little above water's, an estimate. Vapour and latent heat are those of its water.
 */
export const pg25: CoolantLaws = {
  name: "pg25",
  lowC: freezingC,
  highC: 60,
  vapourKgPerMol: water.vapourKgPerMol,
  referencePa: 101_325,
  densityKgPerM3: polynomial(1, [1026.425, -0.29, -3e-3]),
  bulkModulusPa: constant(2.4e9),
  heatJPerKgK: polynomial(1, [3870, 2.4]),
  viscosityPaS: exponential(1e-3, [1.6723898, -4.197082e-2, 1.5937742e-4, 9.2376573e-7]),
  vapourPressurePa,
  latentHeatJPerKg: water.latentHeatJPerKg,
};
