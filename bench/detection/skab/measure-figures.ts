import { baselines } from "./baselines.ts";
import { type Experiment, skabGroups } from "./experiment.ts";
import { measurePeace } from "./measure-peace.ts";
import { publishedScores } from "./published.ts";
import { readSkabLoop, runProduct } from "./run-product.ts";
import { runWatch, toSettings } from "./run-watch.ts";
import { countExperiment, type Prediction, sumCounts, toScore } from "./score.ts";
import {
  askedRates,
  bootstrapExperiments,
  countAtRates,
  leaveOneGroupOut,
  type RunAtRate,
} from "./validate.ts";

/** Draws with which the interval over experiments is found; in the short run fewer. */
const draws = 2000;
const shortDraws = 200;

/** All figures about SKAB that the page shows. */
export type SkabFigures = ReturnType<typeof measureFigures>;

/** Where rows differ between the alarms that are told and the watch that is called row by row. */
function countDifferences(a: Prediction, b: Prediction): number {
  let rows = 0;
  for (let i = 0; i < a.outlier.length; i++) if (a.outlier[i] !== b.outlier[i]) rows += 1;
  return rows;
}

/** Runs Loopwatch over all experiments, and over the recording without faults when it is there. */
export function measureFigures(
  experiments: readonly Experiment[],
  free: Experiment | null,
  isShort: boolean,
) {
  const loop = readSkabLoop();
  const run: RunAtRate = (experiment, falseAlarmsPerYear) =>
    runProduct(experiment, { ...loop, falseAlarmsPerYear });
  const told = experiments.map((e) => runProduct(e, loop));
  const watched = experiments.map((e) => runWatch(e, toSettings(loop)));
  const counts = experiments.map((e, i) => countExperiment(e, told[i]!));
  const countsByRate = countAtRates(experiments, run);
  return {
    experiments: experiments.length,
    falseAlarmsPerYear: loop.falseAlarmsPerYear,
    score: toScore(sumCounts(counts)),
    watch: {
      score: toScore(sumCounts(experiments.map((e, i) => countExperiment(e, watched[i]!)))),
      differingRows: told.reduce((sum, one, i) => sum + countDifferences(one, watched[i]!), 0),
      rows: told.reduce((sum, { outlier }) => sum + outlier.length, 0),
    },
    bootstrap: bootstrapExperiments(counts, isShort ? shortDraws : draws),
    groups: skabGroups
      .map((group) => ({ group, own: counts.filter((_, i) => experiments[i]!.group === group) }))
      .filter(({ own }) => own.length > 0)
      .map(({ group, own }) => ({ group, experiments: own.length, score: toScore(sumCounts(own)) })),
    leftOut: leaveOneGroupOut(experiments, countsByRate),
    rates: askedRates.map((falseAlarmsPerYear, r) => ({
      falseAlarmsPerYear,
      score: toScore(sumCounts(countsByRate[r]!)),
      peace: free === null ? null : measurePeace(free, run(free, falseAlarmsPerYear)),
    })),
    peace: free === null ? null : measurePeace(free, runProduct(free, loop)),
    baselines: baselines.map(({ name, predict }) => ({
      name,
      score: toScore(sumCounts(experiments.map((e) => countExperiment(e, predict(e))))),
    })),
    published: publishedScores,
    files: experiments.map(({ name }, i) => ({ name, counts: counts[i]!, score: toScore(counts[i]!) })),
  };
}
