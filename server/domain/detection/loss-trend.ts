import { createDriftBank, type DriftBankState, type DriftPlan, planDrifts } from "../statistics/drift-bank.ts";

/** Watches the block means of one inventory for a slow, steady fall that began at an unknown time. */
export interface LossTrend {
  /** Takes how much less a block held than the one before it, and the healthy scatter of such a difference, litres (sd). */
  take(fallL: number, sdL: number): void;
  /** A block was missing, or cannot be compared with the one before. */
  skip(): void;
  /** Evidence as a share of the threshold. */
  readonly strength: number;
  /** Blocks since the fall began, and its rate, litres a block: means of what the evidence says. */
  readonly sinceBlocks: number;
  readonly lossL: number;
  reset(): void;
  readonly state: LossTrendState;
}

export interface LossTrendState {
  readonly bank: DriftBankState;
  /** Level in healthy standard deviations of a difference, and the newest such standard deviation, litres. */
  readonly numbers: Float64Array;
}

/**
 * Scatter of a difference shared out between noise that a block forgets and wander that stays. Real residuals (load,
 * walls, an orbit's rest) come back within hours; a quarter of the variance stays as wander, as in simulated station loops.
 */
const whiteSd = 0.61;
const wanderSd = 0.5;

/** Falls that are looked for, in standard deviations of a healthy difference a block: two decades. */
const smallest = 0.03;
const largest = 3;

/** A single block moves the level by at most so many of its standard deviations: what is wilder is for the other scales. */
const largestStep = 3;

const place = { level: 0, sdL: 1 } as const;

/** A plan takes a millisecond, and every copy of a detector needs the same few. */
const planByGamma = new Map<number, DriftPlan>();

/** `gamma`: healthy blocks between false alarms. */
export function createLossTrend(gamma: number, saved?: LossTrendState): LossTrend {
  const settings = { gamma, whiteSd, wanderSd, smallest, largest };
  const plan = planByGamma.get(gamma) ?? planDrifts(settings);
  planByGamma.set(gamma, plan);
  const bank = createDriftBank(settings, saved?.bank, plan);
  const state: LossTrendState = saved ?? { bank: bank.state, numbers: new Float64Array(2) };
  const { numbers } = state;
  return {
    state,
    take(fallL, sdL) {
      numbers[place.sdL] = sdL;
      numbers[place.level]! -= Math.max(-largestStep, Math.min(largestStep, fallL / sdL));
      bank.step(numbers[place.level]!);
    },
    skip: () => bank.step(Number.NaN),
    get strength() {
      return bank.strength;
    },
    get sinceBlocks() {
      return bank.sinceSteps;
    },
    get lossL() {
      return bank.slope * numbers[place.sdL]!;
    },
    reset: () => bank.reset(),
  };
}
