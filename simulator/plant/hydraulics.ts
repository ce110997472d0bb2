import type { Hole } from "./conditions.ts";
import { liquidDensity } from "./coolant.ts";
import type { Plant } from "./plant.ts";
import { liquidShare, type PlantState, pressureAt } from "./state.ts";

/** Discharge coefficient of a sharp-edged hole in a thin wall (textbook range 0.60 to 0.65). */
const dischargeCoefficient = 0.62;

/** Share of the pump's shut-off head that is left at nominal flow: a small centrifugal pump near its best point. */
const headShareAtNominalFlow = 0.75;

/** With this share of the pipework filled with vapour a pump has lost its prime and moves nothing. A judgement. */
const voidShareWithoutPrime = 0.5;

/** Below this share of liquid the last of it leaves as mist, ever more slowly. Keeps the mass above zero. */
const mistShare = 0.02;

/**
 * Where the pump's curve (shut-off head less a quadratic loss) meets the loop's friction (quadratic in flow). Vapour
 * at the suction takes the head away in proportion.
 */
export function pumpWorkingPoint(plant: Plant, pumpSpeed: number, voidM3: number) {
  const nominalPa = plant.parameters.pumpHeadKpa * 1e3;
  const nominalM3PerS = plant.parameters.flowLpm / 60_000;
  const prime = Math.max(0, 1 - voidM3 / plant.pipeworkM3 / voidShareWithoutPrime);
  const shutOffPa = (nominalPa / headShareAtNominalFlow) * pumpSpeed ** 2 * prime;
  const pumpLoss = (nominalPa / headShareAtNominalFlow - nominalPa) / nominalM3PerS ** 2;
  const friction = nominalPa / nominalM3PerS ** 2;
  // Without head there is no friction law to meet; such a loop stands still.
  const flowM3PerS = friction > 0 ? Math.sqrt(shutOffPa / (pumpLoss + friction)) : 0;
  return { pumpHeadPa: friction * flowM3PerS ** 2, flowM3PerS };
}

/**
 * Mass flow through a hole into vacuum, kg/s: orifice equation with the whole local pressure as driving head. The jet
 * leaves as metastable liquid (a hole in a thin wall is too short for boiling), so the vapour pressure does not choke it.
 */
export function leakThrough(plant: Plant, state: PlantState, hole: Hole): number {
  const areaM2 = (Math.PI / 4) * (hole.holeMm * 1e-3) ** 2;
  const index = Math.min(plant.segments.length - 1, Math.floor(hole.position * plant.segments.length));
  const tempK = state.segments[index]?.fluidK ?? state.accumulatorLiquidK;
  const pressurePa = Math.max(0, pressureAt(state, hole.position));
  const density = liquidDensity(plant.coolant, tempK, pressurePa);
  const wet = Math.min(1, liquidShare(plant, state) / mistShare);
  return dischargeCoefficient * areaM2 * wet * Math.sqrt(2 * density * pressurePa);
}
