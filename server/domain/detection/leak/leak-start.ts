import type { Loop } from "../../loop/loop.ts";
import { type LossFilterSettings, type LossFilterState, toLossFilterState } from "./loss-filter.ts";
import { vapourPressureKpa } from "./vapour-pressure.ts";

/** When the loss began and what the loop held then, litres. */
export interface LossOnset {
  readonly atS: number;
  readonly inventoryL: number;
}

/** What is known when a leak is found. */
export interface LeakStart {
  readonly onset: LossOnset;
  readonly atS: number;
  /** Newest measured inventory, litres, and the variance of its white part. */
  readonly inventoryL: number;
  readonly inventoryVarianceL2: number;
  /** Loss as the sensor shows it, litres per second, with its standard deviation. */
  readonly lossLPerS: number;
  readonly lossSdLPerS: number;
  /** What drives the leak then: mean pressure of the loop, kPa absolute. */
  readonly pressureKpa: number;
  /** Gas in the accumulator then, litres. */
  readonly gasL: number;
  /** True when the inventory comes from a pressure by the gas law, false when from a quantity sensor. */
  readonly gasLaw: boolean;
  /** Random walk of the healthy inventory, litres² per second. */
  readonly wanderL2PerS: number;
  /** Scatter of one evaluation, and its coloured part with its correlation time. */
  readonly noise: {
    readonly whiteVarianceL2: number;
    readonly colouredSdL: number;
    readonly colouredTauS: number;
  };
}

/** One evaluation. */
export interface LeakStep {
  readonly dtS: number;
  readonly atS: number;
  /** `NaN`: nothing was measured. */
  readonly measuredL: number;
  readonly varianceL2: number;
  /** Mean pressure of the loop, kPa absolute; `NaN`: none. */
  readonly pressureKpa: number;
  /** Gas in the accumulator, litres; `NaN`: not known. */
  readonly gasL: number;
  /** No coolant is left beside the gas: from here on nothing measures the inventory. */
  readonly bottomedOut: boolean;
}

/** How much the pressure drives the loss: 1 for a hole into vacuum, 1.4 to 1.7 against air or boiling, 0 for a seep. */
const usualDrive = 1;
const driveSd = 0.5;

/**
 * No recorded loop's scatter is white: with little known, a part that lasts for minutes and has this share of a single
 * evaluation's standard deviation is taken for granted.
 */
const leastColoured = 0.5;
const usualTauS = 300;

/** Air at sea level, kPa: no leak works against more, but for the vapour of its own coolant. */
const airKpa = 101;
/** However near the pressure is to what stands against the leak. */
const steepestDrive = 3;

/** κ = p₀ / (p₀ - p_e) with the highest pressure p_e that can stand against the leak. */
function mostDrive(loop: Loop, pressureKpa: number): number {
  const against = Math.max(airKpa, vapourPressureKpa(loop.coolant, loop.referenceTempC));
  const over = pressureKpa - against;
  return over > 0 ? Math.min(steepestDrive, pressureKpa / over) : steepestDrive;
}

/** What stays the same while the leak is followed. */
export const toFilterSettings = (loop: Loop, start: LeakStart): LossFilterSettings => ({
  mostDrive: mostDrive(loop, start.pressureKpa),
  referenceKpa: start.pressureKpa,
  gasLaw: start.gasLaw,
  wanderL2PerS: start.wanderL2PerS,
  colouredSdL: Math.max(start.noise.colouredSdL, leastColoured * Math.sqrt(start.noise.whiteVarianceL2)),
  colouredTauS: start.noise.colouredTauS > 0 ? start.noise.colouredTauS : usualTauS,
});

/** The filter at the moment when the leak is found. */
export const toFilterState = (loop: Loop, start: LeakStart): LossFilterState =>
  toLossFilterState(toFilterSettings(loop, start), {
    inventoryL: start.inventoryL,
    varianceL2: start.inventoryVarianceL2,
    lossLPerS: Math.max(0, start.lossLPerS),
    lossSdLPerS: start.lossSdLPerS,
    sinceOnsetS: start.atS - start.onset.atS,
    drive: usualDrive,
    driveSd,
  });
