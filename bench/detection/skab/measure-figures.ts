import { baselines } from "./baselines.ts";
import { type Experiment, skabGroups } from "./experiment.ts";
import { measurePeace } from "./measure-peace.ts";
import { publishedScores } from "./published.ts";
import { runWatch, skabSettings } from "./run-watch.ts";
import { countExperiment, sumCounts, toScore } from "./score.ts";
import { askedRates, bootstrapExperiments, countAtRates, leaveOneGroupOut } from "./validate.ts";

/** Draws with which the interval over experiments is found; in the short run fewer. */
const draws = 2000;
const shortDraws = 200;

/** All figures about SKAB that the page shows. */
export type SkabFigures = ReturnType<typeof measureFigures>;

/** Runs the watch over all experiments, and over the recording without faults when it is there. */
export function measureFigures(
  experiments: readonly Experiment[],
  free: Experiment | null,
  isShort: boolean,
) {
  const counts = experiments.map((e) => countExperiment(e, runWatch(e)));
  const countsByRate = countAtRates(experiments);
  return {
    experiments: experiments.length,
    falseAlarmsPerYear: skabSettings.falseAlarmsPerYear,
    score: toScore(sumCounts(counts)),
    bootstrap: bootstrapExperiments(counts, isShort ? shortDraws : draws),
    groups: skabGroups
      .map((group) => ({ group, own: counts.filter((_, i) => experiments[i]!.group === group) }))
      .filter(({ own }) => own.length > 0)
      .map(({ group, own }) => ({ group, experiments: own.length, score: toScore(sumCounts(own)) })),
    leftOut: leaveOneGroupOut(experiments, countsByRate),
    rates: askedRates.map((falseAlarmsPerYear, r) => ({
      falseAlarmsPerYear,
      score: toScore(sumCounts(countsByRate[r]!)),
      peace: free === null ? null : measurePeace(free, { ...skabSettings, falseAlarmsPerYear }),
    })),
    peace: free === null ? null : measurePeace(free),
    baselines: baselines.map(({ name, predict }) => ({
      name,
      score: toScore(sumCounts(experiments.map((e) => countExperiment(e, predict(e))))),
    })),
    published: publishedScores,
    files: experiments.map(({ name }, i) => ({ name, counts: counts[i]!, score: toScore(counts[i]!) })),
  };
}
