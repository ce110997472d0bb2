import type { Sender } from "../senders/sender.ts";

/** Whole lines of line protocol, ASCII, on their way to a sender. The bytes are valid during the call only. */
export interface LoadBatch {
  readonly bytes: Uint8Array;
  readonly points: number;
  /** Batches of one lane keep their order on the way, lanes may overtake each other. A loop has one lane. */
  readonly lane: number;
}

/** A sender that can be waited for. */
export interface LoadSender extends Sender<LoadBatch> {
  /** Resolves when it is worth asking `hasRoom` again; rejects when nothing will ever be taken any more. */
  whenRoom(): Promise<void>;
}

/** The lines as the text that senders take. */
export function toText({ bytes }: LoadBatch): string {
  // ASCII read as Latin-1 is the same text, and copied without looking at it.
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
