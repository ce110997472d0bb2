import type { EpochMs } from "../../protocol/time.ts";
import { densityKgPerM3 } from "../../server/domain/loop/coolants.ts";
import type { Loop } from "../../server/domain/loop/loop.ts";
import { findLoop, readExampleLoops, readScenario } from "./example-loops.ts";
import { type Forecast, forecastAfterMs, holdForecast } from "./forecasts.ts";
import { type Judgement, judge, leakStartMs } from "./judge.ts";
import { playRecording, withoutChannels } from "./play.ts";
import { type Recording, type StoryName, truthRowAt } from "./recording.ts";
import { takeRecording } from "./recording-file.ts";
import { toStatements } from "./statements.ts";

/** Which story is played, and how. Plain JSON. */
export interface CardJob extends StoryName {
  readonly cacheFolder: string | null;
  /** Channels that the loop has to do without. */
  readonly without: readonly string[];
  /** In place of the story's own healthy time before, seconds; `null`: its own. */
  readonly preludeS: number | null;
}

/** What came of a story. Plain JSON. */
export interface CardResult extends StoryName, Judgement {
  readonly title: string;
  readonly loopId: string;
  readonly days: number;
  /** What spans are counted from: the event, or the end of the prelude in a story without one. */
  readonly zeroMs: EpochMs;
  /** Seconds after the event at which coolant began to leak, `null`: none does. */
  readonly leakS: number | null;
  /** From the leak (or its growth at the event, where it leaked before) to the first leak told after it. */
  readonly found: { readonly afterS: number; readonly lostL: number; readonly lostShare: number } | null;
  readonly forecasts: readonly Forecast[];
  readonly samples: number;
  readonly tookMs: number;
}

/** When the loss began that the story is about: at its event, when it grows there; else when coolant begins to go. */
function toLossMs(recording: Recording): EpochMs | null {
  const startMs = leakStartMs(recording);
  const { eventMs } = recording;
  return startMs === null ? null : Math.max(startMs, eventMs ?? startMs);
}

function toFound(recording: Recording, loop: Loop, judgement: Judgement): CardResult["found"] {
  const startMs = leakStartMs(recording);
  const first = judgement.statements.find(({ worth }) => worth === "true");
  if (startMs === null || first === undefined) return null;
  const { truth } = recording;
  const lostKg = truth.lostKg[truthRowAt(truth, first.toldMs)] ?? 0;
  const lostL = (lostKg * 1000) / densityKgPerM3(loop.coolant, loop.referenceTempC);
  return { afterS: (first.toldMs - startMs) / 1000, lostL, lostShare: lostL / loop.chargeL };
}

/** Tells a story (or takes it from the folder), plays it to the detection and judges what came out. */
export function playCard(job: CardJob): CardResult {
  const written = readScenario(job.scenarioId, job.variant);
  const scenario = job.preludeS === null ? written : { ...written, preludeS: job.preludeS };
  const loop = withoutChannels(findLoop(readExampleLoops(), scenario.plantId), job.without);
  const recording = takeRecording(scenario, { seed: job.seed, sampleS: 1 }, job.cacheFolder);
  const lossMs = toLossMs(recording);
  const moments = lossMs === null ? [] : forecastAfterMs.map((afterMs) => lossMs + afterMs);
  const momentsMs = moments.filter((atMs) => atMs < recording.endMs);
  const play = playRecording(recording, loop, { momentsMs });
  const judgement = judge(recording, scenario, toStatements(play.calls));
  const zeroMs = recording.eventMs ?? recording.liveMs;
  const startMs = leakStartMs(recording);
  return {
    scenarioId: job.scenarioId,
    variant: job.variant,
    seed: job.seed,
    title: scenario.title,
    loopId: loop.id,
    days: (recording.endMs - recording.startMs) / 86_400_000,
    zeroMs,
    leakS: startMs === null ? null : (startMs - zeroMs) / 1000,
    ...judgement,
    found: toFound(recording, loop, judgement),
    forecasts: momentsMs.map((atMs, i) =>
      holdForecast(recording, loop, {
        atMs,
        afterS: (forecastAfterMs[i] ?? 0) / 1000,
        estimate: play.estimates[i] ?? null,
      }),
    ),
    samples: play.samples,
    tookMs: play.tookMs,
  };
}
