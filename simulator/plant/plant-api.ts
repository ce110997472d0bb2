import type { PlantDescription } from "../description/plant-description.ts";
import type { ProbeDescription } from "../description/sensor-description.ts";
import type { PlantInputs } from "./inputs.ts";

/** A running loop. Its state is its own and changes with each step; nothing is allocated on the way. */
export interface Plant {
  readonly description: PlantDescription;
  /** Epoch seconds. */
  readonly atS: number;
  /** Moves on by `dtS` seconds, in as many sub-steps as flow and leaks ask for. Throws `PlantError` for a state that is no number. */
  step(inputs: PlantInputs, dtS: number): void;
  /**
   * A reading of the truth at a place, in the unit of its measure (`measureUnits`). "wetness" answers the litres spilled
   * outside, for a sensor to compare with its own threshold. Throws `RangeError` for a place that is not there.
   */
  probe(probe: ProbeDescription): () => number;
  readonly truth: PlantTruth;
  /** What went in and out since the plant was made; with `truth.massKg` and `truth.heatJ` it closes the balances. */
  readonly ledger: Ledger;
  /** Puts the plant back into the state it was made in, full and healthy, at this time. */
  restore(atS: number): void;
}

/** What is really so. The same object is kept up to date. */
export interface PlantTruth {
  /** Coolant on board (loop, still volumes, accumulator, sealed segments), weighed from densities and volumes, kg. */
  readonly massKg: number;
  /** The same referred to the reference temperature and pressure, litres. */
  readonly inventoryL: number;
  /** Mean loss over the last step through all leaks of coolant, kg/s. */
  readonly leakKgPerS: number;
  /** Lost since made or restored, kg. */
  readonly lostKg: number;
  readonly bulkTempC: number;
  /** At the accumulator, absolute. */
  readonly pressureKpa: number;
  readonly accumulatorLiquidL: number;
  readonly gasMol: number;
  /** The accumulator has no coolant left to give. */
  readonly bottomedOut: boolean;
  /** Share of the pipework that is vapour. */
  readonly voidShare: number;
  /** Heat content of coolant, walls, cabin, accumulator shell and gas, J, from an arbitrary zero. */
  readonly heatJ: number;
}

/** Sums since the plant was made. Masses in kg, energies in J; what enters is positive. */
export interface Ledger {
  readonly leakedKg: number;
  readonly refilledKg: number;
  readonly madeUpKg: number;
  readonly drainedKg: number;
  /** Loads and cabin heat, pump, absorbed from Sun and Earth, ambient exchangers and hull (either sign). */
  readonly heatInJ: number;
  readonly radiatedJ: number;
  /** Heat carried by coolant that left or came in. */
  readonly carriedOutJ: number;
  readonly carriedInJ: number;
  /** Work of the accumulator's gas on the coolant (positive when it expands). */
  readonly gasWorkJ: number;
  /** Heat carried out by gas that leaked. */
  readonly gasOutJ: number;
}
