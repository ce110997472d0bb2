import { chooseStories } from "./cards.ts";
import { readScenario } from "./example-loops.ts";
import type { CardResult } from "./play-card.ts";
import type { StoryName } from "./recording.ts";
import { toCardName } from "./render-card.ts";
import type { BenchOptions } from "./section.ts";
import { runJobs } from "./workers.ts";

/** Stories short enough for a run of a few minutes, with one of each kind of answer that is wanted. */
const shortStories = [
  "S01",
  "S02",
  "S05",
  "S07",
  "N09",
  "N10/",
  "N10/stuck",
  "N10/zero",
  "N10/full-scale",
  "N10/response",
  "N12",
  "puncture/",
  "thermal-transient/",
  "healthy/",
];

/** Stories whose channels are taken away one after the other: leaks large and small, and what only looks like one. */
const robustnessStories: ReadonlySet<string> = new Set([
  "S01/hole-0.3mm",
  "S01/hole-0.1mm",
  "slow-leak/",
  "S03/year-3",
  "S06/",
  "N09/",
  "N09/heat-step",
  "N12/",
]);
const shortRobustnessStories: ReadonlySet<string> = new Set(["S01/hole-0.1mm", "N09/"]);

/** Stories that last longer than this many days are sampled once in ten seconds: ten of them are most of all days. */
const longestFineDays = 5;
const coarseSampleS = 10;

function toSampleS({ scenarioId, variant }: Omit<StoryName, "seed">): number {
  const { preludeS, eventDelayS, lengthS } = readScenario(scenarioId, variant);
  return preludeS + (eventDelayS ?? 0) + lengthS > longestFineDays * 86_400 ? coarseSampleS : 1;
}

let taken: { readonly options: BenchOptions; readonly cards: Promise<readonly CardResult[]> } | null = null;

/** Every story, told once for all parts of the page that look at it. */
export function takeCards(options: BenchOptions): Promise<readonly CardResult[]> {
  if (taken?.options === options) return taken.cards;
  const cards = playAll(options);
  taken = { options, cards };
  return cards;
}

async function playAll(options: BenchOptions): Promise<readonly CardResult[]> {
  const { seeds, isShort, cacheFolder, workers, onProgress } = options;
  const apart = isShort ? shortRobustnessStories : robustnessStories;
  const stories = chooseStories(isShort ? shortStories : []);
  const jobs = stories.flatMap((story) =>
    Array.from({ length: seeds }, (_, i) => ({
      ...story,
      seed: i + 1,
      cacheFolder,
      sampleS: toSampleS(story),
      without: [],
      preludeS: null,
      withTools: true,
      // With the first seed only: each channel is another play of the story.
      withoutEach: i === 0 && apart.has(`${story.scenarioId}/${story.variant ?? ""}`),
    })),
  );
  let done = 0;
  return await runJobs("card", jobs, {
    workers,
    results: options.results,
    onDone(card) {
      done += 1;
      onProgress(`story ${done} of ${jobs.length}: ${toCardName(card)}`);
    },
  });
}
