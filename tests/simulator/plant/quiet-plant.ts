import type { Hole } from "../../../simulator/plant/conditions.ts";
import type { PlantParameters } from "../../../simulator/plant/parameters.ts";
import { type Plant, toPlant } from "../../../simulator/plant/plant.ts";
import type { PlantState } from "../../../simulator/plant/state.ts";
import { createSteadyPlant, healthyConditions } from "../../../simulator/plant/steady-plant.ts";
import { stepPlant } from "../../../simulator/plant/step-plant.ts";

/** A multiple of nothing in particular: any source time will do. */
export const startS = 1_700_000_000;

/** With the Sun over the orbit's pole nothing cycles, and this radiator settles at the reference: 20 C, 304 kPa. */
const quiet = { betaDeg: 90, radiatorM2: 7.2 };

/** A plant without thermal cycle in its steady state. */
export function createQuietPlant(given: Partial<PlantParameters>): { plant: Plant; state: PlantState } {
  const plant = toPlant({ ...quiet, ...given });
  return { plant, state: createSteadyPlant(plant, startS) };
}

/** Runs a leaking plant second by second until `done` or for `mostS`; calls back after each second. */
export function leak(
  { plant, state: from }: { plant: Plant; state: PlantState },
  holes: readonly Hole[],
  mostS: number,
  seen: (state: PlantState, secondsIn: number) => boolean | undefined,
): PlantState {
  const conditions = { ...healthyConditions(plant), holes };
  let state = from;
  for (let t = 1; t <= mostS; t++) {
    state = stepPlant(plant, state, conditions, 1);
    if (seen(state, t) === true) break;
  }
  return state;
}

/** Seconds until the pressure has fallen to a share of what it was. */
export function secondsToShare(
  quietPlant: { plant: Plant; state: PlantState },
  holes: readonly Hole[],
  share: number,
): number {
  let at = Number.POSITIVE_INFINITY;
  leak(quietPlant, holes, 200_000, (state, t) => {
    if (state.pressurePa > share * quietPlant.state.pressurePa) return false;
    at = t;
    return true;
  });
  return at;
}
