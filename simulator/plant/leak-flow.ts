import { type Coolant, gasConstant } from "./coolants/coolant.ts";

/** Discharge coefficient of a sharp-edged hole in a thin wall, for liquid (textbook range 0.60 to 0.65). */
const liquidDischarge = 0.62;

/** The same for choked gas, whose jet contracts less (Perry 1949). */
const gasDischarge = 0.84;

/** Nitrogen, the accumulators' charge: ratio of heat capacities and molar mass. */
const nitrogenGamma = 1.4;
const nitrogenKgPerMol = 0.0280134;

/** How coolant near boiling leaves a hole: a thin wall lets it out as liquid, a long passage boils it inside. */
export interface LeakHole {
  readonly areaM2: number;
  readonly tail: "metastable" | "HEM";
}

/** The two sides of a hole: coolant temperature, and absolute pressures inside and out. */
export interface HoleSides {
  readonly tempK: number;
  readonly upstreamPa: number;
  readonly outsidePa: number;
}

/** Liquid through a sharp-edged hole, kg/s: Cd A sqrt(2 rho dp). Zero when the outside pushes back. */
export const liquidOrificeKgPerS = (
  areaM2: number,
  densityKgPerM3: number,
  upstreamPa: number,
  outsidePa: number,
): number => liquidDischarge * areaM2 * Math.sqrt(2 * densityKgPerM3 * Math.max(0, upstreamPa - outsidePa));

/**
 * Coolant through a hole at any distance from boiling, kg/s. "metastable": a jet too short-lived to boil, driven by the
 * whole pressure. "HEM": boiling on the way holds the hole's end at the vapour pressure, above which the rest drives the
 * liquid; the equilibrium-rate model (Fauske 1985) is the floor where none is left:
 * G^2 = 2 Cd^2 rho (p - psat) + (h_fg / v_fg)^2 / (T cp). Never more than the liquid orifice lets through.
 */
export function twoPhaseKgPerS(hole: LeakHole, coolant: Coolant, sides: HoleSides): number {
  const { tempK, upstreamPa, outsidePa } = sides;
  if (!(upstreamPa > outsidePa)) return 0;
  const density = coolant.densityKgPerM3(tempK, upstreamPa);
  const liquid = liquidOrificeKgPerS(hole.areaM2, density, upstreamPa, outsidePa);
  const vapourPa = coolant.vapourPressurePa(tempK);
  if (hole.tail === "metastable" || outsidePa >= vapourPa) return liquid;
  const subcooled = liquidOrificeKgPerS(hole.areaM2, density, upstreamPa, vapourPa);
  // Below the vapour pressure the vapour is thinner in proportion.
  const boiling = hole.areaM2 * equilibriumRate(coolant, tempK) * Math.min(1, upstreamPa / vapourPa);
  return Math.min(liquid, Math.hypot(subcooled, boiling));
}

/** Critical flux of a saturated liquid that boils as it leaves, kg/(m2 s): the equilibrium-rate model. */
function equilibriumRate(coolant: Coolant, tempK: number): number {
  const vapourPa = coolant.vapourPressurePa(tempK);
  const vaporisedM3PerKg =
    1 / coolant.vapourDensityKgPerM3(tempK, vapourPa) - 1 / coolant.densityKgPerM3(tempK, vapourPa);
  return coolant.latentHeatJPerKg(tempK) / vaporisedM3PerKg / Math.sqrt(tempK * coolant.heatJPerKgK(tempK));
}

/**
 * Nitrogen through a hole, mol/s, at the speed of sound: right as long as the outside has less than half of the
 * pressure inside.
 */
export function gasChokedMolPerS(areaM2: number, pressurePa: number, tempK: number): number {
  const exponent = (nitrogenGamma + 1) / (2 * (nitrogenGamma - 1));
  const choking = (2 / (nitrogenGamma + 1)) ** exponent;
  const perPa = Math.sqrt(nitrogenGamma / (nitrogenKgPerMol * gasConstant * tempK));
  return gasDischarge * areaM2 * Math.max(0, pressurePa) * perPa * choking;
}
