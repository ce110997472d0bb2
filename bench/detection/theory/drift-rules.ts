import { stepCusum } from "../../../server/domain/statistics/cusum.ts";
import { createDriftBank, type DriftBankSettings } from "../../../server/domain/statistics/drift-bank.ts";

/** A rule that reads block means one after the other and says how much evidence of a fall it has. */
export interface DriftRule {
  /** Takes the next block's mean; returns the evidence on the rule's own scale. */
  step(y: number): number;
  /** Forgets the evidence, not what it knows of the level. */
  reset(): void;
}

/** The house's bank; evidence 1 is its threshold. */
export function createBankRule(settings: DriftBankSettings): DriftRule {
  const bank = createDriftBank(settings);
  return {
    step(y) {
      bank.step(y);
      return bank.strength;
    },
    reset: bank.reset,
  };
}

/** What an oracle is told. */
export interface OracleSettings {
  readonly whiteSd: number;
  readonly wanderSd: number;
  /** The true loss, level units a block. */
  readonly slope: number;
  /** Onsets told apart, blocks back; older ones are taken to have reached the filter's last response. */
  readonly window: number;
  /** What the filter of the level remembers where nothing wanders, blocks. */
  readonly memory: number;
}

/**
 * Knows the true slope: the largest log-likelihood ratio over all onsets, from the innovations of the
 * Kalman filter of the level. Evidence in nats.
 */
export function createOracle({ whiteSd, wanderSd, slope, window, memory }: OracleSettings): DriftRule {
  const wander = Math.max(wanderSd, whiteSd / memory) ** 2;
  const white = whiteSd ** 2;
  const steady = (wander + Math.sqrt(wander * wander + 4 * wander * white)) / 2;
  const gain = steady / (steady + white);
  const sd = Math.sqrt(steady + white);
  const means = Float64Array.from(
    { length: window },
    (_, i) => (slope * (1 - (1 - gain) ** (i + 1))) / gain / sd,
  );
  const halfSquares = means.map((mean) => (mean * mean) / 2);
  const sums = new Float64Array(window);
  let level = Number.NaN;
  let variance = white + wander;
  let newest = 0;
  let older = Number.NEGATIVE_INFINITY;
  const last = means[window - 1]!;
  return {
    step(y) {
      if (Number.isNaN(level)) level = y;
      const fall = level - y;
      const spread = variance + white;
      const z = fall / Math.sqrt(spread);
      level -= (variance / spread) * fall;
      variance += wander - (variance * variance) / spread;
      newest = (newest + window - 1) % window;
      older = Math.max(older, sums[newest]!) + last * z - (last * last) / 2;
      sums[newest] = 0;
      let best = Math.max(0, older);
      for (let age = 0, place = newest; age < window; age++) {
        const next = sums[place]! + means[age]! * z - halfSquares[age]!;
        sums[place] = next;
        if (next > best) best = next;
        place = place + 1 === window ? 0 : place + 1;
      }
      return best;
    },
    reset() {
      // No onset before now can have anything to say.
      sums.fill(Number.NEGATIVE_INFINITY);
      older = Number.NEGATIVE_INFINITY;
    },
  };
}

/** Tuned shift of the scales, and what share of the threshold one block may bring, as in the loss bank. */
const tunedShift = 2;
const blockShare = 0.7;

/** What the rule of block differences is told. */
export interface DifferencesSettings {
  /** Lengths of its blocks, in blocks of the input. */
  readonly lengths: readonly number[];
  /** True sd of the difference of two consecutive means, for each length. */
  readonly differenceSds: readonly number[];
  /** Threshold about which it is tuned, nats: bounds what one block may bring. */
  readonly threshold: number;
}

/**
 * CUSUMs of the differences of consecutive block means at several lengths, as the loss bank has them, with the scatter known
 * exactly and nothing to learn. Evidence in nats, the largest of all scales.
 */
export function createDifferences({ lengths, differenceSds, threshold }: DifferencesSettings): DriftRule {
  const count = lengths.length;
  const sums = new Float64Array(count);
  const before = new Float64Array(count).fill(Number.NaN);
  const evidence = new Float64Array(count);
  const largestZ = (blockShare * threshold + tunedShift ** 2 / 2) / tunedShift;
  let taken = 0;
  return {
    step(y) {
      taken += 1;
      let best = 0;
      for (let i = 0; i < count; i++) {
        sums[i]! += y;
        const length = lengths[i]!;
        if (taken % length === 0) {
          const mean = sums[i]! / length;
          if (!Number.isNaN(before[i]!)) {
            const z = (before[i]! - mean) / differenceSds[i]!;
            evidence[i] = stepCusum(evidence[i]!, Math.min(z, largestZ), tunedShift);
          }
          before[i] = mean;
          sums[i] = 0;
        }
        if (evidence[i]! > best) best = evidence[i]!;
      }
      return best;
    },
    reset() {
      evidence.fill(0);
    },
  };
}
