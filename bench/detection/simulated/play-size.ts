import { days, hours, minutes } from "../../../protocol/time.ts";
import { densityKgPerM3 } from "../../../server/domain/loop/coolants.ts";
import type {
  ScenarioDescription,
  ScenarioEvent,
} from "../../../simulator/description/scenario-description.ts";
import { createRandom } from "../../../simulator/random.ts";
import { findLoop, readExampleLoops } from "../example-loops.ts";
import { leakStartMs } from "../judge.ts";
import { playRecording, toSampledLoop } from "../play.ts";
import { truthRowAt } from "../recording.ts";
import { takeRecording } from "../recording-file.ts";
import { leakDelayBoundS } from "./leak-bound.ts";
import { toQuietStory } from "./quiet-story.ts";

/** A leak of one size, from a moment of its own in the loop's cycle. Plain JSON. */
export interface SizeJob {
  readonly plantId: string;
  readonly kgPerH: number;
  readonly seed: number;
  /** Nobody waits longer. */
  readonly longestDays: number;
  readonly cacheFolder: string | null;
}

/** How long it went unnoticed. */
export interface SizeResult extends Pick<SizeJob, "plantId" | "kgPerH" | "seed"> {
  /** `null`: not found before the accumulator was empty or the time was over. */
  readonly foundS: number | null;
  readonly lostL: number | null;
  /** What a leak of this size loses until the accumulator is empty, or the time is over, seconds. */
  readonly watchedS: number;
  readonly boundS: number;
  readonly sampleS: number;
  /** Leaks told before there was one. */
  readonly falseLeak: boolean;
}

/** Where each plant leaks in its stories. */
const placeByPlant: Readonly<Record<string, string>> = {
  soyuz: "radiator",
  "eatcs-a": "radiator",
  "eatcs-b": "radiator",
  "water-loop": "express-rack",
  cdu: "racks",
};

/** Up to this length a story is sampled once a second, beyond it once in ten. */
const fineS = days(1) / 1000;
const coarseSampleS = 10;

/** Found leaks need not be simulated to the end: a story is told so long, then longer until the leak is found. */
const horizonsS = [minutes(30), hours(6), days(2), days(8), days(30), days(90)].map((ms) => ms / 1000);

/** Leaks begin within this time after learning: one orbit, so that every phase of it comes up. */
const phaseS = hours(1.55) / 1000;

/** The accumulator's time at this rate is stretched by this: the plant may be warmer, and so fuller. */
const stretch = 1.3;

const toLeak = ({ plantId, kgPerH }: SizeJob): ScenarioEvent => ({
  kind: "leak",
  from: "loop",
  at: placeByPlant[plantId] ?? "",
  position: 1,
  size: { kind: "rate", gPerDay: kgPerH * 24_000 },
  tail: "metastable",
  eFoldS: null,
  swing: null,
  atS: 0,
  forS: null,
});

function toStory(job: SizeJob, lengthS: number): ScenarioDescription {
  const quiet = toQuietStory(job.plantId, lengthS);
  const learnt = findLoop(readExampleLoops(), job.plantId).learningMs / 1000;
  const phase = createRandom(job.seed, "phase").uniform() * phaseS;
  return {
    ...quiet,
    // A little more than learning takes, so that the leak meets a detector that knows its loop.
    preludeS: learnt + hours(1) / 1000,
    eventDelayS: Math.round(phase / coarseSampleS) * coarseSampleS,
    events: [...quiet.events, toLeak(job)],
  };
}

/** Tells a leak of this size until it is found. */
export function playSize(job: SizeJob): SizeResult {
  const { plantId, kgPerH, seed } = job;
  const written = findLoop(readExampleLoops(), plantId);
  const { accumulator, coolant, referenceTempC } = written;
  const kgPerL = densityKgPerM3(coolant, referenceTempC) / 1000;
  const emptyS = ((accumulator.volumeL - accumulator.gasL) * kgPerL * 3600) / kgPerH;
  const watchedS = Math.min(job.longestDays * 86_400, stretch * emptyS);
  for (const horizonS of horizonsS) {
    const lengthS = Math.ceil(Math.min(horizonS, watchedS));
    const story = toStory(job, lengthS);
    const sampleS = lengthS <= fineS ? 1 : coarseSampleS;
    const recording = takeRecording(story, { seed, sampleS }, job.cacheFolder);
    const startMs = leakStartMs(recording) ?? recording.endMs;
    const play = playRecording(recording, toSampledLoop(written, sampleS), {
      isLast: ({ verdict, atMs }) => verdict === "leak" && atMs >= startMs,
    });
    const leaks = play.calls.filter(({ verdict }) => verdict === "leak");
    const falseLeak = leaks.some(({ atMs }) => atMs < startMs);
    const found = leaks.find(({ atMs, change }) => atMs >= startMs && change !== "revised");
    if (found === undefined && !falseLeak && lengthS < watchedS) continue;
    const { truth } = recording;
    const lostKg = found === undefined ? null : (truth.lostKg[truthRowAt(truth, found.toldMs)] ?? 0);
    return {
      plantId,
      kgPerH,
      seed,
      foundS: found === undefined ? null : (found.toldMs - startMs) / 1000,
      lostL: lostKg === null ? null : lostKg / kgPerL,
      watchedS,
      boundS: leakDelayBoundS(written, story.plant, { kgPerH, sampleS }),
      sampleS,
      falseLeak,
    };
  }
  throw new RangeError(`A leak of ${kgPerH} kg/h outlasts the longest story.`);
}
