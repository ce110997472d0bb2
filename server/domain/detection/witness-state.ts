import type { CompensationState } from "./compensation.ts";
import type { FastState } from "./fast-loss.ts";
import type { BreakState } from "./level-break.ts";
import type { LevelState } from "./level-history.ts";
import type { BankState } from "./loss-bank.ts";
import type { Temperatures } from "./temperatures.ts";
import type { SwingState } from "./thermal-swing.ts";

/** One evaluation of a witness. */
export interface Observation {
  readonly atS: number;
  /** What the channel shows, in its unit. */
  readonly value: number;
  /** True when it was measured since the last evaluation. */
  readonly fresh: boolean;
  readonly temperatures: Temperatures;
  /** Pressure that the pump adds between the accumulator and this sensor, kPa. */
  readonly headKpa: number;
  /** Litres filled in since the beginning: they are no part of what is watched. */
  readonly filledL: number;
  /** What the temperatures' unrest may hide, litres (`temperature-watch.ts`). */
  readonly unrestL: number;
  /** Nothing unusual goes on: learn. And the same but for a leak that is known. */
  readonly quiet: boolean;
  readonly calm: boolean;
}

/** What a witness knows; plain data. */
export interface WitnessState {
  readonly compensation: CompensationState;
  readonly bank: BankState;
  readonly fast: FastState;
  readonly breach: BreakState;
  readonly history: LevelState;
  /** Over the open grain: inventory, reading, temperature, error, strangeness. */
  readonly sums: Float64Array;
  readonly features: Float64Array;
  /** Features of the last complete grain, for what a silence hides. */
  readonly grainFeatures: Float64Array;
  readonly swing: SwingState;
  /** See `at`. */
  readonly numbers: Float64Array;
  calibrated: boolean;
}

/** Places in its numbers. */
export const at = {
  firstS: 0,
  lastS: 1,
  learntS: 2,
  grain: 3,
  count: 4,
  reading: 5,
  gasL: 6,
  inventoryL: 7,
  watchedL: 8,
  tempC: 9,
  grainL: 10,
  grainReading: 11,
  grainC: 12,
  grainError: 13,
  grainStrange: 14,
  gasC: 15,
  headKpa: 16,
  changedS: 17,
  changedL: 18,
} as const;
