import { type AlarmKey, type DetectedClass, detectedClasses } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { LoopId } from "../../protocol/ids.ts";
import { type Operation, servicedOperation } from "../../protocol/operation.ts";
import type { Quality } from "../../protocol/telemetry.ts";
import { type DurationMs, type EpochMs, seconds } from "../../protocol/time.ts";
import type { LineReader } from "../boundary/line-reader.ts";
import type { Observation } from "../domain/alarm/alarm.ts";
import { toSuppression } from "../domain/alarm/suppression.ts";
import { placeLimits } from "../domain/detection/limits/limit-parts.ts";
import type { LimitSaid } from "../domain/detection/limits/limit-watch.ts";
import { createLoopDetector, type LoopDetector } from "../domain/detection/loop-detector.ts";
import type { Loop } from "../domain/loop/loop.ts";
import { createChannelIndex } from "./channel-index.ts";
import { createIntake, type Intake, type IntakeEars } from "./intake.ts";
import { createLane, type DetectorLane, evaluateEveryMs, type LaneSettings } from "./lane.ts";

/** What the pipeline decides, in the order in which it must be passed on. */
export interface PipelineEffects {
  /** What is seen of a condition: found, gone, or nothing that can be said; once in ten seconds of source time, and at once when it changes. */
  observe(key: AlarmKey, seen: Observation): void;
  /** Somebody did something to a loop; told in the order of source time. Left out where nobody keeps account. */
  onOperation?(loopId: LoopId, declared: DeclaredOperation): void;
  /** New values of every channel of a loop, then the compensated inventory (litres); `null`: none. Left out where nobody looks. */
  onRow?(loopId: LoopId, atMs: EpochMs, row: readonly (number | null)[]): void;
  /** Once in ten seconds of source time, and when a leak is found. */
  onEstimate(estimate: LoopEstimate): void;
  /** Each evaluation with the quality of every channel, for a trace; left out where nobody looks. */
  onEvaluated?(estimate: LoopEstimate, qualities: readonly Quality[]): void;
}

/** What people did to a loop, and when. */
export interface DeclaredOperation {
  readonly atMs: EpochMs;
  readonly operation: Operation;
}

/** Every loop's detection, synchronous and in source time: the same points give the same effects, live or replayed. */
export interface Pipeline {
  /** The way in for what this reader reads. */
  intake(reader: LineReader, ears?: IntakeEars): Intake;
  /**
   * Takes samples of one loop's channels from the store, oldest first: `columns[i]` belongs to its `i`-th channel;
   * `declared`: what people did to it meanwhile.
   */
  recall(
    loopId: LoopId,
    tMs: readonly EpochMs[],
    columns: readonly (readonly (number | null)[])[],
    declared?: readonly DeclaredOperation[],
  ): void;
  /** One loop's own way in, for columns that are no line protocol, and its detector; `null`: there is no such loop. */
  lane(loopId: LoopId): DetectorLane<LoopDetector> | null;
  newestMs(loopId: LoopId): EpochMs | null;
  /** Samples of all loops that were not judged: too late, or with a time that nothing confirmed. */
  unjudged(): number;
}

/** Estimates and findings are passed on this often, source time; where evaluations are rarer, at each of them. */
const reportEveryMs = seconds(10);

/** What is left out is as it is live. */
export interface PipelineSettings extends LaneSettings {
  /** A loop's detector at the beginning, in place of one that knows nothing. */
  readonly toDetector?: (loop: Loop) => LoopDetector;
}

interface Track {
  readonly lane: DetectorLane<LoopDetector>;
}

const toRow = (detector: LoopDetector, atMs: EpochMs): (number | null)[] => {
  const row: (number | null)[] = detector.loop.channels.map((_, i) => {
    const value = detector.held.usable(i, atMs);
    return Number.isNaN(value) ? null : value;
  });
  row.push(Number.isNaN(detector.inventoryL) ? null : detector.inventoryL);
  return row;
};

const toQualities = (detector: LoopDetector, atMs: EpochMs): readonly Quality[] =>
  detector.loop.channels.map((_, i) => detector.held.quality(i, atMs));

