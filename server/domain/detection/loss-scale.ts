import { stepCusum, toNormalScore } from "../statistics/cusum.ts";
import { createRobustVariance } from "../statistics/robust-variance.ts";

/** Mean over ten seconds: the grain of which every longer block is made. */
export interface Grain {
  /** Which ten seconds: floor(epoch seconds / 10). */
  readonly index: number;
  readonly inventoryL: number;
  /** What the sensor itself showed, in its unit. */
  readonly reading: number;
  readonly tempC: number;
  /** Temperatures and their lags, as the compensation knows them. May be reused by the caller. */
  readonly features: Float64Array;
}

/** Length of a grain, seconds. */
export const grainS = 10;

/** What was measured when a loss began, as the scale that found it saw it. */
export interface Onset {
  readonly atS: number;
  readonly inventoryL: number;
  /** What the sensor itself showed, in its unit. */
  readonly reading: number;
  readonly tempC: number;
  /** Block length of the scale, seconds. */
  readonly scaleS: number;
}

/** Tuned shift in standard deviations per block. Below half of it nothing accumulates, so a slow swing does not either. */
export const delta = 2;

/** A scale speaks only when its scatter is known from at least this many healthy blocks. */
const leastFreedom = 8;

/** No single block may bring more than this share of the threshold: a loss is confirmed by a second block. */
const blockShare = 0.7;

/** In health the evidence should stay below this share of the threshold; where it does not, the scatter is stretched. */
const healthyShare = 0.25;

/** Each healthy excursion beyond that stretches the scatter (sd) by this factor. */
const stretchBy = 1.1;

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
  /** Number of features of a grain. */
  readonly width: number;
  /** How badly a change of the features may have been compensated, litres². */
  readonly doubtL2: (change: Float64Array) => number;
}

/** One time scale: compares means of consecutive blocks and sums what is beyond chance. */
export interface LossScale {
  readonly settings: ScaleSettings;
  /** Takes a grain; `learn` says whether the healthy scatter may be learnt from it. */
  step(grain: Grain, state: { readonly calibrated: boolean; readonly quiet: boolean }): void;
  /** Evidence as a share of the threshold. */
  readonly strength: number;
  readonly onset: Onset;
  /** How much less the last block held than the one before it, litres. */
  readonly lastFallL: number;
  /** Scatter learnt so far: of the difference of two blocks, litres²; and from how many. */
  readonly variance: number;
  /** True when the scatter is known well enough to speak. */
  readonly known: boolean;
}

/** State is a handful of numbers whatever the length of the block. */
export function createLossScale(settings: ScaleSettings): LossScale {
  const { grains, threshold, floorSdL, uncalibratedSdL, width, doubtL2 } = settings;
  const scatter = createRobustVariance();
  const largestZ = (blockShare * threshold + (delta * delta) / 2) / delta;
  // Running sums of the open block, and means of the one before it.
  const sums = new Float64Array(3 + width);
  const before = new Float64Array(3 + width);
  const change = new Float64Array(width);
  let beforeKnown = false;
  let block = Number.NaN;
  let count = 0;
  let closed = true;
  let evidence = 0;
  let lastFallL = 0;
  // Real scatter is not independent from block to block: the learning time shows how far its runs carry the CUSUM.
  let stretch = 1;
  let onset: Onset = { atS: 0, inventoryL: 0, reading: 0, tempC: 0, scaleS: grains * grainS };

  const learntVariance = (): number => stretch * stretch * Math.max(scatter.variance, floorSdL ** 2);
  let rehearsal = 0;

  /** Runs the decision on a healthy fall without letting it speak. */
  const rehearse = (fallL: number): void => {
    if (scatter.count < leastFreedom) return;
    rehearsal = stepCusum(rehearsal, fallL / Math.sqrt(learntVariance()), delta);
    while (rehearsal > healthyShare * threshold) {
      stretch *= stretchBy;
      rehearsal /= stretchBy;
    }
  };

  const judge = (fallL: number, calibrated: boolean): void => {
    if (calibrated ? scatter.count < leastFreedom : uncalibratedSdL === null) return;
    const variance = calibrated ? learntVariance() : (uncalibratedSdL ?? 0) ** 2;
    for (let i = 0; i < width; i++) change[i] = sums[3 + i]! / count - before[3 + i]!;
    const t = fallL / Math.sqrt(variance + doubtL2(change));
    const z = calibrated ? toNormalScore(t, scatter.count) : t;
    const next = stepCusum(evidence, Math.min(z, largestZ), delta);
    if (evidence === 0 && next > 0) {
      const [inventoryL = 0, reading = 0, tempC = 0] = before;
      onset = { atS: block * grains * grainS, inventoryL, reading, tempC, scaleS: grains * grainS };
    }
    evidence = next;
  };

  const close = (state: { readonly calibrated: boolean; readonly quiet: boolean }): void => {
    closed = true;
    if (count * 2 < grains) {
      beforeKnown = false;
      return;
    }
    const fallL = before[0]! - sums[0]! / count;
    if (beforeKnown) {
      lastFallL = fallL;
      judge(fallL, state.calibrated);
      if (state.quiet) {
        scatter.add(fallL);
        if (!state.calibrated) rehearse(fallL);
      }
    }
    for (let i = 0; i < sums.length; i++) before[i] = sums[i]! / count;
    beforeKnown = true;
  };

  return {
    settings,
    step(grain, state) {
      const now = Math.floor(grain.index / grains);
      if (now !== block) {
        if (!closed) close(state);
        if (now !== block + 1) beforeKnown = false;
        block = now;
        count = 0;
        closed = false;
        sums.fill(0);
      }
      count += 1;
      sums[0]! += grain.inventoryL;
      sums[1]! += grain.reading;
      sums[2]! += grain.tempC;
      for (let i = 0; i < width; i++) sums[3 + i]! += grain.features[i]!;
      if ((grain.index + 1) % grains === 0) close(state);
    },
    get strength() {
      return evidence / threshold;
    },
    get onset() {
      return onset;
    },
    get lastFallL() {
      return lastFallL;
    },
    get variance() {
      return learntVariance();
    },
    get known() {
      return scatter.count >= leastFreedom;
    },
  };
}
