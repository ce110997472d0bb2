import type { ChannelRole } from "../../protocol/telemetry.ts";
import type { EpochMs } from "../../protocol/time.ts";
import { densityKgPerM3 } from "../../server/domain/loop/coolants.ts";
import type { Loop } from "../../server/domain/loop/loop.ts";
import type { ScenarioDescription } from "../../simulator/description/scenario-description.ts";
import { findLoop, readExampleLoops, readScenario } from "./example-loops.ts";
import { type Forecast, forecastAfterMs, holdForecast } from "./forecasts.ts";
import { type Judgement, judge, leakStartMs } from "./judge.ts";
import { playRecording, toSampledLoop, withoutChannels } from "./play.ts";
import { type Recording, type StoryName, truthRowAt } from "./recording.ts";
import { takeRecording } from "./recording-file.ts";
import { toStatements } from "./statements.ts";
import { playTools, type ToolResult } from "./todays-tools/play-tools.ts";

/** Which story is played, and how. Plain JSON. */
export interface CardJob extends StoryName {
  readonly cacheFolder: string | null;
  /** Channels that the loop has to do without. */
  readonly without: readonly string[];
  /** Between samples, seconds; live it is 1. */
  readonly sampleS: number;
  /** In place of the story's own healthy time before, seconds; `null`: its own. */
  readonly preludeS: number | null;
  /** Play it to today's tools as well, and again without each of the loop's channels in turn. */
  readonly withTools: boolean;
  readonly withoutEach: boolean;
}

/** What was left of the detection without one channel. */
export interface WithoutChannel {
  readonly channelId: string;
  readonly role: ChannelRole;
  readonly found: Found | null;
  readonly falseLeaks: number;
  readonly forecasts: readonly Forecast[];
}

/** The first leak told, from when coolant began to go. */
export interface Found {
  readonly afterS: number;
  readonly lostL: number;
  readonly lostShare: number;
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
  readonly found: Found | null;
  readonly forecasts: readonly Forecast[];
  readonly samples: number;
  readonly tookMs: number;
  /** Empty when they were not asked for. */
  readonly tools: readonly ToolResult[];
  readonly withoutEach: readonly WithoutChannel[];
}

/** When the loss began that the story is about: at its event, when it grows there; else when coolant begins to go. */
function toLossMs(recording: Recording): EpochMs | null {
  const startMs = leakStartMs(recording);
  const { eventMs } = recording;
  return startMs === null ? null : Math.max(startMs, eventMs ?? startMs);
}

function toFound(recording: Recording, loop: Loop, judgement: Judgement): Found | null {
  const startMs = leakStartMs(recording);
  const first = judgement.statements.find(({ worth }) => worth === "true");
  if (startMs === null || first === undefined) return null;
  const { truth } = recording;
  const lostKg = truth.lostKg[truthRowAt(truth, first.toldMs)] ?? 0;
  const lostL = (lostKg * 1000) / densityKgPerM3(loop.coolant, loop.referenceTempC);
  return { afterS: (first.toldMs - startMs) / 1000, lostL, lostShare: lostL / loop.chargeL };
}

/** One play of a recording to a loop, judged. */
function playJudged(recording: Recording, scenario: ScenarioDescription, loop: Loop) {
  const lossMs = toLossMs(recording);
  const moments = lossMs === null ? [] : forecastAfterMs.map((afterMs) => lossMs + afterMs);
  const momentsMs = moments.filter((atMs) => atMs < recording.endMs);
  const play = playRecording(recording, loop, { momentsMs });
  const judgement = judge(recording, scenario, toStatements(play.calls));
  const forecasts = momentsMs.map((atMs, i) =>
    holdForecast(recording, loop, {
      atMs,
      afterS: (forecastAfterMs[i] ?? 0) / 1000,
      estimate: play.estimates[i] ?? null,
    }),
  );
  return { play, judgement, forecasts, found: toFound(recording, loop, judgement) };
}

/** Tells a story (or takes it from the folder), plays it to the detection and judges what came out. */
export function playCard(job: CardJob): CardResult {
  const { scenarioId, variant, seed, sampleS } = job;
  const written = readScenario(scenarioId, variant);
  const scenario = job.preludeS === null ? written : { ...written, preludeS: job.preludeS };
  const described = findLoop(readExampleLoops(), scenario.plantId);
  const loop = toSampledLoop(withoutChannels(described, job.without), sampleS);
  const recording = takeRecording(scenario, { seed, sampleS }, job.cacheFolder);
  const { play, judgement, forecasts, found } = playJudged(recording, scenario, loop);
  const zeroMs = recording.eventMs ?? recording.liveMs;
  const startMs = leakStartMs(recording);
  const withoutEach = (job.withoutEach ? loop.channels : []).map(({ id, role }): WithoutChannel => {
    const rest = playJudged(recording, scenario, withoutChannels(loop, [id]));
    const falseLeaks = countFalseLeaks(rest.judgement);
    return { channelId: id, role, found: rest.found, falseLeaks, forecasts: rest.forecasts };
  });
  return {
    scenarioId,
    variant,
    seed,
    title: scenario.title,
    loopId: loop.id,
    days: (recording.endMs - recording.startMs) / 86_400_000,
    zeroMs,
    leakS: startMs === null ? null : (startMs - zeroMs) / 1000,
    ...judgement,
    found,
    forecasts,
    samples: play.samples,
    tookMs: play.tookMs,
    tools: job.withTools ? playTools(recording, loop) : [],
    withoutEach,
  };
}

/** Leaks that were called while no coolant had been lost: openings and escalations. */
export const countFalseLeaks = ({ statements }: Pick<Judgement, "statements">): number =>
  statements.filter(({ worth, change }) => worth === "false leak" && change !== null).length;

/** Coolant is lost, and an ideal operator would be told. A spoonful squeezed out by valve work is a loss, but no call. */
export const asksForLeak = ({ leakS, ideals }: Pick<CardResult, "leakS" | "ideals">): boolean =>
  leakS !== null && ideals.some(({ verdict }) => verdict === "leak");
