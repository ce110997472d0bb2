import { drawExperiment } from "./draw-experiment.ts";
import { type Experiment, readAnomalyFree, readExperiments } from "./experiment.ts";
import { measureFigures } from "./measure-figures.ts";
import { renderSkab } from "./render-skab.ts";
import { runWatch } from "./run-watch.ts";
import { countExperiment, toScore } from "./score.ts";

/** A part of the page of detection figures. Pictures are named without folder and ending. */
export interface SkabSection {
  readonly id: string;
  readonly title: string;
  readonly markdown: string;
  readonly data: unknown;
  readonly pictures: readonly { readonly name: string; readonly alt: string; readonly svg: string }[];
}

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
