import type { LoopId } from "../../protocol/ids.ts";
import { type DurationMs, type EpochMs, minutes, seconds } from "../../protocol/time.ts";
import type { Loop } from "../domain/loop/loop.ts";
import type { CheckpointStore } from "./checkpoint-port.ts";
import { toCheckpointSettings } from "./checkpoint-settings.ts";
import type { Meter } from "./meter.ts";
import type { Pipeline } from "./pipeline.ts";
import type { Cancel, Clock, Log, Spool } from "./ports.ts";
import { within } from "./within.ts";

/** Writes down what the lanes know, one after the other and round after round. */
export interface Checkpoints {
  /** Telemetry may come from now on: rounds begin. */
  start(): void;
  /** Ends with a last round, so that the next start has nothing to go through again. Never rejects. */
  stop(): Promise<void>;
}

/** A start goes through what came since: a few minutes of telemetry take it a second. */
const roundEveryMs: DurationMs = minutes(5);

/** A fast stream fills the spool with what only the next checkpoint makes forgettable: a round is due at so much. */
const manyHeldBytes = 64_000_000;
const leastBetweenMs: DurationMs = minutes(1);

/** How often it is looked whether a round is due. */
const lookEveryMs: DurationMs = seconds(5);

/** A pause between two lanes: writing one takes a millisecond, and telemetry comes first. */
const pauseMs: DurationMs = 50;

/** A stop waits so long for its last round; what is left over is gone through again at the start. */
const stopPatienceMs: DurationMs = seconds(2);

/** `position`: number of the newest batch that the lanes have had (`JudgedIngest`). */
export function createCheckpoints(parts: {
  readonly loops: () => readonly Loop[];
  readonly pipeline: Pick<Pipeline, "save">;
  readonly store: CheckpointStore;
  readonly position: () => Promise<number>;
  readonly spool: Pick<Spool, "held" | "release">;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Pick<Meter, "checkpointFailed">;
}): Checkpoints {
  const { pipeline, store, position, spool, clock, log, meter } = parts;
  const savedTo = new Map<LoopId, number>();
  let round: Promise<void> | null = null;
  let beganMs: EpochMs = clock.nowMs();
  let cancelLook: Cancel = () => undefined;
  let isStopping = false;
  let goOn = (): void => undefined;
  let failures = 0;

  const saveOne = async (loop: Loop): Promise<void> => {
    try {
      const track = pipeline.save(loop.id);
      if (track === null) return;
      const { file } = spool.held();
      const settings = toCheckpointSettings(loop);
      const at = position();
      await store.save(
        loop.id,
        track,
        at.then((number) => ({ settings, file, position: number })),
      );
      savedTo.set(loop.id, await at);
    } catch (cause) {
      failures += 1;
      meter.checkpointFailed();
      log.warn("What is known of a loop could not be written to disk; it is tried again.", {
        loop: loop.id,
        failures,
        cause,
      });
    }
  };

  const release = (): void => {
    const loops = parts.loops();
    // From the slowest lane on everything is needed once more. Without loops nothing is.
    const to = Math.min(...loops.map(({ id }) => savedTo.get(id) ?? 0));
    spool.release(loops.length === 0 ? spool.held().lastId : to);
  };

  const saveAll = async (pause: () => Promise<void>): Promise<void> => {
    for (const loop of [...parts.loops()]) {
      await pause();
      // What is wrong with one need not be wrong with the others; the next round tries again.
      await saveOne(loop);
    }
    release();
  };

  const paused = (): Promise<void> =>
    isStopping
      ? Promise.resolve()
      : new Promise((resolve) => {
          const cancel = clock.after(pauseMs, resolve);
          goOn = () => {
            cancel();
            resolve();
          };
        });

  const look = (): void => {
    const sinceMs = clock.nowMs() - beganMs;
    const isDue =
      sinceMs >= roundEveryMs || (sinceMs >= leastBetweenMs && spool.held().bytes > manyHeldBytes);
    if (round !== null || !(isDue || sinceMs < 0)) return;
    beganMs = clock.nowMs();
    round = saveAll(paused).finally(() => {
      round = null;
    });
  };

  return {
    start() {
      // The first one now: what a start has learned from the store, or gone through, the next one need not.
      beganMs = clock.nowMs() - roundEveryMs;
      look();
      cancelLook = clock.every(lookEveryMs, look);
    },
    async stop() {
      isStopping = true;
      cancelLook();
      goOn();
      // Lanes that a round under way has written already may know more by now.
      const last = (round ?? Promise.resolve()).then(() => saveAll(paused));
      await within(clock, last, stopPatienceMs);
    },
  };
}
