import { gasConstant, liquidDensity, vapourDensity } from "./coolant.ts";
import type { Plant } from "./plant.ts";
import { type PlantState, segmentsOf } from "./state.ts";

/** Pressure and volumes that a given amount of coolant takes on. */
export type VolumeBalance = Pick<PlantState, "pressurePa" | "gasM3" | "voidM3">;

/** Relative change of pressure at which the search for it ends; far below one part in a million of mass. */
const tolerance = 1e-13;
const mostIterations = 60;

/**
 * The pressure at which all coolant on board fits: pipework full of liquid at its local pressure and temperature, the
 * rest in the accumulator beside the gas. With too little coolant for that the accumulator is empty and against its
 * stop, and the pressure falls along the stiffness of the liquid until the warmest stretch boils; what is missing
 * then is vapour in the pipework.
 */
export function balanceVolumes(plant: Plant, state: PlantState): VolumeBalance {
  const { coolant, gasMol, accumulatorM3 } = plant;
  // Mass of full pipework is linear in pressure: full(p) = atZeroKg + perPa * p.
  let atZeroKg = 0;
  let perPa = 0;
  let boilingPa = 0;
  for (const { segment, heat } of segmentsOf(plant, state)) {
    const abovePa = state.pumpHeadPa * (1 - segment.position);
    const slope =
      (segment.volumeM3 * coolant.densityKgPerM3(heat.fluidK)) / coolant.bulkModulusPa(heat.fluidK);
    atZeroKg += segment.volumeM3 * liquidDensity(coolant, heat.fluidK, abovePa);
    perPa += slope;
    const endAbovePa = state.pumpHeadPa * (1 - segment.endPosition);
    boilingPa = Math.max(boilingPa, coolant.vapourPressurePa(heat.fluidK) - endAbovePa);
  }
  const gasPaM3 = gasMol * gasConstant * state.gasK;
  const emptyingPa = gasPaM3 / accumulatorM3;

  if (state.massKg > atZeroKg + perPa * emptyingPa) {
    const reservoirAtZero = liquidDensity(coolant, state.accumulatorLiquidK, 0);
    const reservoirPerPa = liquidDensity(coolant, state.accumulatorLiquidK, 1) - reservoirAtZero;
    let pressurePa = emptyingPa;
    // Newton from below: the balance is increasing and concave in pressure, so no step can overshoot.
    for (let i = 0; i < mostIterations; i++) {
      const density = reservoirAtZero + reservoirPerPa * pressurePa;
      const liquidM3 = accumulatorM3 - gasPaM3 / pressurePa;
      const missingKg = state.massKg - atZeroKg - perPa * pressurePa - density * liquidM3;
      const slope = perPa + reservoirPerPa * liquidM3 + (density * gasPaM3) / pressurePa ** 2;
      const change = missingKg / slope;
      pressurePa += change;
      if (Math.abs(change) <= tolerance * pressurePa) break;
    }
    return { pressurePa, gasM3: gasPaM3 / pressurePa, voidM3: 0 };
  }

  const liquidPa = (state.massKg - atZeroKg) / perPa;
  if (liquidPa >= boilingPa) return { pressurePa: liquidPa, gasM3: accumulatorM3, voidM3: 0 };
  const boiling = { ...state, pressurePa: boilingPa };
  return { gasM3: accumulatorM3, ...makeVoid(plant, boiling, atZeroKg + perPa * boilingPa) };
}

/**
 * Vapour, spread evenly over the pipework, that makes `fullKg` of liquid into the mass on board. When even vapour alone
 * would weigh more, the liquid is gone and the vapour thins out below its boiling pressure.
 */
function makeVoid(
  plant: Plant,
  boiling: PlantState,
  fullKg: number,
): Pick<VolumeBalance, "pressurePa" | "voidM3"> {
  const { pressurePa, massKg } = boiling;
  const vapourKg = segmentsOf(plant, boiling).reduce(
    (sum, { segment, heat }) =>
      sum + segment.volumeM3 * vapourDensity(plant.coolant, heat.fluidK, pressurePa),
    0,
  );
  if (massKg <= vapourKg) return { pressurePa: pressurePa * (massKg / vapourKg), voidM3: plant.pipeworkM3 };
  return { pressurePa, voidM3: (plant.pipeworkM3 * (fullKg - massKg)) / (fullKg - vapourKg) };
}
