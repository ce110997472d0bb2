import { createDriftFilter, type DriftFilter, reachOf } from "./drift-filter.ts";
import { excessFactor } from "./excess-factor.ts";
import { createOnsetAges } from "./onset-ages.ts";
import { createLadder } from "./size-ladder.ts";

/** What a bank must know of its blocks. */
export interface DriftBankSettings {
  /** Mean number of healthy blocks between false alarms. */
  readonly gamma: number;
  /** White noise of a block's mean, sd. */
  readonly whiteSd: number;
  /** Random walk of the true level, sd a block. */
  readonly wanderSd: number;
  /** The losses that are looked for, in units of the level a block. */
  readonly smallest: number;
  readonly largest: number;
}

/** All that changes in a bank. */
export interface DriftBankState {
  /** Level expected for the next block, and the variance of that. */
  level: number;
  variance: number;
  /** Blocks seen or missed. */
  blocks: number;
  /** Evidence for each loss (rows) and age of its onset (columns), as likelihood ratios; and the same times the age. */
  readonly evidence: Float64Array;
  readonly aged: Float64Array;
}

/** Looks for a steady fall of unknown slope that began at an unknown time, in a level that wanders and is measured with noise. */
export interface DriftBank {
  /** Takes the mean of the next block; one that is not a number counts as missing. */
  step(y: number): void;
  /** 0 none, 1 the threshold, on the scale of nats of `ShiftBank`. */
  readonly strength: number;
  /** Blocks since the onset: mean of what the evidence says. */
  readonly sinceSteps: number;
  /** Loss, units of the level a block: mean of what the evidence says. */
  readonly slope: number;
  reset(): void;
  readonly state: DriftBankState;
}

/** Ratio of neighbouring slopes: a wrong slope is largely made good by a wrong onset, so the ladder may be coarse. */
const slopeRatio = 2;

/** No slope brings more than this share of γ to what counts as usual: below it strength still tells something. */
const usualShare = 0.1;

/** Evidence is kept up to this strength, so that it also fades when what caused it is gone. */
const highestStrength = 2;

/** Innovations beyond this many sd say no more, and their likelihood ratio stays a number. */
const largestZ = 30;

/** Likelihood ratios below this are as good as none, and slow to compute with. */
const leastEvidence = 1e-200;

function slopesOf(settings: DriftBankSettings, filter: DriftFilter): ReturnType<typeof createLadder> {
  // A loss that a single block shows beyond doubt needs no steeper neighbour.
  const alone = Math.sqrt(2 * Math.log(settings.gamma)) / filter.response(1);
  return createLadder({
    smallest: settings.smallest,
    largest: Math.min(settings.largest, alone),
    ratio: slopeRatio,
    nats: (slope) => Math.log1p(settings.gamma / reachOf(filter, settings.gamma, slope).oneNatBlocks),
  });
}

/** What follows from the settings alone: dear to work out, the same for every bank of them. */
export interface DriftPlan {
  readonly filter: DriftFilter;
  readonly slopes: Float64Array;
  readonly weights: Float64Array;
  readonly ages: ReturnType<typeof createOnsetAges>;
  /** Innovation that each slope (row) makes at each age (column), sd. */
  readonly means: Float64Array;
  readonly usual: number;
  readonly scale: number;
  readonly highest: number;
}

/** Works it out. */
export function planDrifts(settings: DriftBankSettings): DriftPlan {
  const filter = createDriftFilter(settings);
  const { sizes: slopes, weights } = slopesOf(settings, filter);
  const ages = createOnsetAges(filter.longestAge);
  const width = ages.length;
  const means = new Float64Array(slopes.length * width);
  for (let i = 0; i < means.length; i++) {
    means[i] = slopes[Math.floor(i / width)]! * filter.response(ages.ages[i % width]!);
  }
  let threshold = 0;
  let usual = 0;
  for (let row = 0; row < slopes.length; row++) {
    const { oneNatBlocks, innovation } = reachOf(filter, settings.gamma, slopes[row]!);
    threshold += settings.gamma * weights[row]! * excessFactor(innovation);
    usual += weights[row]! * Math.min(oneNatBlocks, usualShare * settings.gamma);
  }
  const scale = Math.log1p(threshold / usual);
  return {
    filter,
    slopes,
    weights,
    ages,
    means,
    usual,
    scale,
    highest: usual * Math.expm1(highestStrength * scale),
  };
}

