import { excessFactor } from "./excess-factor.ts";
import { createLadder } from "./size-ladder.ts";

/** What a bank must know. */
export interface ShiftBankSettings {
  /** Mean number of healthy observations between false alarms. */
  readonly gamma: number;
  /** The shifts that are looked for, sd of one observation; beyond them the bank still works, less well. */
  readonly smallest: number;
  readonly largest: number;
}

/** All that changes in a bank: one number a size in each list. */
export interface ShiftBankState {
  /** CUSUM of each size, log-likelihood units. */
  readonly sums: Float64Array;
  /** Observations since that CUSUM left zero, and their sum. */
  readonly steps: Float64Array;
  readonly totals: Float64Array;
}

/** Looks for an upward shift of unknown size in independent unit-variance observations. */
export interface ShiftBank {
  /** Takes an observation, sd; positive is towards a loss. One that is not a number says nothing. */
  step(z: number): void;
  /**
   * 0 none, 1 the threshold, on a scale of nats: ln(1 + F / usual) / ln(1 + threshold / usual). F is the number of healthy
   * observations that it takes in the mean to see as much evidence by chance, `usual` what is there most of the time.
   */
  readonly strength: number;
  /** Observations since the likeliest onset; 0 without evidence. */
  readonly sinceSteps: number;
  /** Mean of those observations, sd: the likeliest shift, too large by chance when it has only just been found. */
  readonly size: number;
  reset(): void;
  readonly state: ShiftBankState;
}

/** Ratio of neighbouring sizes: half as much gains nothing that can be measured, and costs twice the work. */
const sizeRatio = 2;

/** No size brings more than this share of γ to what counts as usual: below it strength still tells something. */
const usualShare = 0.1;

/** Evidence of each size is kept up to this strength, so that it also fades when what caused it is gone. */
const highestStrength = 2;

function sizesOf({ gamma, smallest, largest }: ShiftBankSettings): ReturnType<typeof createLadder> {
  // A single healthy observation passes sqrt(2 ln γ) less often than once in γ: larger shifts are found at once anyway.
  const alone = Math.sqrt(2 * Math.log(gamma));
  const nats = (size: number): number => Math.log1p((gamma * size * size) / 2);
  return createLadder({ smallest, largest: Math.min(largest, alone), ratio: sizeRatio, nats });
}

/** The state of a bank that has seen nothing. */
export function newShiftBankState(settings: ShiftBankSettings): ShiftBankState {
  const { length } = sizesOf(settings).sizes;
  return {
    sums: new Float64Array(length),
    steps: new Float64Array(length),
    totals: new Float64Array(length),
  };
}

/**
 * A weighted sum of CUSUMs on geometric sizes δ_j, added up on the scale on which each one's evidence grows by 1 an
 * observation in health:
 *
 *   F = Σ w_j f_j(S_j),  f_j(s) = (2/δ_j²) ((e^s - 1) / ν_j - s),  alarm at F >= γ Σ w_j ν_j
 *
 * f is the mean time that a CUSUM needs to s (`cusum.ts`'s formula for γ), so F - n is a martingale in health and the mean
 * time to a false alarm is γ whatever the sizes, their number and their overlap: nothing is shared out by Bonferroni, and
 * nothing is tuned. ν_j (excess-factor.ts) is the excess at the reflection (in f) and at the alarm (in the threshold).
 */
export function createShiftBank(
  settings: ShiftBankSettings,
  state: ShiftBankState = newShiftBankState(settings),
): ShiftBank {
  const { sizes, weights } = sizesOf(settings);
  const { sums, steps, totals } = state;
  const count = sizes.length;
  const excess = sizes.map(excessFactor);
  const threshold = settings.gamma * weights.reduce((sum, weight, i) => sum + weight * excess[i]!, 0);
  const linear = sizes.map((size, i) => (2 * weights[i]!) / (size * size));
  const exponential = linear.map((factor, i) => factor / excess[i]!);
  // In health e^S - 1 is about 1, where there is time enough for it.
  const usual = linear.reduce(
    (sum, factor, i) => sum + Math.min(factor, usualShare * settings.gamma * weights[i]!),
    0,
  );
  const scale = Math.log1p(threshold / usual);
  const highest = exponential.map((factor) => Math.log(usual / factor) + highestStrength * scale);

  const likeliest = (): number => {
    let best = -1;
    let most = 0;
    for (let i = 0; i < count; i++) {
      if (sums[i] === 0) continue;
      const total = totals[i]!;
      const twiceNats = total > 0 ? (total * total) / steps[i]! : 0;
      if (twiceNats > most) {
        most = twiceNats;
        best = i;
      }
    }
    return best;
  };

  return {
    step(z) {
      if (!Number.isFinite(z)) return;
      for (let i = 0; i < count; i++) {
        const size = sizes[i]!;
        const next = sums[i]! + size * z - (size * size) / 2;
        if (next > 0) {
          sums[i] = Math.min(next, highest[i]!);
          steps[i]! += 1;
          totals[i]! += z;
        } else {
          sums[i] = 0;
          steps[i] = 0;
          totals[i] = 0;
        }
      }
    },
    get strength() {
      let evidence = 0;
      for (let i = 0; i < count; i++) {
        const sum = sums[i]!;
        if (sum > 0) evidence += exponential[i]! * Math.expm1(sum) - linear[i]! * sum;
      }
      return Math.log1p(evidence / usual) / scale;
    },
    get sinceSteps() {
      const best = likeliest();
      return best < 0 ? 0 : steps[best]!;
    },
    get size() {
      const best = likeliest();
      return best < 0 ? 0 : totals[best]! / steps[best]!;
    },
    reset() {
      sums.fill(0);
      steps.fill(0);
      totals.fill(0);
    },
    state,
  };
}
