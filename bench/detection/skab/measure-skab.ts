import type { LeftOut, Section } from "../section.ts";
import { drawExperiment } from "./draw-experiment.ts";
import { type Experiment, readAnomalyFree, readExperiments } from "./experiment.ts";
import { measureFigures } from "./measure-figures.ts";
import { renderSkab } from "./render-skab.ts";
import { readSkabLoop, runProduct } from "./run-product.ts";
import { countExperiment, toScore } from "./score.ts";

/** Measures Loopwatch on the SKAB `data` folder: every experiment that is there, and the recording without faults. */
export function measureSkab(options: {
  readonly skabFolder: string | null;
  readonly isShort: boolean;
}): Section | LeftOut {
  const { skabFolder: folder, isShort } = options;
  if (folder === null) return { leftOut: "SKAB is not part of the project; --skab names its `data` folder." };
  const experiments = readExperiments(folder);
  if (experiments.length === 0) return { leftOut: "There is no experiment of SKAB in the folder of --skab." };
  const figures = measureFigures(experiments, readAnomalyFree(folder), isShort);
  return {
    id: "d",
    title: "Real faults of a pumped loop: SKAB",
    markdown: renderSkab(figures),
    data: figures,
    pictures: isShort ? [] : [drawTypical(experiments)],
  };
}

/** The experiment in the middle by F1: neither the best nor the worst. */
function drawTypical(experiments: readonly Experiment[]) {
  const loop = readSkabLoop();
  const ranked = experiments
    .map((experiment) => {
      const prediction = runProduct(experiment, loop);
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