/** The state of a bank that has seen nothing. */
export function newDriftBankState(settings: DriftBankSettings, plan = planDrifts(settings)): DriftBankState {
  const size = plan.slopes.length * plan.ages.length;
  return {
    level: 0,
    variance: Number.POSITIVE_INFINITY,
    blocks: 0,
    evidence: new Float64Array(size),
    aged: new Float64Array(size),
  };
}

/**
 * Innovations of the steady Kalman filter of the level, judged by a Shiryaev-Roberts sum over onsets and slopes: each block
 * a loss may begin with weight 1, and the likelihood ratio of every hypothesis is carried on with the response of the filter
 * to it. Onsets of about the same age are carried on together. However they are joined, F - n is a martingale in health, so
 * the mean time to a false alarm is γ without tuning (Pollak 1985); the threshold is γ ν for the excess.
 */
export function createDriftBank(
  settings: DriftBankSettings,
  saved?: DriftBankState,
  plan: DriftPlan = planDrifts(settings),
): DriftBank {
  const state = saved ?? newDriftBankState(settings, plan);
  const { filter, slopes, weights, ages, means, usual, scale, highest } = plan;
  const width = ages.length;
  const { evidence, aged } = state;

  /** Carries every hypothesis on to the next block, whose innovation is `z` sd. */
  const judge = (z: number): void => {
    let sum = 0;
    for (let row = 0; row < slopes.length; row++) {
      const first = row * width;
      ages.advance(evidence, first, state.blocks);
      ages.advance(aged, first, state.blocks);
      evidence[first]! += weights[row]!;
      for (let i = first; i < first + width; i++) {
        const before = evidence[i]!;
        if (before === 0) continue;
        const mean = means[i]!;
        const ratio = Math.exp(mean * z - (mean * mean) / 2);
        const next = before * ratio;
        aged[i] = next > leastEvidence ? (aged[i]! + before) * ratio : 0;
        evidence[i] = next > leastEvidence ? next : 0;
        sum += next;
      }
    }
    if (sum <= highest) return;
    for (let i = 0; i < evidence.length; i++) {
      evidence[i]! *= highest / sum;
      aged[i]! *= highest / sum;
    }
  };

  const total = (): number => {
    let sum = 0;
    for (let i = 0; i < evidence.length; i++) sum += evidence[i]!;
    return sum;
  };

  return {
    step(y) {
      state.blocks += 1;
      if (!Number.isFinite(y)) {
        state.variance += filter.wander;
        return;
      }
      if (state.variance === Number.POSITIVE_INFINITY) {
        state.level = y;
        state.variance = filter.white + filter.wander;
        return;
      }
      const spread = state.variance + filter.white;
      const fall = state.level - y;
      judge(Math.max(-largestZ, Math.min(largestZ, fall / Math.sqrt(spread))));
      state.level -= (state.variance / spread) * fall;
      state.variance += filter.wander - (state.variance * state.variance) / spread;
    },
    get strength() {
      return Math.log1p(total() / usual) / scale;
    },
    get sinceSteps() {
      let sum = 0;
      for (let i = 0; i < aged.length; i++) sum += aged[i]!;
      const all = total();
      return all > 0 ? sum / all : 0;
    },
    get slope() {
      let sum = 0;
      for (let i = 0; i < evidence.length; i++) sum += evidence[i]! * slopes[Math.floor(i / width)]!;
      const all = total();
      return all > 0 ? sum / all : 0;
    },
    reset() {
      evidence.fill(0);
      aged.fill(0);
    },
    state,
  };
}
