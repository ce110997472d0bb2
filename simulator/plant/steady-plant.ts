import type { Conditions } from "./conditions.ts";
import { exchangerWPerK, hullK, hullWPerK, stefanBoltzmann } from "./heat.ts";
import { pumpWorkingPoint } from "./hydraulics.ts";
import { meanAbsorbedFlux, orbitPeriodS, radiatorEmissivity } from "./orbit.ts";
import type { Plant } from "./plant.ts";
import type { PlantState } from "./state.ts";
import { stepPlant } from "./step-plant.ts";
import { balanceVolumes } from "./volume-balance.ts";

/**
 * Revolutions run before a plant counts as periodic; its slowest time constant is below one revolution. Most of them
 * go in coarse steps, the last ones in the steps of the running plant, so that no trace of the coarse ones is left.
 */
const coarseOrbits = 5;
const coarseStepS = 4;
const fineOrbits = 2;
const fineStepS = 1;

/** What acts on a healthy plant. */
export const healthyConditions = (plant: Plant): Conditions => ({
  heatLoadW: plant.parameters.heatLoadW,
  absorbedFactor: 1,
  pumpSpeed: 1,
  holes: [],
});

/**
 * A full, healthy plant in its periodic steady state at `atS` (epoch seconds): started in the balance of its mean heat
 * flows and run for seven revolutions that end at `atS`.
 */
export function createSteadyPlant(plant: Plant, atS: number): PlantState {
  const orbitS = Math.ceil(orbitPeriodS(plant.parameters));
  const coarseS = coarseOrbits * orbitS;
  const fineS = fineOrbits * orbitS;
  const begun = balancedPlant(plant, atS - coarseS - fineS);
  const coarse = runHealthy(plant, begun, { seconds: coarseS, stepS: coarseStepS });
  return runHealthy(plant, coarse, { seconds: fineS, stepS: fineStepS });
}

/** The full, healthy plant at `atS`, at the point of its thermal cycle that belongs to that time. */
export function restorePlant(plant: Plant, steady: PlantState, atS: number): PlantState {
  const orbitS = orbitPeriodS(plant.parameters);
  const intoOrbitS = (((atS - steady.atS) % orbitS) + orbitS) % orbitS;
  const begun = { ...steady, atS: atS - intoOrbitS };
  return { ...runHealthy(plant, begun, { seconds: intoOrbitS, stepS: fineStepS }), atS };
}

function runHealthy(
  plant: Plant,
  from: PlantState,
  { seconds, stepS }: { readonly seconds: number; readonly stepS: number },
): PlantState {
  const conditions = healthyConditions(plant);
  let state = from;
  for (let left = seconds; left > 0; left -= stepS) {
    state = stepPlant(plant, state, conditions, Math.min(stepS, left));
  }
  return state;
}

/** One temperature everywhere at which the mean heat flows in and out are equal; found by halving. */
function balancedPlant(plant: Plant, atS: number): PlantState {
  const { heatLoadW, radiatorM2 } = plant.parameters;
  const absorbedWPerM2 = meanAbsorbedFlux(plant.parameters);
  const excessW = (fluidK: number): number => {
    // Cabin in series: heat load = hull loss + what the exchanger takes.
    const exchanger = plant.size * exchangerWPerK;
    const hull = plant.size * hullWPerK;
    const cabinK = (heatLoadW + exchanger * fluidK + hull * hullK) / (exchanger + hull);
    const radiatedW = radiatorM2 * (radiatorEmissivity * stefanBoltzmann * fluidK ** 4 - absorbedWPerM2);
    return exchanger * (cabinK - fluidK) - radiatedW;
  };
  let lowK = 100;
  let highK = 500;
  while (highK - lowK > 1e-6) {
    const middleK = (lowK + highK) / 2;
    if (excessW(middleK) > 0) lowK = middleK;
    else highK = middleK;
  }
  return uniformPlant(plant, atS, lowK);
}

/** A full plant with one temperature everywhere, at rest except for the pump. */
export function uniformPlant(plant: Plant, atS: number, tempK: number): PlantState {
  const state: PlantState = {
    atS,
    segments: plant.segments.map(() => ({ fluidK: tempK, wallK: tempK })),
    cabinK: tempK,
    accumulatorLiquidK: tempK,
    accumulatorShellK: tempK,
    gasK: tempK,
    massKg: plant.chargeKg,
    pressurePa: plant.parameters.referencePressureKpa * 1e3,
    gasM3: plant.parameters.accumulatorGasL / 1e3,
    voidM3: 0,
    surgeKgPerS: 0,
    leakKgPerS: 0,
    ...pumpWorkingPoint(plant, 1, 0),
  };
  return { ...state, ...balanceVolumes(plant, state) };
}
