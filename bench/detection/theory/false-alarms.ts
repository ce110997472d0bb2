import { cusumOptimum } from "../../../server/domain/statistics/cusum-arl.ts";
import type { ShiftBankSettings } from "../../../server/domain/statistics/shift-bank.ts";
import type { Chance } from "./chance.ts";
import { type Estimate, estimate, type Rule, runLength } from "./run-length.ts";
import { sizesOf } from "./shift-rules.ts";

/** Mean time to a false alarm from whole runs. */
export function measureRuns(rule: Rule, chance: Chance, runs: number): Estimate {
  return estimate(runs, () => runLength(rule, chance.normal));
}

/** The start, during which alarms are still rarer than later, is this many delays of the smallest size; the span measured another. */
const startDelays = 2;

/**
 * Mean time to a false alarm that is too long to wait for, by importance sampling. Runs are drawn from Q: a shift of one of the
 * sizes begins at a uniform time of a span N. The likelihood ratio dQ/dP at the alarm T is (R_T + N - T) / N with R the
 * Shiryaev-Roberts mean over the sizes, so P(T <= n) = E_Q [1{T <= n} dP/dQ]. After a start the time to a false alarm is
 * exponential; its rate is that between the end of the start and N, and the mean the start plus 1 / rate.
 */
export function measureTail(
  rule: Rule,
  settings: ShiftBankSettings,
  { chance, runs }: { readonly chance: Chance; readonly runs: number },
): Estimate {
  const sizes = sizesOf(settings);
  const start = Math.ceil(startDelays * cusumOptimum(settings.gamma, settings.smallest).delay);
  const span = 2 * start;
  const sums = new Float64Array(sizes.length);
  let early = 0;
  const late = estimate(runs, () => {
    rule.reset();
    sums.fill(0);
    const onset = Math.floor(chance.uniform() * span);
    const shift = sizes[Math.floor(chance.uniform() * sizes.length)]!;
    for (let n = 1; n <= span; n++) {
      const z = chance.normal() + (n > onset ? shift : 0);
      let roberts = 0;
      for (let i = 0; i < sizes.length; i++) {
        const size = sizes[i]!;
        sums[i] = (sums[i]! + 1) * Math.exp(size * z - (size * size) / 2);
        roberts += sums[i]!;
      }
      if (!rule.step(z)) continue;
      const weight = span / (roberts / sizes.length + span - n);
      if (n > start) return weight;
      early += weight / runs;
      return 0;
    }
    return 0;
  });
  const rate = -Math.log1p(-late.mean / (1 - early)) / (span - start);
  return { mean: start + (1 - early) / rate, error: late.error / late.mean / rate };
}
