import type { DurationMs } from "../../protocol/time.ts";
import { createFileSender, type FileSender } from "../senders/file-sender.ts";
import { createHttpSender } from "../senders/http-sender.ts";
import type { HttpTarget } from "../senders/http-target.ts";
import { createNullSender } from "../senders/null-sender.ts";
import { createEncodingSender, type Sender, type SenderCounters } from "../senders/sender.ts";
import { type Wait, waitUnlessAborted } from "../wait.ts";
import { type LoadBatch, type LoadSender, toText } from "./load-batch.ts";

/** Takes everything and keeps nothing, so that the generator alone is the limit. */
export function createNullLoadSender(): LoadSender {
  const sender = createNullSender((batch: LoadBatch) => batch.points);
  return { ...sender, whenRoom: () => Promise.resolve() };
}

/** Writes into a file that has its name only once it is whole; rejects with `OutputFileError`. */
export async function createFileLoadSender(
  path: string,
): Promise<LoadSender & Pick<FileSender, "finish" | "partPath">> {
  const file = await createFileSender(path);
  const { partPath } = file;
  const finish = () => file.finish();
  return { ...createEncodingSender(file, toText), partPath, finish, whenRoom: () => file.whenRoom() };
}

/** Where a load goes over HTTP. */
export interface HttpLoadSenderOptions {
  readonly target: HttpTarget;
  /** Told when the server stops taking points, when it takes them again, and about each kind of refusal. */
  readonly say: (sentence: string) => void;
  /** Chance in the pauses between attempts. */
  readonly seed: number;
  /** Requests in flight at most. Default 4: they keep a server busy while it answers others. */
  readonly lanes?: number;
  readonly wait?: Wait;
}

/** Bounds the memory of a run while the server is away: some ten seconds of a thousand loops at 10 Hz. */
const mostQueuedBytes = 32_000_000;

/** How often a full queue is looked at. */
const roomPollMs: DurationMs = 5;

/** Posts several batches at a time, one a lane, so that each loop's points keep their order whatever has to be retried. */
export function createHttpLoadSender(options: HttpLoadSenderOptions): LoadSender {
  const { target, lanes: laneCount = 4, seed, wait = waitUnlessAborted } = options;
  const say = onlyChanges(options.say);
  const closing = new AbortController();
  const lanes = Array.from({ length: laneCount }, (_, lane) =>
    createHttpSender({
      target,
      say,
      seed: seed + lane,
      mostQueuedBytes: mostQueuedBytes / laneCount,
      ...(options.wait === undefined ? {} : { wait: options.wait }),
    }),
  );
  return {
    // A loop's points may not change lanes, so a lane without room stops the load.
    hasRoom: () => lanes.every((lane) => lane.hasRoom()),
    whenRoom: () => wait(roomPollMs, closing.signal),
    send(batch) {
      lanes[batch.lane % laneCount]?.send(toText(batch));
    },
    counters: () => lanes.map((lane) => lane.counters()).reduce(addCounters),
    async whenIdle() {
      await Promise.all(lanes.map((lane) => lane.whenIdle()));
    },
    async close() {
      closing.abort();
      await Promise.all(lanes.map((lane: Sender<string>) => lane.close()));
    },
  };
}

/** Lanes meet the same trouble at the same time; people want to hear of it once. */
function onlyChanges(say: (sentence: string) => void): (sentence: string) => void {
  let last = "";
  return (sentence) => {
    if (sentence !== last) say(sentence);
    last = sentence;
  };
}

const addCounters = (a: SenderCounters, b: SenderCounters): SenderCounters => ({
  sent: a.sent + b.sent,
  acknowledged: a.acknowledged + b.acknowledged,
  retried: a.retried + b.retried,
  rejected: a.rejected + b.rejected,
  queued: a.queued + b.queued,
});
