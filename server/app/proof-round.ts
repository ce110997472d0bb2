import type { LoopId } from "../../protocol/ids.ts";
import type { LoopProof } from "../../protocol/incident.ts";
import { type DurationMs, type EpochMs, minutes } from "../../protocol/time.ts";
import type { Cancel, Clock, Log } from "./ports.ts";
import type { Prover } from "./prove.ts";

/** Tries every loop, one after the other. */
export interface ProofRound {
  /** Resolves when every loop was tried; asked for during a round, it is that round. Never rejects. */
  run(): Promise<void>;
  /** Resolves when no round is going on. */
  settled(): Promise<void>;
  stop(): void;
}

/** A loop that could not be tried (a pump has just changed, nothing is heard) is tried again this much later. */
const againAfterMs: DurationMs = minutes(30);

/** `lastFoundMs`: when a synthetic leak was last found on a loop, from before this start too. */
export function createProofRound(parts: {
  readonly prover: Prover;
  readonly loopIds: readonly LoopId[];
  readonly lastFoundMs: (loopId: LoopId) => EpochMs | null;
  readonly onProof: (proof: LoopProof) => void;
  readonly clock: Clock;
  readonly log: Log;
}): ProofRound {
  const { prover, loopIds, lastFoundMs, onProof, clock, log } = parts;
  let current: Promise<void> | null = null;
  let cancelAgain: Cancel = () => undefined;
  let stopped = false;

  const pause = (): Promise<void> => new Promise((resolve) => void clock.after(0, resolve));

  /** True when it could be tried. */
  const tryLoop = (loopId: LoopId): boolean => {
    try {
      const proof = prover.prove(loopId, lastFoundMs(loopId));
      onProof(proof);
      return proof.outcome.kind !== "not tried";
    } catch (cause) {
      log.error("A loop's detection could not be tried.", { loopId, cause });
      return true;
    }
  };

  const tryAll = async (wanted: readonly LoopId[]): Promise<void> => {
    const untried: LoopId[] = [];
    for (const loopId of wanted) {
      // Telemetry comes first: between two loops everybody else has a turn.
      await pause();
      if (stopped) return;
      if (!tryLoop(loopId)) untried.push(loopId);
    }
    if (untried.length > 0) cancelAgain = clock.after(againAfterMs, () => void begin(untried));
  };

  const begin = (wanted: readonly LoopId[]): Promise<void> => {
    cancelAgain();
    current ??= tryAll(wanted).finally(() => {
      current = null;
    });
    return current;
  };

  return {
    run: () => begin(loopIds),
    settled: () => current ?? Promise.resolve(),
    stop() {
      stopped = true;
      cancelAgain();
    },
  };
}
