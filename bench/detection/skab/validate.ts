import { type Experiment, skabGroups } from "./experiment.ts";
import { type Counts, countExperiment, type Prediction, type Score, sumCounts, toScore } from "./score.ts";

/** The number that an owner sets, over a wide range: false alarms a year. */
export const askedRates: readonly number[] = [0.1, 1, 10, 100, 1000];

/** What is said of an experiment by a loop that asks for this many false alarms a year. */
export type RunAtRate = (experiment: Experiment, falseAlarmsPerYear: number) => Prediction;

/** Counts of every experiment at every asked rate: `counts[r][e]`. */
export const countAtRates = (
  experiments: readonly Experiment[],
  run: RunAtRate,
): readonly (readonly Counts[])[] =>
  askedRates.map((rate) => experiments.map((e) => countExperiment(e, run(e, rate))));

/** A group that was left out while the rate was chosen on the others by F1. */
export interface LeftOutGroup {
  readonly group: string;
  readonly chosenRate: number;
  readonly score: Score;
}

/** Leave one group out: choose on the others, measure on it. Groups without experiments are skipped. */
export function leaveOneGroupOut(
  experiments: readonly Experiment[],
  countsByRate: readonly (readonly Counts[])[],
): readonly LeftOutGroup[] {
  const of = (counts: readonly Counts[], wanted: (group: string) => boolean): Score =>
    toScore(sumCounts(counts.filter((_, i) => wanted(experiments[i]!.group))));
  return skabGroups
    .filter(
      (group) => experiments.some((e) => e.group === group) && experiments.some((e) => e.group !== group),
    )
    .map((group) => {
      const onOthers = countsByRate.map((counts) => of(counts, (other) => other !== group).f1);
      const best = onOthers.indexOf(Math.max(...onOthers));
      return { group, chosenRate: askedRates[best]!, score: of(countsByRate[best]!, (own) => own === group) };
    });
}

/** 5, 50 and 95 % quantiles. */
export type Quantiles = readonly [number, number, number];

export interface Bootstrap {
  readonly f1: Quantiles;
  readonly nabStandard: Quantiles;
  readonly changePointF1: Quantiles;
}

/** Draws as many experiments as there are, with replacement, again and again: how much hangs on which were taken. */
export function bootstrapExperiments(counts: readonly Counts[], draws: number): Bootstrap {
  let state = 12_345;
  // Park and Miller's generator: the same draws in every run.
  const uniform = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const scores = Array.from({ length: draws }, () =>
    toScore(sumCounts(counts.map(() => counts[Math.floor(uniform() * counts.length)]!))),
  );
  const quantiles = (of: (score: Score) => number): Quantiles => {
    const sorted = Float64Array.from(scores, of).sort();
    const at = (share: number): number => sorted[Math.round(share * (draws - 1))]!;
    return [at(0.05), at(0.5), at(0.95)];
  };
  return {
    f1: quantiles((s) => s.f1),
    nabStandard: quantiles((s) => s.nabStandard),
    changePointF1: quantiles((s) => s.changePointF1),
  };
}
