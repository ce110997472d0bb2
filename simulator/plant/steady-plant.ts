import type { Conditions } from "./conditions.ts";
import { exchangerWPerK, hullK, hullWPerK, stefanBoltzmann } from "./heat.ts";
import { pumpWorkingPoint } from "./hydraulics.ts";
import { meanAbsorbedFlux, orbitPeriodS, radiatorEmissivity } from "./orbit.ts";
import type { Plant } from "./plant.ts";
import type { PlantState } from "./state.ts";
import { stepPlant } from "./step-plant.ts";
import { balanceVolumes } from "./volume-balance.ts";

/** Revolutions run before a plant counts as periodic. Its slowest time constant is below one revolution. */
const warmUpOrbits = 7;

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
  const seconds = Math.ceil(warmUpOrbits * orbitPeriodS(plant.parameters));
  return runHealthy(plant, balancedPlant(plant, atS - seconds), seconds);
}

/** The full, healthy plant at `atS`, at the point of its thermal cycle that belongs to that time. */
export function restorePlant(plant: Plant, steady: PlantState, atS: number): PlantState {
  const sinceS = ((atS - steady.atS) % orbitPeriodS(plant.parameters)) + orbitPeriodS(plant.parameters);
  const intoOrbitS = sinceS % orbitPeriodS(plant.parameters);
  return { ...runHealthy(plant, { ...steady, atS: atS - intoOrbitS }, intoOrbitS), atS };
}

function runHealthy(plant: Plant, from: PlantState, seconds: number): PlantState {
  const conditions = healthyConditions(plant);
  let state = from;
  for (let left = seconds; left > 0; left -= 1)
    state = stepPlant(plant, state, conditions, Math.min(1, left));
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
