import {
  createDriftBank,
  type DriftBankState,
  type DriftPlan,
  planDrifts,
} from "../statistics/drift-bank.ts";

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

/** Falls that are looked for, in standard deviations of a healthy difference a block: two decades. */
const smallest = 0.03;
const largest = 3;

/** A single block moves the level by at most so many of its standard deviations: what is wilder is for the other scales. */
const largestStep = 3;

const place = { level: 0, sdL: 1 } as const;

/** A plan takes a millisecond, and every copy of a detector needs the same few. */
const planBySettings = new Map<string, DriftPlan>();

/** What a trend must know: healthy blocks between false alarms, and how much of the scatter stays. */
export interface TrendSettings {
  readonly gamma: number;
  /** Wander from block to block, as a share of the standard deviation of a healthy difference of two blocks. */
  readonly wanderShare: number;
}

export function createLossTrend({ gamma, wanderShare }: TrendSettings, saved?: LossTrendState): LossTrend {
  // A difference has the wander once and the noise that a block forgets twice.
  const whiteSd = Math.sqrt((1 - wanderShare * wanderShare) / 2);
  const settings = { gamma, whiteSd, wanderSd: wanderShare, smallest, largest };
  const key = `${gamma} ${wanderShare}`;
  const plan = planBySettings.get(key) ?? planDrifts(settings);
  planBySettings.set(key, plan);
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