export function createPipeline(
  loops: readonly Loop[],
  effects: PipelineEffects,
  settings: PipelineSettings = {},
): Pipeline {
  const toDetector = settings.toDetector ?? createLoopDetector;
  const index = createChannelIndex(loops);
  const trackByLoop = new Map<LoopId, Track>(
    loops.map((loop) => [loop.id, createTrack(toDetector(loop), effects, settings)]),
  );

  return {
    intake: (reader, ears) => createIntake(reader, index, (loopId) => trackByLoop.get(loopId)?.lane, ears),
    lane: (loopId) => trackByLoop.get(loopId)?.lane ?? null,
    newestMs: (loopId) => trackByLoop.get(loopId)?.lane.newestMs ?? null,
    recall(loopId, tMs, columns, declared = []) {
      const lane = trackByLoop.get(loopId)?.lane;
      let told = 0;
      const operateUntil = (untilMs: EpochMs): void => {
        for (; told < declared.length && declared[told]!.atMs <= untilMs; told++)
          lane?.operate(declared[told]!.operation, declared[told]!.atMs);
      };
      for (const [k, atMs] of tMs.entries()) {
        operateUntil(atMs);
        for (const [place, column] of columns.entries()) {
          const value = column[k] ?? null;
          if (value !== null) lane?.take(place, atMs, value);
        }
      }
      operateUntil(Number.POSITIVE_INFINITY);
      lane?.advance();
    },
    unjudged() {
      let count = 0;
      for (const { lane } of trackByLoop.values()) count += lane.late + lane.strays;
      return count;
    },
  };
}

function createTrack(begun: LoopDetector, effects: PipelineEffects, settings: LaneSettings): Track {
  const { loop } = begun;
  const everyMs = toReportEveryMs(settings.evaluateEveryMs ?? evaluateEveryMs);
  let standing = 0;

  const toKey = (alarmClass: DetectedClass): AlarmKey => ({ loopId: loop.id, alarmClass, part: null });

  const toLimitKey = (part: string): AlarmKey => ({ loopId: loop.id, alarmClass: "limit", part });

  const look = (alarmClass: DetectedClass, atMs: EpochMs): Observation => {
    const finding = lane.detector.finding(alarmClass);
    if (finding !== null) return { kind: "found", atMs, finding };
    if (!lane.detector.settled(alarmClass)) return { kind: "passed", atMs };
    return { kind: "gone", atMs, reason: endOf[alarmClass], byPerson: false };
  };

  const report = (atMs: EpochMs): void => {
    for (const alarmClass of detectedClasses) effects.observe(toKey(alarmClass), look(alarmClass, atMs));
    lane.detector.reportLimits(atMs, (part, said) => effects.observe(toLimitKey(part), toSeen(said, atMs)));
    effects.onEstimate(lane.detector.estimate());
    ({ standing } = lane.detector);
  };

  const keys: readonly AlarmKey[] = [
    ...detectedClasses.map(toKey),
    ...placeLimits(loop).map(({ part }) => toLimitKey(part)),
  ];

  /** A repaired loop has none of its alarms left; other work keeps from calling what would follow from it. */
  const operated = (operation: Operation, atMs: EpochMs): void => {
    const reason = "the loop was repaired and refilled";
    const suppression = toSuppression(operation);
    for (const key of keys) {
      if (operation === servicedOperation) {
        // A limit is passed or not, whoever says what.
        if (key.alarmClass !== "limit") effects.observe(key, { kind: "gone", atMs, reason, byPerson: true });
        effects.observe(key, { kind: "unsuppress", atMs });
      } else if (suppression?.classes.includes(key.alarmClass)) {
        effects.observe(key, { kind: "suppress", atMs, rule: operation, untilMs: atMs + suppression.forMs });
      }
    }
    if (operation === servicedOperation) standing = 0;
  };

  const lane: DetectorLane<LoopDetector> = createLane(
    begun,
    {
      onEvaluated(atMs) {
        const { detector } = lane;
        effects.onRow?.(loop.id, atMs, toRow(detector, atMs));
        effects.onEvaluated?.(detector.estimate(), toQualities(detector, atMs));
        if (atMs % everyMs === 0 || detector.standing !== standing) report(atMs);
      },
      // The past is told once; what late samples made of it shows in what is true now.
      onRevised: report,
      onOperation(operation, atMs) {
        effects.onOperation?.(loop.id, { operation, atMs });
        operated(operation, atMs);
      },
    },
    settings,
  );
  return { lane };
}

/** What is said of a limit, as its alarm takes it. */
export const toSeen = (said: LimitSaid, atMs: EpochMs): Observation =>
  said.kind === "found"
    ? { kind: "found", atMs, finding: said.finding }
    : said.kind === "gone"
      ? { kind: "gone", atMs, reason: said.reason, byPerson: false }
      : { kind: "passed", atMs };

/** A multiple of the time between evaluations, so that no report waits for a moment at which nobody looks. */
const toReportEveryMs = (everyMs: DurationMs): DurationMs => Math.ceil(reportEveryMs / everyMs) * everyMs;

/** What is said when a condition is over by itself. A leak never is. */
const endOf: Readonly<Record<DetectedClass, string>> = {
  leak: "the leak sensors are dry again",
  sensor: "the sensors agree again",
  "data-path": "the channels are received again as they were",
  process: "the loop is as it was",
};
