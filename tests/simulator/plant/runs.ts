import { type Leak, type PlantInputs, usualInputs } from "../../../simulator/plant/inputs.ts";
import type { Ledger, Plant } from "../../../simulator/plant/plant-api.ts";

/** A sharp-edged hole of this diameter. */
export const hole = (
  holeMm: number,
  segment: string,
  position: number,
  tail: "metastable" | "HEM" = "metastable",
): Leak => ({
  segment,
  position,
  size: { kind: "hole", areaM2: (Math.PI / 4) * (holeMm * 1e-3) ** 2, tail },
});

/** Steps a plant second by second for `forS` seconds, or until `seen` says true; returns the seconds passed. */
export function run(
  plant: Plant,
  changes: Partial<PlantInputs>,
  forS: number,
  seen: (secondsIn: number) => boolean = () => false,
): number {
  const inputs = { ...usualInputs, ...changes };
  for (let second = 1; second <= forS; second++) {
    plant.step(inputs, 1);
    if (seen(second)) return second;
  }
  return forS;
}

/** Coolant that has come in less what has gone out, by the ledger. */
export const netKg = (ledger: Ledger): number =>
  ledger.refilledKg + ledger.madeUpKg - ledger.leakedKg - ledger.drainedKg;

/** Heat that has come in less what has gone out, by the ledger. */
export const netJ = (ledger: Ledger): number =>
  ledger.heatInJ -
  ledger.radiatedJ +
  ledger.carriedInJ -
  ledger.carriedOutJ -
  ledger.gasWorkJ -
  ledger.gasOutJ;
