import type { BenchOptions } from "../section.ts";
import { runJobs } from "../workers.ts";
import type { QuietJob, QuietResult } from "./play-quiet.ts";
import { toRateInterval } from "./poisson.ts";
import { quietPlants } from "./quiet-story.ts";

const daysAYear = 365.25;

/** A stretch is a detector's life from its first sample: long enough that learning is a small part of it. */
const usualStretchDays = 30;
const shortStretchDays = 10;

/** Shares of the years at each sampling. A year costs the more the finer it is sampled. */
const shareBySampling: readonly (readonly [sampleS: number, share: number])[] = [
  [60, 0.9],
  [10, 0.08],
  [1, 0.02],
];

/** Quiet stretches of all plants, `years` in all. */
export function toQuietJobs({ years, isShort, cacheFolder }: BenchOptions): readonly QuietJob[] {
  const stretchDays = isShort ? shortStretchDays : usualStretchDays;
  return shareBySampling.flatMap(([sampleS, share]) => {
    const stretches = Math.round((years * share * daysAYear) / stretchDays);
    // In a short run everything is sampled once in ten seconds, so that the figure is of one kind.
    if (isShort && sampleS !== 10) return [];
    const count = isShort ? Math.max(1, Math.round((years * daysAYear) / stretchDays)) : stretches;
    return Array.from({ length: count }, (_, i) => ({
      plantId: quietPlants[i % quietPlants.length]!,
      seed: 1000 + i,
      sampleS,
      days: stretchDays,
      cacheFolder,
    }));
  });
}

const sumOthers = (results: readonly QuietResult[]): Readonly<Record<string, number>> => {
  const sums: Record<string, number> = {};
  for (const { others } of results) {
    for (const [verdict, count] of Object.entries(others)) sums[verdict] = (sums[verdict] ?? 0) + count;
  }
  return sums;
};

/** False leaks a loop-year of these stretches, with what else was called. */
export function summarizeYears(results: readonly QuietResult[]) {
  const years = results.reduce((sum, { days }) => sum + days, 0) / daysAYear;
  const leaks = results.filter(({ falseLeak }) => falseLeak !== null).length;
  return { stretches: results.length, falseLeaks: toRateInterval(leaks, years), others: sumOthers(results) };
}

/** Plays the quiet years. */
export async function measureYears(options: BenchOptions) {
  const jobs = toQuietJobs(options);
  let done = 0;
  const results = await runJobs("quiet", jobs, {
    workers: options.workers,
    onDone({ plantId, sampleS, falseLeak }) {
      done += 1;
      const leak = falseLeak === null ? "" : `, FALSE LEAK on day ${falseLeak.atDay.toFixed(1)}`;
      options.onProgress(`quiet stretch ${done} of ${jobs.length}: ${plantId} every ${sampleS} s${leak}`);
    },
  });
  const groups = [
    ...shareBySampling.map(([sampleS]) => ({
      name: `sampled every ${sampleS} s`,
      some: results.filter((one) => one.sampleS === sampleS),
    })),
    ...quietPlants.map((plantId) => ({
      name: plantId,
      some: results.filter((one) => one.plantId === plantId),
    })),
    { name: "all", some: results },
  ];
  return {
    groups: groups
      .filter(({ some }) => some.length > 0)
      .map(({ name, some }) => ({ name, ...summarizeYears(some) })),
    falseLeaks: results.filter(({ falseLeak }) => falseLeak !== null),
  };
}
