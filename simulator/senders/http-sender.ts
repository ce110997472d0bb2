import { createRandom } from "../random.ts";
import { type Wait, waitUnlessAborted } from "../wait.ts";
import { slowRetryMs, toBackoff } from "./backoff.ts";
import { type HttpAnswer, postLines } from "./http-answer.ts";
import type { HttpTarget } from "./http-target.ts";
import { type Chunk, createLineQueue, splitChunk } from "./line-queue.ts";
import { createRefusals } from "./refusals.ts";
import type { Sender } from "./sender.ts";
import { countLines, createTally } from "./tally.ts";

/** Where lines go, and how much may wait for the server. */
export interface HttpSenderOptions {
  readonly target: HttpTarget;
  /** Told one sentence at the first failure in a row, at each new refusal, and when the server takes telemetry again. */
  readonly say: (sentence: string) => void;
  /** Chance in the pauses between attempts. */
  readonly seed: number;
  /** Default 2 MB: about three hours of one loop. */
  readonly mostQueuedBytes?: number;
  /** Requests at the same time. Default 1, which keeps the order; with more, later lines may overtake. */
  readonly requestsInFlight?: number;
  readonly wait?: Wait;
}

const usualMostQueuedBytes = 2_000_000;

/** Joined batches of one request: some hundred kilobytes keep the server's other senders moving. */
const mostBodyBytes = 250_000;

/** A server that has refused so many single lines in a row refuses all of them: no use in looking for the good ones. */
const mostSingleRefusals = 20;

/** Sends line protocol to a write endpoint. The first `send` opens the connection. */
export function createHttpSender(options: HttpSenderOptions): Sender<string> {
  const { target, say, mostQueuedBytes = usualMostQueuedBytes, wait = waitUnlessAborted } = options;
  const random = createRandom(options.seed, "pauses of the sender");
  const closing = new AbortController();
  const queue = createLineQueue();
  const tally = createTally();
  const refusals = createRefusals(say);
  const workers = new Set<Promise<void>>();
  let bodyBytes = mostBodyBytes;
  let failuresInARow = 0;
  let singleRefusals = 0;
  /** What was said since the server last took something. */
  const told = new Set<string>();

  const finish = (chunk: Chunk, rejected: number): void => {
    tally.acknowledged(chunk.points - rejected);
    tally.rejected(rejected);
    queue.done(chunk);
    failuresInARow = 0;
    if (rejected < chunk.points) {
      singleRefusals = 0;
      if (told.size > 0) say("The server takes telemetry again.");
      told.clear();
    }
  };

  const refuse = (chunk: Chunk, reason: string): void => {
    const halves = singleRefusals < mostSingleRefusals ? splitChunk(chunk) : null;
    if (halves === null) {
      singleRefusals += 1;
      refusals.add(`The server refused telemetry: ${reason}`);
      finish(chunk, chunk.points);
      return;
    }
    if (reason.startsWith("413")) bodyBytes = Math.max(1, Math.floor(bodyBytes / 2));
    // The halves are tried on their own; the good one must not be lost with the other.
    tally.retried(chunk.points);
    queue.putBack(halves[1]);
    queue.putBack(halves[0]);
  };

  const fail = async (chunk: Chunk, answer: HttpAnswer & { kind: "failed" }): Promise<void> => {
    // One sentence for a row of failures, and one for what a person must mend.
    if (told.size === 0 || (answer.atLeastMs >= slowRetryMs && !told.has(answer.reason))) {
      told.add(answer.reason);
      say(`Telemetry waits, the server does not take it: ${answer.reason}`);
    }
    failuresInARow += 1;
    await wait(Math.max(toBackoff(failuresInARow, random), answer.atLeastMs), closing.signal);
    if (!closing.signal.aborted) tally.retried(chunk.points);
    queue.putBack(chunk);
  };

  const work = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      const chunk = queue.take(bodyBytes);
      if (chunk === null) return;
      const answer = await postLines(target, chunk, closing.signal);
      if (closing.signal.aborted) return;
      switch (answer.kind) {
        case "accepted":
          finish(chunk, 0);
          break;
        case "partly":
          refusals.add(`The server refused a part of the telemetry: ${answer.reason}`);
          finish(chunk, answer.rejected);
          break;
        case "refused":
          refuse(chunk, answer.reason);
          break;
        case "failed":
          await fail(chunk, answer);
          break;
      }
    }
  };

  const startWork = (): void => {
    if (closing.signal.aborted || queue.isEmpty()) return;
    if (workers.size >= (options.requestsInFlight ?? 1)) return;
    const worker = work().finally(() => {
      workers.delete(worker);
      // A batch may have come while the last one was being ticked off.
      startWork();
    });
    workers.add(worker);
  };

  const whenIdle = async (): Promise<void> => {
    while (workers.size > 0) await Promise.all(workers);
  };

  return {
    hasRoom: () => queue.bytes() < mostQueuedBytes,
    send(lines) {
      if (lines === "" || closing.signal.aborted) return;
      tally.sent(countLines(lines));
      queue.add(lines);
      startWork();
    },
    counters: () => tally.counters(),
    whenIdle,
    async close() {
      closing.abort();
      await whenIdle();
    },
  };
}
