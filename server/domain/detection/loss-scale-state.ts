import { newRobustVarianceState, type RobustVarianceState } from "../statistics/robust-variance.ts";
import { grainS, type Onset } from "./grain.ts";
import type { LossTrend } from "./loss-trend.ts";

/** What makes one scale different from another. */
export interface ScaleSettings {
  /** Block length in grains. */
  readonly grains: number;
  /** CUSUM threshold, log-likelihood units. */
  readonly threshold: number;
  /** Least scatter believed, litres: averages of a sensor that sits on one code look better than they are. */
  readonly floorSdL: number;
  /** Scatter assumed while learning, litres; `null`: silent while learning. */
  readonly uncalibratedSdL: number | null;
  /** What coolant that no thermometer sees may do between two blocks, litres (sd); left out: every part is seen. */
  readonly unseenSdL?: number;
  /** Number of features of a grain. */
  readonly width: number;
  /** Hears each comparison of two blocks: the fall and its healthy scatter (sd), litres. */
  readonly trend: LossTrend | null;
  /** How badly a change of the features may have been compensated, litres². */
  readonly doubtL2: (change: Float64Array) => number;
}

/** What holds while a grain is taken. */
export interface GrainContext {
  readonly calibrated: boolean;
  /** Learn what healthy is from it. */
  readonly quiet: boolean;
  /** Nothing but a loss is going on, if that: how falls differ from each other is as in health. */
  readonly calm: boolean;
}

/** Scatter of a shorter scale, carried to a longer one that has not seen enough blocks of its own. */
export interface Scatter {
  varianceL2: number;
  freedom: number;
}

export interface ScaleState {
  readonly scatter: RobustVarianceState;
  /** Running sums of the open block, and means of the one before it: see `at`. */
  readonly sums: Float64Array;
  readonly before: Float64Array;
  /** See `place`. */
  readonly numbers: Float64Array;
  onset: Onset;
}

/** Places in a block's sums. */
export const at = { inventory: 0, reading: 1, temp: 2, error: 3, strange: 4, features: 5 } as const;

/** Places in the numbers. */
export const place = {
  block: 0,
  count: 1,
  closed: 2,
  beforeKnown: 3,
  evidence: 4,
  lastFall: 5,
  stretch: 6,
  rehearsal: 7,
  tail: 8,
  fallKnown: 9,
  usualDoubt: 10,
  judged: 11,
  usedL2: 12,
  seenL2: 13,
} as const;

export function newScaleState({ grains, width }: ScaleSettings): ScaleState {
  const numbers = new Float64Array(14);
  numbers[place.block] = Number.NaN;
  numbers[place.closed] = 1;
  numbers[place.stretch] = 1;
  return {
    scatter: newRobustVarianceState(),
    sums: new Float64Array(at.features + width),
    before: new Float64Array(at.features + width),
    numbers,
    onset: { atS: 0, inventoryL: 0, reading: 0, tempC: 0, scaleS: grains * grainS },
  };
}
