import type { LoopId } from "../../protocol/ids.ts";
import { type DurationMs, seconds } from "../../protocol/time.ts";
import type { Loop } from "../domain/loop/loop.ts";
import type { AlarmDesk } from "./alarm-desk.ts";
import { type Checkpoints, createCheckpoints } from "./checkpoints.ts";
import { firstOnsetMs } from "./first-onset.ts";
import { deafMeter } from "./meter.ts";
import type { MonitorParts } from "./monitor-parts.ts";
import type { Pipeline } from "./pipeline.ts";
import { recallLoop } from "./recall.ts";
import type { RecallGate } from "./recall-gate.ts";
import { wakeDetectors } from "./wake-detectors.ts";
import { within } from "./within.ts";

/** How long a start waits for what the last one left on disk to reach the store, where that must be asked. */
const backlogPatienceMs: DurationMs = seconds(10);

/** What the detectors have learned, from one life of the server to the next. */
export interface DetectorMemory {
  /** Brings every lane to where it was; resolves with the number of the last batch that they have had. Never rejects. */
  wake(): Promise<number>;
  /** Checkpoints are written from now on. */
  start(): void;
  stop(): Promise<void>;
}

/** `drained`: resolves when the store has all that waits, or takes nothing. `untold` hears of loops that it said nothing of. */
export function createDetectorMemory(
  { spool, store, clock, log, checkpoints, meter = deafMeter }: MonitorParts,
  around: {
    readonly loops: () => readonly Loop[];
    readonly pipeline: Pipeline;
    readonly alarms: AlarmDesk;
    readonly gate: RecallGate;
    readonly position: () => Promise<number>;
    readonly drained: () => Promise<void>;
    readonly untold: (loopId: LoopId) => void;
    readonly settle: () => void;
  },
): DetectorMemory {
  const { loops, pipeline, alarms, gate, settle, position } = around;
  const keeper: Checkpoints | null =
    checkpoints === undefined
      ? null
      : createCheckpoints({ ...{ loops, pipeline, position, spool, clock, log, meter }, store: checkpoints });

  const drained = (): Promise<void> => within(clock, around.drained(), backlogPatienceMs);

  return {
    wake: () =>
      wakeDetectors({
        ...{ pipeline, spool, gate, drained, settle, log },
        loops: loops(),
        checkpoints: checkpoints ?? null,
        knownTellings: alarms.state.tellings,
        knownMs: alarms.state.loopKnownMs,
        async recall(loop, sinceMs) {
          const past = { onsetMs: firstOnsetMs(loop.id, alarms.standing()), sinceMs };
          const isTold = await recallLoop(loop, past, { store, pipeline, clock, log });
          if (!isTold) around.untold(loop.id);
          return isTold;
        },
      }),
    start: () => keeper?.start(),
    stop: async () => keeper?.stop(),
  };
}
