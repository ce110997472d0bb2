import type { SpoolBatch } from "../../app/ports.ts";
import type { NewBatch, SpoolFile, WaitingBatch } from "./spool-file.ts";

/** The spool's file as the spool asks it: in this thread or in another. Rejects with `SqliteError`. */
export interface SpoolDisk {
  /** As `SpoolFile.commit`; `freeBytes` is what is left on the disk afterwards. */
  commit(
    batches: readonly NewBatch[],
    forgetTo: number,
  ): Promise<{ readonly ids: readonly number[]; readonly freeBytes: number }>;
  forget(id: number): Promise<void>;
  read(after: number, maxBytes: number): Promise<readonly SpoolBatch[]>;
  freeBytes(): Promise<number>;
  close(): Promise<void>;
}

/** A disk that was opened, and what waited on it. */
export interface OpenDisk {
  readonly disk: SpoolDisk;
  readonly waiting: readonly WaitingBatch[];
  readonly freeBytes: number;
}

/** The file in this thread: each call is done when it returns. */
export function createNearDisk(file: SpoolFile): SpoolDisk {
  return {
    async commit(batches, forgetTo) {
      return { ids: file.commit(batches, forgetTo), freeBytes: file.freeBytes() };
    },
    forget: async (id) => file.forget(id),
    read: async (after, maxBytes) => file.read(after, maxBytes),
    freeBytes: async () => file.freeBytes(),
    close: async () => file.close(),
  };
}
