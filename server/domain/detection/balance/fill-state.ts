import type { EpochMs } from "../../../../protocol/time.ts";
import { type FillExcuseState, newFillExcuseState } from "./fill-excuse.ts";
import { newRiseWitnessState, type RiseWitnessState } from "./rise-witness.ts";

/** What the watch must know of a loop. */
export interface FillSettings {
  readonly chargeL: number;
  /** Growth of the whole charge for a kelvin: expansion of the coolant times `chargeL`, litres. */
  readonly litresPerK: number;
  readonly falseAlarmsPerYear: number;
  /** Number of witnesses of the inventory. */
  readonly witnesses: number;
  /** Smallest step of the make-up counter, litres; 0 when there is none. */
  readonly fedStepL: number;
}

/** One evaluation; the record is reused by the caller. */
export interface FillInput {
  atMs: EpochMs;
  /** Compensated inventory of each witness, before anything is taken off, litres; `NaN`: not usable now. */
  inventoriesL: Float64Array;
  /** Noise of a single one of these values, litres. */
  sdsL: Float64Array;
  /** How badly what the temperatures did lately may be compensated, litres (sd). */
  swungL: number;
  /** Flow in any unit; `NaN`: not known now. */
  flow: number;
  /** Litres that the make-up pump has fed in, counted up without resets (`FedVolume.countedL`); `NaN`: not counted. */
  fedL: number;
  /** The make-up pump runs (1) or stands (0); `NaN`: not known. */
  running: number;
  /** What a person has said is being done to the loop's coolant now. */
  declared: "nothing" | "refill" | "drain";
  /** Something else is known to move the inventory now (isolation, a pump or valve change found elsewhere). */
  excused: boolean;
  /** The healthy model is fixed. */
  calibrated: boolean;
}

/** Who put coolant in. */
export type FillCause = "make-up" | "refill" | "drain" | "undeclared";

/** A filling that is over; a drain has negative litres. */
export interface Fill {
  readonly fromMs: EpochMs;
  readonly untilMs: EpochMs;
  readonly litres: number;
  readonly cause: FillCause;
  /** Only one witness tells the inventory of this loop. */
  readonly lone: boolean;
}

export interface FillState {
  readonly witnesses: RiseWitnessState[];
  readonly excuse: FillExcuseState;
  phase: "quiet" | "suspected" | "filling" | "settling";
  cause: FillCause;
  lone: boolean;
  atMs: EpochMs;
  sinceMs: EpochMs;
  endedMs: EpochMs;
  /** A rise must rest so long before its filling is over, seconds. */
  quietS: number;
  /** Of each witness: inventory before the filling, litres; `NaN`: not known. */
  readonly startL: Float64Array;
  /** Of each witness: what `filledL` would have been then, had the rise been taken from its beginning. */
  readonly baseL: Float64Array;
  /** Counter of the make-up pump before the filling began, and at the last evaluation. */
  startFedL: number;
  fedL: number;
  /** What the counter showed first, and when the pump last ran or counted. */
  firstFedL: number;
  fedAtMs: EpochMs;
  /** Litres of all fillings that are over and were not counted. */
  closedL: number;
  last: Fill | null;
}

/** Less than this share of the charge is not worth a word: a litre or two of a large loop's wander. */
export const leastShare = 0.0005;

/** A make-up pump that pauses so long has stopped, seconds. */
export const pauseS = 30;

/** Litres that the witnesses took of the present filling, with what rose before it was recognised; their mean. */
export function takenL(state: FillState): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < state.witnesses.length; i++) {
    const litres = state.witnesses[i]!.filledL - state.baseL[i]!;
    if (Number.isNaN(litres)) continue;
    sum += litres;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

export const newFillState = (settings: FillSettings): FillState => ({
  witnesses: Array.from({ length: settings.witnesses }, newRiseWitnessState),
  excuse: newFillExcuseState(),
  phase: "quiet",
  cause: "undeclared",
  lone: false,
  atMs: Number.NEGATIVE_INFINITY,
  sinceMs: Number.NaN,
  endedMs: Number.NaN,
  quietS: pauseS,
  startL: new Float64Array(settings.witnesses).fill(Number.NaN),
  baseL: new Float64Array(settings.witnesses).fill(Number.NaN),
  startFedL: Number.NaN,
  fedL: Number.NaN,
  firstFedL: Number.NaN,
  fedAtMs: Number.NEGATIVE_INFINITY,
  closedL: 0,
  last: null,
});
