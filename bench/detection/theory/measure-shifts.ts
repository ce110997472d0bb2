import { cusumArl, cusumOptimum } from "../../../server/domain/statistics/cusum-arl.ts";
import type { ShiftBankSettings } from "../../../server/domain/statistics/shift-bank.ts";
import type { Chance } from "./chance.ts";
import { measureRuns, measureTail } from "./false-alarms.ts";
import { type Estimate, estimate, type Rule, runLength } from "./run-length.ts";
import { createBank, createBonferroni, createKnown, createMixedRoberts } from "./shift-rules.ts";

/** How much is spent. */
export interface Effort {
  readonly short: boolean;
  readonly chance: Chance;
}

/** A size that is known: the CUSUM against the least delay that any rule can have. */
export interface KnownRow {
  readonly gamma: number;
  readonly delta: number;
  /** Mean time to a false alarm by the integral equation and measured; of a threshold for a tenth of γ where γ is long. */
  readonly falseAlarmEquation: number;
  readonly falseAlarm: Estimate;
  readonly optimum: number;
  readonly delay: Estimate;
}

/** The CUSUM of known size, at a threshold for `gamma`; its false alarms are measured with whole runs. */
export function measureKnown({ short, chance }: Effort): readonly KnownRow[] {
  const runs = short ? 400 : 4000;
  return (short ? [1000] : [1000, 10_000]).flatMap((gamma) =>
    [0.03, 0.1, 0.3, 1, 2, 3].map((delta) => {
      const rule = createKnown(gamma, delta);
      const { threshold, delay } = cusumOptimum(gamma, delta);
      return {
        gamma,
        delta,
        falseAlarmEquation: cusumArl(threshold, delta, 0),
        falseAlarm: measureRuns(rule, chance, runs / 4),
        optimum: delay,
        delay: estimate(runs, () => runLength(rule, () => chance.normal() + delta)),
      };
    }),
  );
}

/** One size of a rule that does not know it. */
export interface SizePoint {
  readonly size: number;
  readonly optimum: number;
  readonly delay: Estimate;
  /** Least possible delay at the measured mean time to a false alarm, over the measured delay. */
  readonly efficiency: Estimate;
}

/** A rule of unknown size over its whole range. */
export interface UnknownCurve {
  readonly rule: string;
  readonly settings: ShiftBankSettings;
  readonly falseAlarm: Estimate;
  readonly method: "whole runs" | "importance sampling";
  readonly points: readonly SizePoint[];
}

/** Up to here whole runs are affordable. */
const longestRun = 100_000;

/** Sizes measured for each decade; not those that the bank is tuned to. */
const sizesPerDecade = 4;

function measureCurve(rule: Rule, name: string, settings: ShiftBankSettings, effort: Effort): UnknownCurve {
  const { chance, short } = effort;
  const { gamma, smallest, largest } = settings;
  const direct = gamma <= longestRun;
  const falseAlarm = direct
    ? measureRuns(rule, chance, short ? 150 : 800)
    : measureTail(rule, settings, { chance, runs: short ? 150 : 250 });
  const count = Math.round(sizesPerDecade * Math.log10(largest / smallest));
  const points = Array.from({ length: count + 1 }, (_, i): SizePoint => {
    const size = smallest * (largest / smallest) ** (i / count);
    const optimum = cusumOptimum(falseAlarm.mean, size).delay;
    // Long delays are spread less in proportion where evidence has to add up, and cost more.
    const runs = short ? 60 : Math.round(Math.max(120, Math.min(2000, 1e7 / optimum)));
    const delay = estimate(runs, () => runLength(rule, () => chance.normal() + size));
    const mean = optimum / delay.mean;
    return { size, optimum, delay, efficiency: { mean, error: (mean * delay.error) / delay.mean } };
  });
  return { rule: name, settings, falseAlarm, method: direct ? "whole runs" : "importance sampling", points };
}

/** Two spans of three decades. */
const spans = [
  { smallest: 0.01, largest: 10 },
  { smallest: 0.003, largest: 3 },
] as const;

/** The bank over three decades of size, and two simpler ways of doing the same. */
export function measureUnknown(effort: Effort): readonly UnknownCurve[] {
  const gammas = effort.short ? [1000] : [10_000, 1e6, 3e7];
  const curves = gammas.flatMap((gamma) =>
    spans.map((span) =>
      measureCurve(createBank({ gamma, ...span }), "weighted CUSUMs (bank)", { gamma, ...span }, effort),
    ),
  );
  const settings = { gamma: gammas[0]!, ...spans[0] };
  return [
    ...curves,
    measureCurve(createBonferroni(settings), "CUSUMs, Bonferroni", settings, effort),
    measureCurve(createMixedRoberts(settings), "mean of Shiryaev-Roberts", settings, effort),
  ];
}
