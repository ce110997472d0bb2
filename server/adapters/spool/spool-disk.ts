import type { SpoolBatch } from "../../app/ports.ts";
import type { NewBatch, SpoolDone, SpoolFile, SpoolMarks, WaitingBatch } from "./spool-file.ts";

/** The spool's file as the spool asks it: in this thread or in another. Rejects with `SqliteError`. */
export interface SpoolDisk {
  /** As `SpoolFile.commit`; `freeBytes` is what is left on the disk afterwards. */
  commit(
    batches: readonly NewBatch[],
    done: SpoolDone,
  ): Promise<{ readonly ids: readonly number[]; readonly freeBytes: number }>;
  settle(done: SpoolDone): Promise<void>;
  read(after: number, maxBytes: number): Promise<readonly SpoolBatch[]>;
  freeBytes(): Promise<number>;
  close(): Promise<void>;
}

/** A disk that was opened, and what was on it. */
export interface OpenDisk {
  readonly disk: SpoolDisk;
  /** Every batch on it, oldest first. */
  readonly batches: readonly WaitingBatch[];
  readonly marks: SpoolMarks;
  readonly freeBytes: number;
}

/** The file in this thread: each call is done when it returns. */
export function createNearDisk(file: SpoolFile): SpoolDisk {
  return {
    async commit(batches, done) {
      return { ids: file.commit(batches, done), freeBytes: file.freeBytes() };
    },
    settle: async (done) => file.settle(done),
    read: async (after, maxBytes) => file.read(after, maxBytes),
    freeBytes: async () => file.freeBytes(),
    close: async () => file.close(),
  };
}
