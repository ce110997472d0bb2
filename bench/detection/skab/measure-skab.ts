import { baselines } from "./baselines.ts";
import { drawExperiment } from "./draw-experiment.ts";
import { type Experiment, readAnomalyFree, readExperiments, skabGroups } from "./experiment.ts";
import { measurePeace } from "./measure-peace.ts";
import { publishedScores } from "./published.ts";
import { renderSkab } from "./render-skab.ts";
import { runWatch, skabSettings } from "./run-watch.ts";
import { countExperiment, sumCounts, toScore } from "./score.ts";
import { askedRates, bootstrapExperiments, countAtRates, leaveOneGroupOut } from "./validate.ts";

/** A part of the page of detection figures. Pictures are named without folder and ending. */
export interface SkabSection {
  readonly id: string;
  readonly title: string;
  readonly markdown: string;
  readonly data: unknown;
  readonly pictures: readonly { readonly name: string; readonly alt: string; readonly svg: string }[];
}

/** Draws with which the interval over experiments is found; in the short run fewer. */
const draws = 2000;
const shortDraws = 200;

/** All figures about SKAB that the page shows. */
export type SkabFigures = ReturnType<typeof measureFigures>;

/** Measures the watch on the SKAB `data` folder: every experiment that is there, and the recording without faults. */
export function measureSkab(options: { readonly folder: string; readonly short: boolean }): SkabSection {
  const experiments = readExperiments(options.folder);
  if (experiments.length === 0) throw new Error(`There is no experiment of SKAB in ${options.folder}.`);
  const figures = measureFigures(experiments, readAnomalyFree(options.folder), options.short);
  return {
    id: "d",
    title: "Real faults of a pumped loop: SKAB",
    markdown: renderSkab(figures),
    data: figures,
    pictures: options.short ? [] : [drawTypical(experiments)],
  };
}

function measureFigures(experiments: readonly Experiment[], free: Experiment | null, isShort: boolean) {
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

/** The experiment in the middle by F1: neither the best nor the worst. */
function drawTypical(experiments: readonly Experiment[]) {
  const ranked = experiments
    .map((experiment) => {
      const prediction = runWatch(experiment);
      return { experiment, prediction, f1: toScore(countExperiment(experiment, prediction)).f1 };
    })
    .toSorted((a, b) => a.f1 - b.f1);
  const { experiment, prediction } = ranked[ranked.length >> 1]!;
  return {
    name: "skab-typical",
    alt: `SKAB ${experiment.name}: flow, the labelled anomaly and what was told`,
    svg: drawExperiment(experiment, prediction),
  };
}
