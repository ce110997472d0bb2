import type { Verdict } from "../../../protocol/alarm.ts";
import { type EpochMs, hours } from "../../../protocol/time.ts";
import { createPipeline } from "../../../server/app/pipeline.ts";
import type { PipelineEffects } from "../../../server/app/pipeline-effects.ts";
import { mergeChannels, type RecordedChannel } from "../../../server/boundary/recording.ts";
import type { LoopDetector } from "../../../server/domain/detection/loop-detector.ts";
import type { Loop } from "../../../server/domain/loop/loop.ts";
import { injectLoss, type Silence } from "./inject-loss.ts";
import { readChannels, tellingPlace } from "./station-loops.ts";

/** A day of one loop, untouched and with leaks of every size at every onset. Plain JSON. */
export interface StationJob {
  readonly folder: string;
  readonly loop: Loop;
  /** When nothing came from the whole station. */
  readonly silences: readonly Silence[];
  /** How many moments of the day each leak begins at: between learning and `leastWatchedH` before the end. */
  readonly onsets: number;
  /** Per hour: per cent of the pressure, or points of the accumulator's quantity. */
  readonly sizes: readonly number[];
}

/** An alarm on the untouched recording. */
export interface HealthyCall {
  readonly atH: number;
  readonly verdict: Verdict;
  readonly headline: string;
}

/** A leak that was put in. */
export interface StationLeak {
  readonly size: number;
  readonly onsetH: number;
  /** Until a leak was told; `null`: not before the recording's end, which was `watchedS` later. */
  readonly foundS: number | null;
  readonly watchedS: number;
}

/** Plain JSON. */
export interface StationResult {
  readonly loopId: string;
  readonly name: string;
  readonly by: "pressure" | "quantity";
  /** Channels that the recording has. */
  readonly channels: readonly string[];
  readonly hours: number;
  readonly learntH: number;
  readonly calls: readonly HealthyCall[];
  readonly leaks: readonly StationLeak[];
}

/** The first leak begins this long after learning, hours. */
const afterLearningH = 1;

/** A leak is watched at least this long, hours: an orbit, and the three hours in which a slow one is wanted. */
export const leastWatchedH = 4;

/** What a detector knew at an onset, and which leak is to begin there. */
interface Onset {
  readonly atMs: EpochMs;
  readonly onsetH: number;
  readonly detector: LoopDetector;
}

const nothing = { onRow: () => undefined, onEstimate: () => undefined };

/** Gives samples after `afterMs` to the loop's pipeline, one by one, until `isOver` says so. */
function feed(
  loop: Loop,
  channels: readonly RecordedChannel[],
  effects: PipelineEffects,
  run: {
    readonly detector?: LoopDetector;
    readonly afterMs: EpochMs;
    readonly onTaken: (atMs: EpochMs) => boolean;
  },
): void {
  const { detector, afterMs, onTaken } = run;
  const settings = detector === undefined ? {} : { toDetector: () => detector };
  const lane = createPipeline([loop], effects, settings).lane(loop.id);
  const placeById = new Map(channels.map(({ id }, place) => [id, place]));
  for (const { id, atMs, value } of mergeChannels(channels)) {
    if (atMs <= afterMs) continue;
    lane?.take(placeById.get(id)!, atMs, value);
    lane?.advance();
    if (onTaken(atMs)) return;
  }
}

