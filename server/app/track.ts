import { type AlarmKey, type DetectedClass, detectedClasses } from "../../protocol/alarm.ts";
import { type Operation, servicedOperation } from "../../protocol/operation.ts";
import type { Quality } from "../../protocol/telemetry.ts";
import { type DurationMs, type EpochMs, seconds } from "../../protocol/time.ts";
import type { Observation } from "../domain/alarm/alarm.ts";
import { toSuppression } from "../domain/alarm/suppression.ts";
import { placeLimits } from "../domain/detection/limits/limit-parts.ts";
import type { LimitSaid } from "../domain/detection/limits/limit-watch.ts";
import {
  createLoopDetector,
  type LoopDetector,
  type SavedDetector,
} from "../domain/detection/loop-detector.ts";
import type { Loop } from "../domain/loop/loop.ts";
import { createLane, type DetectorLane, evaluateEveryMs, type LaneSettings } from "./lane.ts";
import type { PipelineEffects } from "./pipeline-effects.ts";
import { mapDetectors, type SavedLane } from "./saved-lane.ts";

/** A loop's lane, and what is told of it. */
export interface Track {
  readonly loop: Loop;
  readonly lane: DetectorLane<LoopDetector>;
  /** How often something was told so far: the same samples in the same order of arrival come to the same number. */
  readonly tellings: number;
  /** Since when a part of the loop is cut off, as somebody declared; `null`: it is whole. */
  readonly isolatedMs: EpochMs | null;
  /**
   * Everything from before was gone through. What is later than `untilMs` (source time) is news from now on, whatever its
   * number: a journal of another life must silence nobody.
   */
  awake(untilMs: EpochMs): void;
  /** To be written down before the lane goes on: the states in it are those of the detectors at work. */
  save(): SavedTrack;
}

/** All that a track knows; plain data. */
export interface SavedTrack {
  readonly lane: SavedLane<SavedDetector>;
  readonly tellings: number;
  readonly standing: number;
  readonly isolatedMs: EpochMs | null;
}

/** How a track begins. */
export interface TrackBeginning {
  /** Left out: knowing nothing. */
  readonly saved?: SavedTrack;
  /** Tellings up to this number were heard in an earlier life: they are gone through in silence. */
  readonly knownTellings?: number;
  /** A detector in place of one that knows nothing. */
  readonly detector?: LoopDetector;
}

/** Estimates and findings are passed on this often, source time; where evaluations are rarer, at each of them. */
const reportEveryMs = seconds(10);

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

export function createTrack(
  given: Loop,
  effects: PipelineEffects,
  settings: LaneSettings,
  { saved, knownTellings = 0, detector }: TrackBeginning = {},
): Track {
  const loop = detector?.loop ?? given;
  const everyMs = toReportEveryMs(settings.evaluateEveryMs ?? evaluateEveryMs);
  const known =
    saved === undefined ? undefined : mapDetectors(saved.lane, (state) => createLoopDetector(loop, state));
  let standing = saved?.standing ?? 0;
  let tellings = saved?.tellings ?? knownTellings;
  let isolatedMs = saved?.isolatedMs ?? null;

  let awakeMs = Number.POSITIVE_INFINITY;

  const count = (atMs: EpochMs): void => {
    tellings += 1;
    if (tellings <= knownTellings && atMs > awakeMs) tellings = knownTellings + 1;
  };

  const observe: PipelineEffects["observe"] = (key, seen) => {
    if (tellings > knownTellings) effects.observe(key, seen);
  };

  const toKey = (alarmClass: DetectedClass): AlarmKey => ({ loopId: loop.id, alarmClass, part: null });

  const toLimitKey = (part: string): AlarmKey => ({ loopId: loop.id, alarmClass: "limit", part });

  const look = (alarmClass: DetectedClass, atMs: EpochMs): Observation => {
    const finding = lane.detector.finding(alarmClass);
    if (finding !== null) return { kind: "found", atMs, finding };
    if (!lane.detector.settled(alarmClass)) return { kind: "passed", atMs };
    return { kind: "gone", atMs, reason: endOf[alarmClass], byPerson: false };
  };

  const report = (atMs: EpochMs): void => {
    for (const alarmClass of detectedClasses) observe(toKey(alarmClass), look(alarmClass, atMs));
    lane.detector.reportLimits(atMs, (part, said) => observe(toLimitKey(part), toSeen(said, atMs)));
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
        if (key.alarmClass !== "limit") observe(key, { kind: "gone", atMs, reason, byPerson: true });
        observe(key, { kind: "unsuppress", atMs });
      } else if (suppression?.classes.includes(key.alarmClass)) {
        observe(key, { kind: "suppress", atMs, rule: operation, untilMs: atMs + suppression.forMs });
      }
    }
    if (operation === servicedOperation) standing = 0;
  };

  const lane: DetectorLane<LoopDetector> = createLane(
    known?.running ?? detector ?? createLoopDetector(loop),
    {
      onEvaluated(atMs) {
        count(atMs);
        const { detector } = lane;
        effects.onRow?.(loop.id, atMs, toRow(detector, atMs));
        effects.onEvaluated?.(detector.estimate(), toQualities(detector, atMs));
        if (atMs % everyMs === 0 || detector.standing !== standing) report(atMs);
      },
      // The past is told once; what late samples made of it shows in what is true now.
      onRevised(atMs) {
        count(atMs);
        report(atMs);
      },
      onOperation(operation, atMs) {
        count(atMs);
        if (operation === "isolation") isolatedMs = atMs;
        else if (operation === "reopening" || operation === servicedOperation) isolatedMs = null;
        if (tellings > knownTellings) effects.onOperation?.(loop.id, { operation, atMs });
        operated(operation, atMs);
      },
    },
    settings,
    known,
  );
  return {
    loop,
    lane,
    get tellings() {
      return tellings;
    },
    awake(untilMs) {
      awakeMs = untilMs;
    },
    get isolatedMs() {
      return isolatedMs;
    },
    save: () => ({ lane: mapDetectors(lane.save(), ({ state }) => state), tellings, standing, isolatedMs }),
  };
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
