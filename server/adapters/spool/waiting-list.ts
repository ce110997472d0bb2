import type { WaitingBatch } from "./spool-file.ts";

/** Which batches wait, as three columns: a status is answered without asking the disk, after a long outage too. */
export interface WaitingList {
  readonly count: number;
  readonly bytes: number;
  readonly oldestMs: number | null;
  add(batch: WaitingBatch): void;
  /** Takes away every batch up to and including `id`; `hear` is told of each. */
  removeTo(id: number, hear?: (batch: WaitingBatch) => void): void;
  /** The first batch with which the oldest together have at least so many bytes, else the newest; 0: there is none. */
  reach(bytes: number): number;
  /** The newest batch that has at least `most` behind it; 0: there is none. */
  tooMany(most: number): number;
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
    reach(wanted) {
      let sum = 0;
      for (let at = head; at < ids.length; at++) {
        sum += sizes[at]!;
        if (sum >= wanted) return ids[at]!;
      }
      return head < ids.length ? ids.at(-1)! : 0;
    },
    tooMany: (most) => (ids.length - head > most ? ids[ids.length - 1 - most]! : 0),
    removeTo(id, hear) {
      for (; head < ids.length && ids[head]! <= id; head++) {
        bytes -= sizes[head]!;
        hear?.({ id: ids[head]!, bytes: sizes[head]!, receivedMs: times[head]! });
      }
      if (head < ids.length && (head < compactFrom || head * 2 < ids.length)) return;
      ids = ids.slice(head);
      sizes = sizes.slice(head);
      times = times.slice(head);
      head = 0;
    },
  };
}
