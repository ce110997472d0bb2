import type { WaitingBatch } from "./spool-file.ts";

/** Which batches wait, as three columns: a status is answered without asking the disk, after a long outage too. */
export interface WaitingList {
  readonly count: number;
  readonly bytes: number;
  readonly oldestMs: number | null;
  add(batch: WaitingBatch): void;
  /** Takes away every batch up to and including `id`. */
  removeTo(id: number): void;
}

/** Entries taken away are given back once they are this many and the larger part. */
const compactFrom = 4096;

/** `waiting`: oldest first. */
export function createWaitingList(waiting: readonly WaitingBatch[]): WaitingList {
  let ids: number[] = [];
  let sizes: number[] = [];
  let times: number[] = [];
  let head = 0;
  let bytes = 0;
  const add = (batch: WaitingBatch): void => {
    ids.push(batch.id);
    sizes.push(batch.bytes);
    times.push(batch.receivedMs);
    bytes += batch.bytes;
  };
  for (const batch of waiting) add(batch);
  return {
    get count() {
      return ids.length - head;
    },
    get bytes() {
      return bytes;
    },
    get oldestMs() {
      return times[head] ?? null;
    },
    add,
    removeTo(id) {
      for (; head < ids.length && ids[head]! <= id; head++) bytes -= sizes[head]!;
      if (head < ids.length && (head < compactFrom || head * 2 < ids.length)) return;
      ids = ids.slice(head);
      sizes = sizes.slice(head);
      times = times.slice(head);
      head = 0;
    },
  };
}
