import type { BenchOptions } from "../section.ts";
import { runJobs } from "../workers.ts";
import type { QuietJob, QuietResult } from "./play-quiet.ts";
import { toRateInterval } from "./poisson.ts";
import { quietPlants } from "./quiet-story.ts";

const daysAYear = 365.25;

/** A stretch is a detector's life from its first sample: long enough that learning is a small part of it. */
const usualStretchDays = 30;
const shortStretchDays = 10;

/**
 * Shares of the years at each pace. A year costs the more the finer it is sampled, and the more often it is evaluated: of
 * the processor's time each of these takes about a quarter.
 */
const paces: readonly Pace[] = [
  // Three evaluations in a minute: a block counts when half of its ten seconds were evaluated, and the slow scales live on them.
  { sampleS: 60, evaluateS: 20, share: 0.8 },
  { sampleS: 60, evaluateS: 1, share: 0.1 },
  { sampleS: 10, evaluateS: 10, share: 0.09 },
  { sampleS: 1, evaluateS: 1, share: 0.01 },
];

/** How often a stretch is sampled and evaluated. Live, evaluation is once a second whatever the sampling. */
interface Pace {
  readonly sampleS: number;
  readonly evaluateS: number;
  readonly share: number;
}

/** The pace of a short run, so that its figure is of one kind. */
const shortPace: Pace = { sampleS: 10, evaluateS: 10, share: 1 };

const toPaceName = ({ sampleS, evaluateS }: Omit<Pace, "share">): string =>
  sampleS === evaluateS
    ? `sampled and evaluated every ${sampleS} s`
    : `sampled every ${sampleS} s, evaluated every ${evaluateS} s${evaluateS === 1 ? " as live" : ""}`;

/** Quiet stretches of all plants, `years` in all. */
export function toQuietJobs({ years, isShort, cacheFolder }: BenchOptions): readonly QuietJob[] {
  const stretchDays = isShort ? shortStretchDays : usualStretchDays;
  return (isShort ? [shortPace] : paces).flatMap(({ sampleS, evaluateS, share }, pace) => {
    const count = Math.max(1, Math.round((years * share * daysAYear) / stretchDays));
    return Array.from({ length: count }, (_, i) => ({
      plantId: quietPlants[(i + pace) % quietPlants.length]!,
      // The same telemetry is never played at two paces: each stretch is a new one.
      seed: 1000 * (pace + 1) + i,
      sampleS,
      evaluateS,
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
    results: options.results,
    onDone({ plantId, sampleS, falseLeak }) {
      done += 1;
      const leak = falseLeak === null ? "" : `, FALSE LEAK on day ${falseLeak.atDay.toFixed(1)}`;
      options.onProgress(`quiet stretch ${done} of ${jobs.length}: ${plantId} every ${sampleS} s${leak}`);
    },
  });
  const groups = [
    ...paces.map((pace) => ({
      name: toPaceName(pace),
      some: results.filter((one) => toPaceName(one) === toPaceName(pace)),
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
