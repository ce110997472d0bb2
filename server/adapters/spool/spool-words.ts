import type { Precision, SpoolBatch } from "../../app/ports.ts";
import type { NewBatch, WaitingBatch } from "./spool-file.ts";

/** Batches in one piece of memory, so that they can be handed from thread to thread without a copy of each. */
export interface PackedBatches {
  readonly bytes: ArrayBuffer;
  /** Where each batch ends in `bytes`. */
  readonly ends: readonly number[];
  readonly precisions: readonly Precision[];
  readonly receivedMs: readonly number[];
}

/** What the spool asks its thread; answers come in the order of the questions. */
export type SpoolQuestion =
  | { readonly kind: "commit"; readonly batches: PackedBatches; readonly forgetTo: number }
  | { readonly kind: "forget"; readonly id: number }
  | { readonly kind: "read"; readonly after: number; readonly maxBytes: number }
  | { readonly kind: "free" }
  | { readonly kind: "close" };

/** What the thread answers. A failure is what a `SqliteError` is made of. */
export type SpoolAnswer =
  | { readonly kind: "opened"; readonly waiting: readonly WaitingBatch[]; readonly freeBytes: number }
  | { readonly kind: "committed"; readonly ids: readonly number[]; readonly freeBytes: number }
  | { readonly kind: "read"; readonly ids: readonly number[]; readonly batches: PackedBatches }
  | { readonly kind: "free"; readonly freeBytes: number }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly message: string; readonly code: number };

/** Packs batches; their bytes are copied. */
export function packBatches(batches: readonly NewBatch[]): PackedBatches {
  const ends: number[] = [];
  let total = 0;
  for (const { lines } of batches) {
    total += lines.length;
    ends.push(total);
  }
  const bytes = new ArrayBuffer(total);
  const target = new Uint8Array(bytes);
  for (const [i, { lines }] of batches.entries()) target.set(lines, ends[i]! - lines.length);
  return {
    bytes,
    ends,
    precisions: batches.map(({ precision }) => precision),
    receivedMs: batches.map(({ receivedMs }) => receivedMs),
  };
}

/** The batches again; they share the packed memory. */
export function unpackBatches({ bytes, ends, precisions, receivedMs }: PackedBatches): readonly NewBatch[] {
  return ends.map((end, i) => {
    const from = ends[i - 1] ?? 0;
    return {
      precision: precisions[i]!,
      receivedMs: receivedMs[i]!,
      lines: Buffer.from(bytes, from, end - from),
    };
  });
}

/** Unpacked batches with their numbers. */
export const toNumbered = (ids: readonly number[], batches: PackedBatches): readonly SpoolBatch[] =>
  unpackBatches(batches).map((batch, i) => ({ id: ids[i]!, ...batch }));
