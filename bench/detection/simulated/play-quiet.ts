import { seconds } from "../../../protocol/time.ts";
import { describeEvent } from "../../../simulator/story/describe-event.ts";
import { findLoop, readExampleLoops } from "../example-loops.ts";
import { playRecording, toSampledLoop } from "../play.ts";
import { takeRecording } from "../recording-file.ts";
import { toConfoundedStory } from "./quiet-story.ts";

/** A stretch of healthy time with what happens to a loop now and then. Plain JSON. */
export interface QuietJob {
  readonly plantId: string;
  readonly seed: number;
  readonly sampleS: number;
  readonly evaluateS: number;
  readonly days: number;
  readonly cacheFolder: string | null;
}

/** What was called in it. A leak that is called ends it, for it would stand for good and hide the next one. */
export interface QuietResult extends Pick<QuietJob, "plantId" | "seed" | "sampleS" | "evaluateS"> {
  /** Days until the first false leak, or all; learning is part of them. */
  readonly days: number;
  readonly falseLeak: {
    readonly atDay: number;
    readonly headline: string;
    /** What happened last before it; `null`: nothing but every day. */
    readonly after: string | null;
    readonly afterS: number | null;
  } | null;
  /** Occurrences of other classes by verdict. */
  readonly others: Readonly<Record<string, number>>;
  readonly tookMs: number;
}

/** Plays a quiet stretch until its end or until a leak is called. */
export function playQuiet(job: QuietJob): QuietResult {
  const { plantId, seed, sampleS, evaluateS } = job;
  const story = toConfoundedStory(plantId, job.days, seed);
  const recording = takeRecording(story, { seed, sampleS }, job.cacheFolder);
  const loop = toSampledLoop(findLoop(readExampleLoops(), plantId), sampleS);
  const play = playRecording(recording, loop, {
    isLast: ({ verdict }) => verdict === "leak",
    evaluateEveryMs: seconds(evaluateS),
  });
  const leak = play.calls.find(({ verdict }) => verdict === "leak");
  const others: Record<string, number> = {};
  for (const { change, verdict } of play.calls) {
    if (change === "opened" && verdict !== "leak") others[verdict] = (others[verdict] ?? 0) + 1;
  }
  const toDays = (atMs: number): number => (atMs - recording.startMs) / 86_400_000;
  const eventMs = recording.eventMs ?? recording.liveMs;
  const before =
    leak === undefined
      ? undefined
      : story.events
          .filter(({ atS, kind }) => atS > 0 && kind !== "beta" && eventMs + atS * 1000 <= leak.atMs)
          .toSorted((a, b) => b.atS - a.atS)[0];
  return {
    plantId,
    seed,
    sampleS,
    evaluateS,
    days: toDays(leak?.atMs ?? recording.endMs),
    falseLeak:
      leak === undefined
        ? null
        : {
            atDay: toDays(leak.atMs),
            headline: leak.headline,
            after: before === undefined ? null : describeEvent(before),
            afterS: before === undefined ? null : (leak.atMs - eventMs) / 1000 - before.atS,
          },
    others,
    tookMs: play.tookMs,
  };
}
