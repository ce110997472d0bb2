/** Counts since the start, in points: lines, rows or messages. What was not sent at the end is still queued. */
export interface SenderCounters {
  /** Handed to the sender. */
  readonly sent: number;
  /** Taken by the other side: answered, or written to the file. */
  readonly acknowledged: number;
  /** Given to the other side once more, because it failed or did not answer the first time. */
  readonly retried: number;
  /** The other side will never take these as they are; sending them again would not help. */
  readonly rejected: number;
  /** Not yet taken, not rejected. */
  readonly queued: number;
}

/** Takes batches and brings them to the other side in order, each until it is taken or rejected. Memory is bounded. */
export interface Sender<Batch> {
  /** False while so much waits that the caller should stop making more. */
  hasRoom(): boolean;
  /** Queues a batch. The caller asks `hasRoom` first; the batch is taken in any case, except after `close`. */
  send(batch: Batch): void;
  counters(): SenderCounters;
  /** Resolves when nothing waits any more, or nothing more will be tried. */
  whenIdle(): Promise<void>;
  /** Gives up what waits and breaks off the attempt in progress; resolves when connections and files are closed. */
  close(): Promise<void>;
}

/** The same sender for batches of another kind, which `encode` turns into what it takes. */
export function createEncodingSender<From, To>(
  sender: Sender<To>,
  encode: (batch: From) => To,
): Sender<From> {
  return {
    hasRoom: () => sender.hasRoom(),
    send: (batch) => sender.send(encode(batch)),
    counters: () => sender.counters(),
    whenIdle: () => sender.whenIdle(),
    close: () => sender.close(),
  };
}
