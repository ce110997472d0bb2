import type { Precision, SpoolBatch } from "../../app/ports.ts";
import type { NewBatch, SpoolDone, SpoolMarks, WaitingBatch } from "./spool-file.ts";

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
  | { readonly kind: "commit"; readonly batches: PackedBatches; readonly done: SpoolDone }
  | { readonly kind: "settle"; readonly done: SpoolDone }
  | { readonly kind: "read"; readonly after: number; readonly maxBytes: number }
  | { readonly kind: "free" }
  | { readonly kind: "close" };

/** What the thread answers. A failure is what a `SqliteError` is made of. */
export type SpoolAnswer =
  | {
      readonly kind: "opened";
      readonly batches: readonly WaitingBatch[];
      readonly marks: SpoolMarks;
      readonly freeBytes: number;
    }
  /** `spare`: the packed memory, back for the next commit. */
  | {
      readonly kind: "committed";
      readonly ids: readonly number[];
      readonly freeBytes: number;
      readonly spare: ArrayBuffer;
    }
  | { readonly kind: "read"; readonly ids: readonly number[]; readonly batches: PackedBatches }
  | { readonly kind: "free"; readonly freeBytes: number }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly message: string; readonly code: number };

/** Memory that goes to and fro between the threads; what is larger comes once in a while and is given back. */
const mostSpareBytes = 4_194_304;
/** Sizes are rounded up to this, so that groups of nearly the same size fit the same memory. */
const stepBytes = 131_072;

/** Packs batches; their bytes are copied, into `spare` where that has room and is not far too large. */
export function packBatches(batches: readonly NewBatch[], spare: ArrayBuffer | null = null): PackedBatches {
  const ends: number[] = [];
  let total = 0;
  for (const { lines } of batches) {
    total += lines.length;
    ends.push(total);
  }
  const fits = spare !== null && spare.byteLength >= total && spare.byteLength <= mostSpareBytes;
  const bytes = fits ? spare : new ArrayBuffer(Math.ceil(total / stepBytes) * stepBytes);
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
