import { stepCusum, toNormalScore } from "../statistics/cusum.ts";
import {
  createRobustVariance,
  newRobustVarianceState,
  type RobustVarianceState,
} from "../statistics/robust-variance.ts";
import { type Grain, grainS, type Onset } from "./grain.ts";
import type { LossTrend } from "./loss-trend.ts";

/** Tuned shift in standard deviations per block. Below half of it nothing accumulates, so a slow swing does not either. */
export const delta = 2;

/** The scatter of a scale counts as known from this many healthy blocks on. */
const leastFreedom = 8;

/** No single block may bring more than this share of the threshold: a loss is confirmed by a second block. */
const blockShare = 0.7;

/** In health the evidence should stay below this share of the threshold; where it does not, the scatter is stretched. */
const healthyShare = 0.25;

/** Each healthy excursion beyond that stretches the scatter (sd) by this factor. */
const stretchBy = 1.1;

/** Of a strangeness that does not change this share may change all the same from block to block. */
const strangeChange = 0.1;

/** Healthy extremes fade by this factor with each block. */
const tailFade = 0.9995;

/** Of a scatter (variance) this share is believed whatever a leak had to do with it. */
const leastKept = 0.3;

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
}

/** Scatter of a shorter scale, carried to a longer one that has not seen enough blocks of its own. */
export interface Scatter {
  varianceL2: number;
  freedom: number;
}

