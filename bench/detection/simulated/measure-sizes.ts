import type { BenchOptions } from "../section.ts";
import { runJobs } from "../workers.ts";
import type { SizeJob, SizeResult } from "./play-size.ts";
import { toQuantile } from "./quantiles.ts";

/** Five decades, two a decade, kg/h: from the station's seep of years to a cut line. */
const sizesKgPerH = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100];
const shortSizesKgPerH = [0.1, 1, 10];

const plants = ["soyuz", "eatcs-a", "water-loop", "cdu"];

const longestDays = 30;
const shortLongestDays = 1;

/** Leaks of one size on one plant. Never found is infinite. */
export interface SizeSummary {
  readonly plantId: string;
  readonly kgPerH: number;
  readonly leaks: number;
  readonly found: number;
  readonly delayS: readonly [p10: number | null, p50: number | null, p90: number | null];
  readonly lostL: readonly [p10: number | null, p50: number | null, p90: number | null];
  readonly boundS: number;
  readonly sampleS: number;
  readonly watchedS: number;
  readonly falseLeaks: number;
}

export function summarizeSizes(results: readonly SizeResult[]): readonly SizeSummary[] {
  const names = [...new Set(results.map(({ plantId, kgPerH }) => `${plantId} ${kgPerH}`))];
  return names.map((name): SizeSummary => {
    const some = results.filter(({ plantId, kgPerH }) => `${plantId} ${kgPerH}` === name);
    const [first] = some;
    if (first === undefined) throw new RangeError(`There is no leak of ${name}.`);
    const three = (values: readonly number[]) =>
      [toQuantile(values, 0.1), toQuantile(values, 0.5), toQuantile(values, 0.9)] as const;
    // A leak told before there was one is neither found nor missed.
    const fair = some.filter(({ falseLeak }) => !falseLeak);
    return {
      plantId: first.plantId,
      kgPerH: first.kgPerH,
      leaks: fair.length,
      found: fair.filter(({ foundS }) => foundS !== null).length,
      delayS: three(fair.map(({ foundS }) => foundS ?? Number.POSITIVE_INFINITY)),
      lostL: three(fair.map(({ lostL }) => lostL ?? Number.POSITIVE_INFINITY)),
      boundS: Math.max(...some.map(({ boundS }) => boundS)),
      sampleS: Math.max(...some.map(({ sampleS }) => sampleS)),
      watchedS: first.watchedS,
      falseLeaks: some.length - fair.length,
    };
  });
}

/** Plays leaks of every size on every plant, each with as many seeds as asked for. */
export async function measureSizes(options: BenchOptions): Promise<readonly SizeSummary[]> {
  const { isShort, seeds, cacheFolder } = options;
  const jobs = (isShort ? ["soyuz"] : plants).flatMap((plantId) =>
    (isShort ? shortSizesKgPerH : sizesKgPerH).flatMap((kgPerH) =>
      Array.from(
        { length: seeds },
        (_, i): SizeJob => ({
          plantId,
          kgPerH,
          seed: i + 1,
          longestDays: isShort ? shortLongestDays : longestDays,
          cacheFolder,
        }),
      ),
    ),
  );
  let done = 0;
  const results = await runJobs("size", jobs, {
    workers: options.workers,
    results: options.results,
    onDone({ plantId, kgPerH }) {
      done += 1;
      options.onProgress(`leak ${done} of ${jobs.length}: ${kgPerH} kg/h in ${plantId}`);
    },
  });
  return summarizeSizes(results);
}
