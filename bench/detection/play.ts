import type { AlarmClass, AlarmKey, Evidence, Severity, Verdict } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { OccurrenceId } from "../../protocol/ids.ts";
import { operationMeasurement } from "../../protocol/operation.ts";
import { type DurationMs, type EpochMs, seconds } from "../../protocol/time.ts";
import { tellStep } from "../../server/app/backtest-story.ts";
import { createPipeline } from "../../server/app/pipeline.ts";
import type { PipelineEffects } from "../../server/app/pipeline-effects.ts";
import { createRules } from "../../server/app/rules-of-alarms.ts";
import { createLineReader } from "../../server/boundary/line-reader.ts";
import type { Observation } from "../../server/domain/alarm/alarm.ts";
import { createAlarmSet } from "../../server/domain/alarm/alarm-set.ts";
import type { Loop } from "../../server/domain/loop/loop.ts";
import { telemetryMeasurement } from "../../simulator/senders/line-protocol.ts";
import type { Recording } from "./recording.ts";
import { toStateBytes } from "./state-bytes.ts";

/** A change of an alarm, as a person would hear of it. */
export interface Call {
  readonly change: "opened" | "worsened" | "revised" | "returned";
  /** Source time, and when the telemetry arrived that led to it: what is told after a loss of signal is told late. */
  readonly atMs: EpochMs;
  readonly toldMs: EpochMs;
  readonly occurrenceId: OccurrenceId;
  readonly alarmClass: AlarmClass;
  readonly severity: Severity;
  readonly verdict: Verdict;
  readonly headline: string;
  readonly evidence: readonly Evidence[];
  readonly leakKgPerH: number | null;
}

/** What the detection made of a recording. */
export interface Play {
  /** In the order in which they happened. */
  readonly calls: readonly Call[];
  /** The first estimate at or after each moment asked for; `null`: there was none any more. */
  readonly estimates: readonly (LoopEstimate | null)[];
  /** Source time of the last row that was played. */
  readonly untilMs: EpochMs;
  /** Values that went into the detector, and what the run took of this process's time, ms. */
  readonly samples: number;
  readonly tookMs: number;
  /** The detector's state at the end, bytes. */
  readonly stateBytes: number;
}

/** What else is wanted of a play. */
export interface PlayOptions {
  /** Moments of source time, ascending. */
  readonly momentsMs?: readonly EpochMs[];
  /** Every estimate, once in ten seconds of source time. */
  readonly onEstimate?: (estimate: LoopEstimate) => void;
  /** The rest is not played once a call is this one. */
  readonly isLast?: (call: Call) => boolean;
  /** Time between evaluations; left out, as often as the loop is sampled, and never more often than live. */
  readonly evaluateEveryMs?: DurationMs;
}

/** A value of a channel that is sampled less often than once a second is believed for this many samples. */
const believedSamples = 2.5;

/** The loop as its owner would write it down when its sensors are read once in `sampleS` seconds. */
export const toSampledLoop = (loop: Loop, sampleS: number): Loop =>
  sampleS === 1
    ? loop
    : {
        ...loop,
        channels: loop.channels.map((channel) => ({
          ...channel,
          maxAgeMs: Math.max(channel.maxAgeMs, believedSamples * sampleS * 1000),
        })),
      };

/** The loop without some of its channels. */
export const withoutChannels = (loop: Loop, ids: readonly string[]): Loop => ({
  ...loop,
  channels: loop.channels.filter(({ id }) => !ids.includes(id)),
});

/** For each field of a recording the channels that it feeds, by their place in the loop. */
function toPlaces(recording: Recording, loop: Loop): readonly (readonly number[])[] {
  return recording.fields.map((field) =>
    loop.channels.flatMap(({ source }, place) =>
      source.field === field && source.measurement === telemetryMeasurement ? [place] : [],
    ),
  );
}

/** Keeps the alarms of one loop; nobody acknowledges anything. */
function createListener(loop: Loop, calls: Call[], told: { atMs: EpochMs }) {
  const alarms = createAlarmSet();
  const rulesOf = createRules([loop]);
  return (key: AlarmKey, seen: Observation): void => {
    for (const step of alarms.observe(key, seen, rulesOf(key))) {
      const event = tellStep(key, step);
      if (event === null) continue;
      const { id, alarmClass, severity, verdict, headline, evidence, leakKgPerH } = event.alarm;
      const what = { alarmClass, severity, verdict, headline, evidence, leakKgPerH };
      calls.push({ change: event.kind, atMs: event.atMs, toldMs: told.atMs, occurrenceId: id, ...what });
    }
  };
}

/** Plays a recording through the real detection and alarm code, row by row in the order of arrival, as fast as it goes. */
export function playRecording(recording: Recording, loop: Loop, options: PlayOptions = {}): Play {
  const moments = options.momentsMs ?? [];
  const estimates: LoopEstimate[] = [];
  const calls: Call[] = [];
  const told = { atMs: recording.startMs };
  const effects: PipelineEffects = {
    observe: createListener(loop, calls, told),
    onRow: () => undefined,
    onEstimate(estimate) {
      while (estimates.length < moments.length && estimate.atMs >= moments[estimates.length]!)
        estimates.push(estimate);
      options.onEstimate?.(estimate);
    },
  };
  const pipeline = createPipeline([loop], effects, {
    evaluateEveryMs: options.evaluateEveryMs ?? seconds(recording.sampleS),
  });
  const reader = createLineReader();
  const operations = pipeline.intake(reader);
  const placesOfField = toPlaces(recording, loop);
  const { arrivesMs, sourceMs, ends, places, values } = recording;
  const time: EpochMs[] = [0];
  const columns: (number | null)[][] = loop.channels.map(() => [null]);
  let nextOperation = 0;
  let samples = 0;
  let heard = 0;

  const startedMs = performance.now();
  for (let row = 0; row < ends.length; row++) {
    for (; recording.operations[nextOperation]?.beforeRow === row; nextOperation++) {
      const { operation, sourceMs: atMs, arrivesMs: cameMs } = recording.operations[nextOperation]!;
      told.atMs = cameMs;
      const line = `${operationMeasurement},loop=${loop.id} kind="${operation}" ${atMs}\n`;
      operations.accept(reader.read(Buffer.from(line), "ms", cameMs));
    }
    for (const column of columns) column[0] = null;
    for (let cell = row === 0 ? 0 : ends[row - 1]!; cell < ends[row]!; cell++) {
      for (const place of placesOfField[places[cell]!]!) {
        columns[place]![0] = values[cell]!;
        samples += 1;
      }
    }
    told.atMs = arrivesMs[row]!;
    time[0] = sourceMs[row]!;
    pipeline.recall(loop.id, time, columns);
    if (options.isLast === undefined || calls.length === heard) continue;
    if (calls.slice(heard).some(options.isLast)) break;
    heard = calls.length;
  }
  const tookMs = performance.now() - startedMs;
  return {
    calls,
    estimates: moments.map((_, i) => estimates[i] ?? null),
    untilMs: time[0] ?? recording.startMs,
    samples,
    tookMs,
    stateBytes: toStateBytes(pipeline.lane(loop.id)?.detector.state),
  };
}
