import type { Conditions } from "./conditions.ts";
import { gasConstant } from "./coolant.ts";
import { shellToGasWPerK, stepHeat } from "./heat.ts";
import { leakThrough, pumpWorkingPoint } from "./hydraulics.ts";
import type { Plant } from "./plant.ts";
import { accumulatorLiquidM3, type PlantState } from "./state.ts";
import { balanceVolumes } from "./volume-balance.ts";

/** Molar heat at constant volume of the accumulator's gas: nitrogen, 5/2 R. */
const gasMolarHeat = 2.5 * gasConstant;

/** A sub-step may drain this share of the gas volume, and move this share of a segment's coolant on. */
const drainShare = 0.01;
const courantShare = 0.3;
/** Enough for a 12 mm hole in the default loop at one second a step. */
const mostSubSteps = 200;

/**
 * The plant `dtS` seconds later. Pure: the same state and conditions give the same answer. Sub-steps are chosen from
 * the leak and the flow alone. Coolant is conserved exactly: what is gone is what went through the holes.
 */
export function stepPlant(plant: Plant, state: PlantState, conditions: Conditions, dtS: number): PlantState {
  const count = subSteps(plant, state, conditions, dtS);
  let now = state;
  let lostKg = 0;
  for (let i = 0; i < count; i++) {
    now = subStep(plant, now, conditions, dtS / count);
    lostKg += (now.leakKgPerS * dtS) / count;
  }
  return count === 1 ? now : { ...now, atS: state.atS + dtS, leakKgPerS: lostKg / dtS };
}

function subSteps(plant: Plant, state: PlantState, conditions: Conditions, dtS: number): number {
  const leakM3PerS =
    leakKgPerS(plant, state, conditions) / plant.coolant.densityKgPerM3(state.accumulatorLiquidK);
  const smallestM3 = Math.min(...plant.segments.map((segment) => segment.volumeM3));
  const byLeak = (leakM3PerS * dtS) / (drainShare * state.gasM3);
  const byFlow = (state.flowM3PerS * dtS) / (courantShare * smallestM3);
  return Math.min(mostSubSteps, Math.max(1, Math.ceil(byLeak), Math.ceil(byFlow)));
}

const leakKgPerS = (plant: Plant, state: PlantState, conditions: Conditions): number =>
  conditions.holes.reduce((sum, hole) => sum + leakThrough(plant, state, hole), 0);

function subStep(plant: Plant, state: PlantState, conditions: Conditions, dtS: number): PlantState {
  const leak = Math.min(leakKgPerS(plant, state, conditions), state.massKg / dtS);
  const warmed: PlantState = {
    ...state,
    ...stepHeat(plant, state, conditions, dtS),
    ...pumpWorkingPoint(plant, conditions.pumpSpeed, state.voidM3),
    atS: state.atS + dtS,
    massKg: state.massKg - leak * dtS,
    leakKgPerS: leak,
  };
  return settle(plant, state, warmed, dtS);
}

/**
 * Gas and coolant find their new balance. The gas first works against the coolant (adiabatic), then takes up heat from
 * the shell: slow changes are isothermal, a sudden one cools or warms the gas for some seconds.
 */
function settle(plant: Plant, before: PlantState, after: PlantState, dtS: number): PlantState {
  const squeezed = balanceVolumes(plant, after);
  const workedK = after.gasK * (before.gasM3 / squeezed.gasM3) ** (gasConstant / gasMolarHeat);
  const relaxation = Math.exp((-shellToGasWPerK * dtS) / (plant.gasMol * gasMolarHeat));
  const gasK = after.accumulatorShellK + (workedK - after.accumulatorShellK) * relaxation;
  const settled = { ...after, gasK, ...balanceVolumes(plant, { ...after, gasK }) };
  const movedM3 = accumulatorLiquidM3(plant, settled) - accumulatorLiquidM3(plant, before);
  const surgeKgPerS = (movedM3 * plant.coolant.densityKgPerM3(settled.accumulatorLiquidK)) / dtS;
  return { ...settled, surgeKgPerS };
}
