import type { LoopId } from "../../protocol/ids.ts";
import type { EpochMs } from "../../protocol/time.ts";
import { createLineReader } from "../boundary/line-reader.ts";
import type { Loop } from "../domain/loop/loop.ts";
import type { Checkpoint, CheckpointStore } from "./checkpoint-port.ts";
import { toCheckpointSettings } from "./checkpoint-settings.ts";
import type { Pipeline } from "./pipeline.ts";
import type { Log, Spool } from "./ports.ts";
import type { RecallGate } from "./recall-gate.ts";

/** What a start works with. */
export interface WakeParts {
  readonly loops: readonly Loop[];
  readonly pipeline: Pipeline;
  /** `null`: nothing is kept. */
  readonly checkpoints: CheckpointStore | null;
  readonly spool: Pick<Spool, "held" | "recall">;
  readonly gate: Pick<RecallGate, "close">;
  /** How often a loop's lane had told something when the journal heard of it last. */
  readonly knownTellings: (loopId: LoopId) => number | undefined;
  /** Newest source time of what the journal knows of a loop; `-Infinity`: it knows nothing. */
  readonly knownMs: (loopId: LoopId) => EpochMs;
  /** Waits for the store to have what waits for it, for a while. */
  readonly drained: () => Promise<void>;
  /** Tells a lane what the store has, from behind `sinceMs`; `false`: the store did not say. */
  readonly recall: (loop: Loop, sinceMs: EpochMs | null) => Promise<boolean>;
  /** What was decided is written down. */
  readonly settle: () => void;
  readonly log: Log;
}

/** So much is gone through between two looks at what was decided. */
const chunkBytes = 1_000_000;

/**
 * Brings every lane to where it was: from its checkpoint, and everything that was accepted since, in the order in which it
 * came, which the spool holds until a newer checkpoint has it. So the lanes tell once more, to the bit, what they told; the
 * alarms hear of it from where the journal ends. Without a checkpoint, or where the spool lacks a part, the store is asked.
 * Closes the gate for the loops that the store is asked about. Never rejects; returns the number of the last batch.
 */
export async function wakeDetectors(parts: WakeParts): Promise<number> {
  const { loops, spool, gate, log } = parts;
  const { file, forgottenId, lastId } = spool.held();
  const fromByLoop = new Map<LoopId, number>();
  const asked = new Map<LoopId, { readonly sinceMs: EpochMs | null; readonly fromId: number }>();
  gate.close((loopId) => asked.has(loopId));

  for (const loop of loops) {
    const known = parts.knownTellings(loop.id) ?? 0;
    const beginAnew = (): void => {
      asked.set(loop.id, { sinceMs: null, fromId: forgottenId });
      parts.pipeline.begin(loop.id, { knownTellings: known });
    };
    const takeUp = ({ track, position, file: ofFile }: Checkpoint): void => {
      if (ofFile === file && position >= forgottenId && position <= lastId) {
        parts.pipeline.begin(loop.id, { saved: track, knownTellings: known });
        fromByLoop.set(loop.id, position);
        return;
      }
      const tellings = Math.max(track.tellings, known);
      const sinceMs = toNewest(track.lane.at.newestMs);
      parts.pipeline.begin(loop.id, { saved: { ...track, tellings } });
      asked.set(loop.id, { sinceMs, fromId: forgottenId });
      log.info("The spool lacks a part of what came since a loop's checkpoint; the store is asked.", {
        loop: loop.id,
      });
    };
    const found = await findCheckpoint(loop, parts);
    if (found === null) {
      beginAnew();
      continue;
    }
    try {
      takeUp(found);
    } catch (cause) {
      // Whole, and yet nothing to go on with: every start would end here.
      log.warn("A loop's checkpoint cannot be taken up; the loop is recalled from the store.", {
        loop: loop.id,
        cause,
      });
      await dropCheckpoint(loop, parts);
      beginAnew();
    }
  }

  if (asked.size > 0) await parts.drained();
  for (const loop of loops) {
    const question = asked.get(loop.id);
    if (question === undefined) continue;
    // What comes in while it is asked is in the spool too; known samples cost nothing.
    const { confirmedId } = spool.held();
    const isTold = await parts.recall(loop, question.sinceMs);
    fromByLoop.set(loop.id, isTold ? confirmedId : question.fromId);
  }
  await goThrough(fromByLoop, lastId, parts);
  for (const { id } of loops) parts.pipeline.awake(id, parts.knownMs(id));
  return lastId;
}

const toNewest = (newestMs: EpochMs): EpochMs | null => (Number.isNaN(newestMs) ? null : newestMs);

/** The loop's checkpoint, where it is whole and good for what the loop is now. */
async function findCheckpoint(loop: Loop, { checkpoints, log }: WakeParts): Promise<Checkpoint | null> {
  if (checkpoints === null) return null;
  try {
    const found = await checkpoints.load(loop.id);
    if (found === null) return null;
    if (found.settings === toCheckpointSettings(loop)) return found;
    log.info(
      "A loop's settings or the detector have changed since its checkpoint; it is recalled from the store.",
      {
        loop: loop.id,
      },
    );
  } catch (cause) {
    log.warn("A loop's checkpoint is not used; the loop is recalled from the store.", {
      loop: loop.id,
      cause,
    });
  }
  // What follows is another life of this lane: nothing may take up the old one later.
  await dropCheckpoint(loop, { checkpoints, log });
  return null;
}

async function dropCheckpoint(
  loop: Loop,
  { checkpoints, log }: Pick<WakeParts, "checkpoints" | "log">,
): Promise<void> {
  await checkpoints?.drop(loop.id).catch((cause: unknown) => {
    log.warn("A checkpoint could not be deleted.", { loop: loop.id, cause });
  });
}

/** Gives each lane what the spool has from behind its number on. */
async function goThrough(
  fromByLoop: ReadonlyMap<LoopId, number>,
  lastId: number,
  { pipeline, spool, settle, log }: WakeParts,
): Promise<void> {
  const reader = createLineReader();
  let id = 0;
  const intake = pipeline.intake(reader, (loopId) => id > (fromByLoop.get(loopId) ?? lastId));
  let after = Math.min(lastId, ...fromByLoop.values());
  const firstId = after + 1;
  try {
    while (after < lastId) {
      const batches = (await spool.recall(after, chunkBytes)).filter((batch) => batch.id <= lastId);
      if (batches.length === 0) break;
      for (const { lines, precision, receivedMs, ...batch } of batches) {
        id = batch.id;
        intake.accept(reader.read(lines, precision, receivedMs));
      }
      after = id;
      settle();
    }
    if (id >= firstId)
      log.info("What came since the last checkpoints was gone through.", { batches: id + 1 - firstId });
  } catch (cause) {
    log.error("What waits on disk could not be read; the detectors go on without it.", { cause });
  }
}
