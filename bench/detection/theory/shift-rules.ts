import { cusumOptimum } from "../../../server/domain/statistics/cusum-arl.ts";
import { createShiftBank, type ShiftBankSettings } from "../../../server/domain/statistics/shift-bank.ts";
import type { Rule } from "./run-length.ts";

/** Sizes of `settings`, each twice the one before it. */
export function sizesOf({ smallest, largest }: ShiftBankSettings): readonly number[] {
  const count = Math.round(Math.log2(largest / smallest)) + 1;
  return Array.from({ length: count }, (_, i) => smallest * (largest / smallest) ** (i / (count - 1)));
}

/** The house's bank. */
export function createBank(settings: ShiftBankSettings): Rule {
  const bank = createShiftBank(settings);
  return {
    reset: bank.reset,
    step(z) {
      bank.step(z);
      return bank.strength >= 1;
    },
  };
}

/** One CUSUM with the threshold that the integral equation gives. */
export function createKnown(gamma: number, delta: number): Rule {
  const { threshold } = cusumOptimum(gamma, delta);
  let sum = 0;
  return {
    reset() {
      sum = 0;
    },
    step(z) {
      // Held at zero before the observation, not after it: a threshold below zero still compares single observations.
      sum = Math.max(0, sum) + delta * z - (delta * delta) / 2;
      return sum >= threshold;
    },
  };
}

/** A CUSUM for each size, the false alarms shared out evenly (Bonferroni). */
export function createBonferroni(settings: ShiftBankSettings): Rule {
  const sizes = sizesOf(settings);
  const rules = sizes.map((size) => createKnown(settings.gamma * sizes.length, size));
  return {
    reset() {
      for (const rule of rules) rule.reset();
    },
    step(z) {
      let alarm = false;
      for (const rule of rules) if (rule.step(z)) alarm = true;
      return alarm;
    },
  };
}

/** Shiryaev-Roberts statistics of all sizes, averaged; the mean time to a false alarm is at least the threshold (Pollak 1985). */
export function createMixedRoberts(settings: ShiftBankSettings): Rule {
  const sizes = sizesOf(settings);
  const sums = new Float64Array(sizes.length);
  return {
    reset() {
      sums.fill(0);
    },
    step(z) {
      let mean = 0;
      for (let i = 0; i < sizes.length; i++) {
        const size = sizes[i]!;
        sums[i] = (sums[i]! + 1) * Math.exp(size * z - (size * size) / 2);
        mean += sums[i]! / sizes.length;
      }
      return mean >= settings.gamma;
    },
  };
}
