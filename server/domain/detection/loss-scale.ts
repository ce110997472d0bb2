import { stepCusum, toNormalScore } from "../statistics/cusum.ts";
import { createRobustVariance } from "../statistics/robust-variance.ts";
import { type Grain, grainS, type Onset } from "./grain.ts";
import {
  at,
  type GrainContext,
  newScaleState,
  place,
  type ScaleSettings,
  type ScaleState,
  type Scatter,
} from "./loss-scale-state.ts";

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

/** The swing that most loops have, a low orbit, is over after so many grains. */
const wholeSwing = 558;

const dayGrains = 8640;

/** The largest of many normal deviations, in standard deviations. */
const usualTail = 3;

/** Of a scatter (variance) this share is believed whatever a leak had to do with it. */
const leastKept = 0.3;

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
  /**
   * Scatter that falls were held against in the last day, and had, once a whole swing was seen, litres (sd): a loop that was
   * learnt in a part of its cycle is wilder in the rest.
   */
  readonly seenSdL: number;
  /** A fall of `fallL` a block went on for this share of the blocks that the scatter was learnt from: takes it out. */
  recentre(fallL: number, share: number): void;
  /** The newest complete block, as an onset that begins after it. */
  newest(): Onset;
  /** Forgets the evidence and the open block; what was learnt stays. */
  hold(): void;
  readonly state: ScaleState;
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

  /** What is learnt of a healthy fall, and of the doubt in which the compensation was meanwhile, litres². */
  const learn = (fallL: number, doubtL2: number): void => {
    scatter.add(fallL);
    numbers[place.usualDoubt]! += (doubtL2 - numbers[place.usualDoubt]!) / scatter.count;
  };

  /** Variance of a difference of two blocks that comes from what the compensation does not know, litres². */
  const thermalDoubtL2 = (count: number): number => {
    for (let i = 0; i < width; i++) change[i] = sums[at.features + i]! / count - before[at.features + i]!;
    const errorNow = sums[at.error]! / count;
    const strangeNow = sums[at.strange]! / count;
    const stranger = Math.abs(strangeNow - before[at.strange]!) + strangeChange * strangeNow;
    return doubtL2(change) + errorNow ** 2 + before[at.error]! ** 2 + stranger ** 2;
  };

  /** Means over a day of what falls were held against, and of what they were. */
  const keepSeen = (fallL: number, sdL: number): void => {
    numbers[place.judged]! += 1;
    const weight = 1 / Math.min(numbers[place.judged]!, dayGrains / grains);
    numbers[place.usedL2]! += (sdL * sdL - numbers[place.usedL2]!) * weight;
    numbers[place.seenL2]! += (fallL * fallL - numbers[place.seenL2]!) * weight;
  };

  const judge = (fallL: number, doubtL2: number, calibrated: boolean, shorter: Scatter | null): void => {
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
    // The scatter was learnt in this much doubt, and holds what came of it where a block sees a whole swing.
    const usualL2 = calibrated && own && grains >= wholeSwing ? numbers[place.usualDoubt]! : 0;
    const sdL = Math.sqrt(variance + Math.max(0, doubtL2 - usualL2) + unseenSdL ** 2);
    if (calibrated) keepSeen(fallL, sdL);
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
    const isNext = numbers[place.fallKnown] === 1;
    numbers[place.fallKnown] = 0;
    if (count * 2 < grains) {
      trend?.skip();
      numbers[place.beforeKnown] = 0;
      return;
    }
    if (numbers[place.beforeKnown] === 1) {
      const fallL = before[at.inventory]! - sums[at.inventory]! / count;
      const beforeL = numbers[place.lastFall]!;
      numbers[place.lastFall] = fallL;
      numbers[place.fallKnown] = 1;
      const unsureL2 = thermalDoubtL2(count);
      judge(fallL, unsureL2, context.calibrated, shorter);
      // A steady loss is in both falls alike. White noise makes this half as large again, a wander does not.
      if (!context.quiet && context.calm && isNext) learn((fallL - beforeL) / Math.SQRT2, unsureL2);
      if (context.quiet) {
        learn(fallL, unsureL2);
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
        if (now !== numbers[place.block]! + 1) {
          numbers[place.beforeKnown] = 0;
          numbers[place.fallKnown] = 0;
        }
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
      numbers[place.fallKnown] = 0;
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
    get seenSdL() {
      const usedL2 = Math.max(numbers[place.usedL2]!, learntVariance() + unseenSdL ** 2);
      const isSeen = numbers[place.judged]! * grains >= wholeSwing;
      const sdL = Math.sqrt(isSeen ? Math.max(usedL2, numbers[place.seenL2]!) : usedL2);
      return sdL * Math.max(1, numbers[place.tail]! / usualTail);
    },
    get known() {
      return scatter.count >= leastFreedom;
    },
  };
}