/** One time scale: compares means of consecutive blocks and sums what is beyond chance. */
export interface LossScale {
  readonly settings: ScaleSettings;
  /** Takes a grain; `shorter`: the scatter to go by while its own is not known. */
  step(grain: Grain, context: GrainContext, shorter: Scatter | null): void;
  /** Evidence as a share of the threshold. */
  readonly strength: number;
  readonly onset: Onset;
  /** How much less the last block held than the one before it, litres. */
  readonly lastFallL: number;
  /** Scatter learnt so far: of the difference of two blocks, litres²; and from how many. */
  readonly variance: number;
  readonly count: number;
  /** Largest healthy difference, in standard deviations; fades slowly. */
  readonly tail: number;
  /** True when the scatter is known from blocks of this length. */
  readonly known: boolean;
  /** A fall of `fallL` a block went on for this share of the blocks that the scatter was learnt from: takes it out. */
  recentre(fallL: number, share: number): void;
  /** The newest complete block, as an onset that begins after it. */
  newest(): Onset;
  /** Forgets the evidence and the open block; what was learnt stays. */
  hold(): void;
  readonly state: ScaleState;
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
const at = { inventory: 0, reading: 1, temp: 2, error: 3, strange: 4, features: 5 } as const;

/** Places in the numbers. */
const place = {
  block: 0,
  count: 1,
  closed: 2,
  beforeKnown: 3,
  evidence: 4,
  lastFall: 5,
  stretch: 6,
  rehearsal: 7,
  tail: 8,
} as const;

export function newScaleState({ grains, width }: ScaleSettings): ScaleState {
  const numbers = new Float64Array(9);
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

/** State is a handful of numbers whatever the length of the block. */
export function createLossScale(
  settings: ScaleSettings,
  state: ScaleState = newScaleState(settings),
): LossScale {
  const { grains, threshold, floorSdL, uncalibratedSdL, unseenSdL = 0, width, doubtL2, trend } = settings;
  const { sums, before, numbers } = state;
  const scatter = createRobustVariance(state.scatter);
  const largestZ = (blockShare * threshold + (delta * delta) / 2) / delta;
  const change = new Float64Array(width);

  // Real scatter is not independent from block to block: the learning time shows how far its runs carry the CUSUM.
  const learntVariance = (): number =>
    numbers[place.stretch]! ** 2 * Math.max(scatter.variance, floorSdL * floorSdL);

  /** Runs the decision on a healthy fall without letting it speak. */
  const rehearse = (fallL: number): void => {
    if (scatter.count < leastFreedom) return;
    let rehearsal = stepCusum(numbers[place.rehearsal]!, fallL / Math.sqrt(learntVariance()), delta);
    while (rehearsal > healthyShare * threshold) {
      numbers[place.stretch]! *= stretchBy;
      rehearsal /= stretchBy;
    }
    numbers[place.rehearsal] = rehearsal;
  };

  /** Variance of a difference of two blocks that comes from what the compensation does not know, litres². */
  const thermalDoubtL2 = (count: number): number => {
    for (let i = 0; i < width; i++) change[i] = sums[at.features + i]! / count - before[at.features + i]!;
    const errorNow = sums[at.error]! / count;
    const strangeNow = sums[at.strange]! / count;
    const stranger = Math.abs(strangeNow - before[at.strange]!) + strangeChange * strangeNow;
    return unseenSdL ** 2 + doubtL2(change) + errorNow ** 2 + before[at.error]! ** 2 + stranger ** 2;
  };

  const judge = (fallL: number, calibrated: boolean, shorter: Scatter | null): void => {
    const own = scatter.count >= leastFreedom;
    let variance = learntVariance();
    let freedom = scatter.count;
    if (!calibrated) {
      if (uncalibratedSdL === null) return;
      variance = uncalibratedSdL * uncalibratedSdL;
    } else if (!own) {
      if (shorter === null) return;
      variance = Math.max(shorter.varianceL2, floorSdL * floorSdL);
      freedom = shorter.freedom;
    }
    const count = numbers[place.count]!;
    const sdL = Math.sqrt(variance + thermalDoubtL2(count));
    const t = fallL / sdL;
    if (calibrated) trend?.take(fallL, sdL);
    const z = calibrated ? toNormalScore(t, freedom) : t;
    const next = stepCusum(numbers[place.evidence]!, Math.min(z, largestZ), delta);
    if (numbers[place.evidence] === 0 && next > 0) {
      state.onset = {
        atS: numbers[place.block]! * grains * grainS,
        inventoryL: before[at.inventory]!,
        reading: before[at.reading]!,
        tempC: before[at.temp]!,
        scaleS: grains * grainS,
      };
    }
    numbers[place.evidence] = next;
  };

  const close = (context: GrainContext, shorter: Scatter | null): void => {
    numbers[place.closed] = 1;
    const count = numbers[place.count]!;
    if (count * 2 < grains) {
      trend?.skip();
      numbers[place.beforeKnown] = 0;
      return;
    }
    if (numbers[place.beforeKnown] === 1) {
      const fallL = before[at.inventory]! - sums[at.inventory]! / count;
      numbers[place.lastFall] = fallL;
      judge(fallL, context.calibrated, shorter);
      if (context.quiet) {
        scatter.add(fallL);
        if (scatter.count >= leastFreedom)
          numbers[place.tail] = Math.max(
            numbers[place.tail]! * tailFade,
            Math.abs(fallL) / Math.sqrt(learntVariance()),
          );
        if (!context.calibrated) rehearse(fallL);
      }
    }
    for (let i = 0; i < sums.length; i++) before[i] = sums[i]! / count;
    numbers[place.beforeKnown] = 1;
  };

  return {
    settings,
    state,
    step(grain, context, shorter) {
      const now = Math.floor(grain.index / grains);
      if (now !== numbers[place.block]) {
        if (numbers[place.closed] === 0) close(context, shorter);
        if (now !== numbers[place.block]! + 1) numbers[place.beforeKnown] = 0;
        numbers[place.block] = now;
        numbers[place.count] = 0;
        numbers[place.closed] = 0;
        sums.fill(0);
      }
      numbers[place.count]! += 1;
      sums[at.inventory]! += grain.inventoryL;
      sums[at.reading]! += grain.reading;
      sums[at.temp]! += grain.tempC;
      sums[at.error]! += grain.errorL;
      sums[at.strange]! += grain.strangeL;
      for (let i = 0; i < width; i++) sums[at.features + i]! += grain.features[i]!;
      if ((grain.index + 1) % grains === 0) close(context, shorter);
    },
    recentre(fallL, share) {
      const { sums: learnt } = state.scatter;
      learnt[1] = Math.max(leastKept * learnt[1]!, learnt[1]! - share * fallL * fallL);
    },
    newest: () => ({
      atS: numbers[place.block]! * grains * grainS,
      inventoryL: before[at.inventory]!,
      reading: before[at.reading]!,
      tempC: before[at.temp]!,
      scaleS: grains * grainS,
    }),
    hold() {
      trend?.reset();
      numbers[place.evidence] = 0;
      numbers[place.beforeKnown] = 0;
      numbers[place.count] = 0;
      numbers[place.closed] = 1;
      numbers[place.block] = Number.NaN;
    },
    get strength() {
      return numbers[place.evidence]! / threshold;
    },
    get onset() {
      return state.onset;
    },
    get lastFallL() {
      return numbers[place.lastFall]!;
    },
    get variance() {
      return learntVariance();
    },
    get count() {
      return scatter.count;
    },
    get tail() {
      return numbers[place.tail]!;
    },
    get known() {
      return scatter.count >= leastFreedom;
    },
  };
}
