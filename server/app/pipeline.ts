import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { Quality } from "../../protocol/telemetry.ts";
import { type EpochMs, seconds } from "../../protocol/time.ts";
import { servicedOperation } from "../../protocol/wire.ts";
import type { LineReader } from "../boundary/line-reader.ts";
import type { AlarmEvent } from "../domain/alarm/alarm.ts";
import type { AlarmKey } from "../domain/alarm/step-alarm.ts";
import { createLoopDetector, type LoopDetector } from "../domain/detection/loop-detector.ts";
import type { Loop } from "../domain/loop/loop.ts";
import { createChannelIndex } from "./channel-index.ts";
import { createIntake, type Intake } from "./intake.ts";
import { createLane, type DetectorLane, type Lane } from "./lane.ts";

/** What the pipeline decides, in the order in which it must be passed on. */
export interface PipelineEffects {
  /** A condition was found, seen again, or is over. */
  onAlarmEvent(key: AlarmKey, event: AlarmEvent): void;
  /** New values of every channel of a loop, then the compensated inventory (litres); `null`: none. */
  onRow(loopId: LoopId, atMs: EpochMs, row: readonly (number | null)[]): void;
  /** Once in ten seconds of source time, and when a leak is found. */
  onEstimate(estimate: LoopEstimate): void;
  /** Each evaluation with the quality of every channel, for a trace; left out where nobody looks. */
  onEvaluated?(estimate: LoopEstimate, qualities: readonly Quality[]): void;
}

/** Every loop's detection, synchronous and in source time: the same points give the same effects, live or replayed. */
export interface Pipeline {
  /** The way in for what this reader reads. */
  intake(reader: LineReader): Intake;
  /** Takes samples of one loop's channels from the store: `columns[i]` belongs to its `i`-th channel. */
  recall(loopId: LoopId, tMs: readonly EpochMs[], columns: readonly (readonly (number | null)[])[]): void;
  newestMs(loopId: LoopId): EpochMs | null;
  /** Samples of all loops that were not judged: too late, or with a time that nothing confirmed. */
  unjudged(): number;
}

/** Estimates and findings are passed on this often, source time. */
const reportEveryMs = seconds(10);

interface Track {
  readonly lane: Lane;
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
  detector.loop.channels.map((_, i) => (detector.held.complaint(i, atMs) === null ? "good" : "bad"));

/** `inDispute`: loops whose sensor alarm stood when we started, so that it can end. */
export function createPipeline(
  loops: readonly Loop[],
  effects: PipelineEffects,
  inDispute: ReadonlySet<LoopId> = new Set(),
  toDetector: (loop: Loop) => LoopDetector = createLoopDetector,
): Pipeline {
  const index = createChannelIndex(loops);
  const trackByLoop = new Map<LoopId, Track>(
    loops.map((loop) => [
      loop.id,
      createTrack(toDetector(loop), effects, { disagreeing: inDispute.has(loop.id) }),
    ]),
  );

  return {
    intake: (reader) => createIntake(reader, index, (loopId) => trackByLoop.get(loopId)?.lane),
    newestMs: (loopId) => trackByLoop.get(loopId)?.lane.newestMs ?? null,
    recall(loopId, tMs, columns) {
      const lane = trackByLoop.get(loopId)?.lane;
      for (const [k, atMs] of tMs.entries()) {
        for (const [place, column] of columns.entries()) {
          const value = column[k] ?? null;
          if (value !== null) lane?.take(place, atMs, value);
        }
      }
      lane?.advance();
    },
    unjudged() {
      let count = 0;
      for (const { lane } of trackByLoop.values()) count += lane.late + lane.strays;
      return count;
    },
  };
}

function createTrack(
  begun: LoopDetector,
  effects: PipelineEffects,
  begin: { readonly disagreeing: boolean },
): Track {
  const { loop } = begun;
  const leakKey: AlarmKey = { loopId: loop.id, alarmClass: "leak" };
  const sensorKey: AlarmKey = { loopId: loop.id, alarmClass: "sensor" };
  let leaking = false;
  let disagreeing = begin.disagreeing;

  const report = (atMs: EpochMs): void => {
    const { detector } = lane;
    const leak = detector.leak();
    if (leak !== null) effects.onAlarmEvent(leakKey, { kind: "found", atMs, finding: leak });
    const disagreement = detector.disagreement();
    if (disagreement !== null) {
      effects.onAlarmEvent(sensorKey, { kind: "found", atMs, finding: disagreement });
      disagreeing = true;
    } else if (disagreeing && detector.agreed) {
      effects.onAlarmEvent(sensorKey, { kind: "returned", atMs, reason: "the sensors agree again" });
      disagreeing = false;
    }
    effects.onEstimate(detector.estimate());
  };

  const lane: DetectorLane<LoopDetector> = createLane(begun, {
    onEvaluated(atMs) {
      const { detector } = lane;
      effects.onRow(loop.id, atMs, toRow(detector, atMs));
      effects.onEvaluated?.(detector.estimate(), toQualities(detector, atMs));
      const nowLeaking = detector.leaking;
      if (atMs % reportEveryMs === 0 || nowLeaking !== leaking) report(atMs);
      leaking = nowLeaking;
    },
    // The past is told once; what late samples made of it shows in what is true now.
    onRevised(atMs) {
      leaking = lane.detector.leaking;
      report(atMs);
    },
    onOperation(operation, atMs) {
      if (operation !== servicedOperation) return;
      const reason = "the loop was repaired and refilled";
      leaking = false;
      disagreeing = false;
      effects.onAlarmEvent(leakKey, { kind: "returned", atMs, reason });
      effects.onAlarmEvent(sensorKey, { kind: "returned", atMs, reason });
    },
  });
  return { lane };
}