/** The untouched day: what was called, and the detector as it was at each onset. */
function playHealthy(
  loop: Loop,
  channels: readonly RecordedChannel[],
  startMs: EpochMs,
  onsetsH: readonly number[],
) {
  const calls: HealthyCall[] = [];
  const onsets: Onset[] = [];
  const open = new Set<string>();
  const pipeline = { detector: null as LoopDetector | null };
  const effects: PipelineEffects = {
    ...nothing,
    observe({ alarmClass }, seen) {
      if (seen.kind === "gone") open.delete(alarmClass);
      if (seen.kind !== "found" || open.has(alarmClass)) return;
      open.add(alarmClass);
      const { verdict, headline } = seen.finding;
      calls.push({ atH: (seen.atMs - startMs) / hours(1), verdict, headline });
    },
    onRow(_, atMs) {
      const onsetH = onsetsH[onsets.length];
      if (onsetH === undefined || atMs < startMs + hours(onsetH) || pipeline.detector === null) return;
      // At an evaluation the detector has everything up to this second and nothing after it.
      onsets.push({ atMs, onsetH, detector: pipeline.detector.fork() });
    },
  };
  const lane = createPipeline([loop], effects).lane(loop.id)!;
  const placeById = new Map(channels.map(({ id }, place) => [id, place]));
  for (const { id, atMs, value } of mergeChannels(channels)) {
    pipeline.detector = lane.detector;
    lane.take(placeById.get(id)!, atMs, value);
    lane.advance();
  }
  return { calls, onsets };
}

/** One leak from one onset, on a copy of the detector that knows the day until then. */
function playLeak(
  loop: Loop,
  leak: {
    readonly channels: readonly RecordedChannel[];
    readonly silences: readonly Silence[];
    readonly onset: Onset;
    readonly size: number;
  },
): StationLeak {
  const { channels, silences, onset, size } = leak;
  const place = tellingPlace(loop);
  const telling = loop.channels[place]!;
  const lower =
    telling.role === "quantity"
      ? (value: number, sinceH: number) => Math.max(0, value - size * sinceH)
      : // Closed gas: what leaks away the gas takes up, so 1/p grows evenly.
        (value: number, sinceH: number) => value / (1 + (size / 100) * sinceH);
  const leaking = channels.map((channel, i) =>
    i === place ? injectLoss(channel, { fromMs: onset.atMs, lower, step: telling.step, silences }) : channel,
  );
  let found = false;
  let foundMs: EpochMs | null = null;
  let endMs = onset.atMs;
  feed(
    loop,
    leaking,
    {
      ...nothing,
      observe({ alarmClass }, seen) {
        if (alarmClass === "leak" && seen.kind === "found") found = true;
      },
    },
    {
      detector: onset.detector.fork(),
      afterMs: onset.atMs,
      onTaken(atMs) {
        endMs = atMs;
        if (found) foundMs = atMs;
        return found;
      },
    },
  );
  return {
    size,
    onsetH: onset.onsetH,
    foundS: foundMs === null ? null : (foundMs - onset.atMs) / 1000,
    watchedS: (endMs - onset.atMs) / 1000,
  };
}

/** Moments evenly between two hours of the day, both included; none when there is no time between them. */
export const toOnsetsH = (count: number, fromH: number, toH: number): readonly number[] =>
  toH < fromH
    ? []
    : Array.from({ length: count }, (_, i) => fromH + ((toH - fromH) * i) / Math.max(1, count - 1));

/** Plays a loop's day, then a leak of every size from every onset. */
export function playStation(job: StationJob): StationResult {
  const { folder, loop, silences, sizes } = job;
  const channels = readChannels(folder, loop);
  const times = channels.flatMap(({ atMs }) => [atMs[0] ?? Number.NaN, atMs.at(-1) ?? Number.NaN]);
  const startMs = Math.min(...times);
  const learntH = loop.learningMs / hours(1);
  const wholeH = (Math.max(...times) - startMs) / hours(1);
  const { calls, onsets } = playHealthy(
    loop,
    channels,
    startMs,
    toOnsetsH(job.onsets, learntH + afterLearningH, wholeH - leastWatchedH),
  );
  return {
    loopId: loop.id,
    name: loop.name,
    by: loop.channels[tellingPlace(loop)]!.role === "quantity" ? "quantity" : "pressure",
    channels: loop.channels.map(({ name }) => name),
    hours: wholeH,
    learntH,
    calls,
    // A leak that is called before there is one would hide the one that is put in.
    leaks: onsets
      .filter(({ detector }) => !detector.leaking)
      .flatMap((onset) => sizes.map((size) => playLeak(loop, { channels, silences, onset, size }))),
  };
}
