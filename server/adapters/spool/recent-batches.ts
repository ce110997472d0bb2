import type { SpoolBatch } from "../../app/ports.ts";

/** The oldest waiting batches, kept in memory too, so that on a good day none is read from the disk. */
export interface RecentBatches {
  /** Takes a batch that is on disk now; `previousId` is the one before it. Without room it stays on disk alone. */
  add(batch: SpoolBatch, previousId: number): void;
  /** Those behind `after`, if the very next one is here: at least one, together at most `maxBytes` otherwise. */
  read(after: number, maxBytes: number): readonly SpoolBatch[];
  removeTo(id: number): void;
}

/** Half a second of the fastest stream. More waits only while the store is slower than the senders. */
const mostBytes = 12_000_000;

/** Nothing is here at the beginning; `lastId` is the last batch that was on disk before. */
export function createRecentBatches(lastId: number): RecentBatches {
  const batches: SpoolBatch[] = [];
  let bytes = 0;
  // Everything up to here has left or is on disk alone.
  let goneTo = lastId;
  let isGapless = true;
  return {
    add(batch, previousId) {
      // Without a gap only: the store gets batches in order, and those in between must come from the disk.
      if (batches.length === 0 && previousId <= goneTo) isGapless = true;
      if (!isGapless || bytes + batch.lines.length > mostBytes) {
        isGapless = false;
        return;
      }
      batches.push(batch);
      bytes += batch.lines.length;
    },
    read(after, maxBytes) {
      const first = batches.findIndex(({ id }) => id > after);
      if (first < 0 || (first === 0 && after < goneTo)) return [];
      let sum = 0;
      let end = first;
      for (; end < batches.length; end++) {
        sum += batches[end]!.lines.length;
        if (end > first && sum > maxBytes) break;
      }
      return batches.slice(first, end);
    },
    removeTo(id) {
      const kept = batches.findIndex((batch) => batch.id > id);
      const gone = batches.splice(0, kept < 0 ? batches.length : kept);
      for (const { lines } of gone) bytes -= lines.length;
      goneTo = Math.max(goneTo, id);
    },
  };
}
