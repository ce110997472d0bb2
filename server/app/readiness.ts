import { type DurationMs, type EpochMs, seconds } from "../../protocol/time.ts";
import type { Clock, Log, Spool, StateStore } from "./ports.ts";

/** A part without which the server cannot do its work, and how it is. `reason`: a sentence; "" when it is ready. */
export interface ReadyPart {
  readonly part: "start" | "detection" | "spool" | "state" | "stop";
  readonly ready: boolean;
  readonly reason: string;
}

/** Whether telemetry would be kept and judged now. */
export interface Readiness {
  /** The detectors know what the store knows. */
  recalled(): void;
  /** From now on nothing new should be sent here. */
  stopping(): void;
  parts(): readonly ReadyPart[];
}

/** Asking whether the disk takes a word costs it one; who asks more often gets the last answer. */
const askEvery: DurationMs = seconds(10);

/** Under this name the state store notes when it was last asked. */
const probeName = "readiness";

export function createReadiness(parts: {
  readonly spool: Pick<Spool, "status">;
  readonly state: Pick<StateStore, "ran">;
  readonly clock: Clock;
  readonly log: Log;
  /** Facts of alarms that are not on disk. */
  readonly unsaved: () => number;
}): Readiness {
  const { spool, state, clock, log } = parts;
  let isRecalled = false;
  let isStopping = false;
  let asked: { readonly atMs: EpochMs; readonly isWritable: boolean } | null = null;

  const isStateWritable = (): boolean => {
    const atMs = clock.nowMs();
    if (asked !== null && Math.abs(atMs - asked.atMs) < askEvery) return asked.isWritable;
    let isWritable = true;
    try {
      state.ran(probeName, atMs);
    } catch (cause) {
      isWritable = false;
      log.warn("The state cannot be written to disk.", { cause });
    }
    asked = { atMs, isWritable };
    return isWritable;
  };

  const toPart = (part: ReadyPart["part"], ready: boolean, reason: string): ReadyPart => ({
    part,
    ready,
    reason: ready ? "" : reason,
  });

  return {
    recalled() {
      isRecalled = true;
    },
    stopping() {
      isStopping = true;
    },
    parts() {
      if (isStopping) return [toPart("stop", false, "Loopwatch is stopping.")];
      const stateReason = "The alarm journal and the outbox cannot be written: is the disk full?";
      return [
        toPart("detection", isRecalled, "What was known of the loops is still being read from the store."),
        toPart("spool", !spool.status().isFull, "The spool or the disk is full; senders are asked to wait."),
        toPart("state", parts.unsaved() === 0 && isStateWritable(), stateReason),
      ];
    },
  };
}
