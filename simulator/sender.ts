import type { DurationMs } from "../protocol/time.ts";
import { type Wait, waitUnlessAborted } from "./wait.ts";

/** Where batches go, and how much may wait for the server. */
export interface SenderOptions {
  /** Address of the server, without the path of the write endpoint. */
  readonly url: string;
  /** Told one sentence at the first failure in a row, at each refusal, and when the server takes batches again. */
  readonly say: (sentence: string) => void;
  /** Default 2 MB: about three hours of one loop. */
  readonly mostQueuedBytes?: number;
  readonly wait?: Wait;
}

/** Counts since the start. Lines, not batches, because batches are joined on the way. */
export interface SenderCounters {
  readonly acceptedLines: number;
  /** The server will never take these as they are; sending them again would not help. */
  readonly refusedLines: number;
  readonly queuedLines: number;
  readonly failedAttempts: number;
}

/** Sends batches of line protocol in order, each until it is accepted or refused. */
export interface Sender {
  /** False while the queue is full. */
  hasRoom(): boolean;
  /** Queues whole lines, each ended by a newline. The caller asks `hasRoom` first; the batch is taken in any case. */
  send(lines: string): void;
  counters(): SenderCounters;
  /** Resolves when nothing waits any more. */
  whenIdle(): Promise<void>;
  /** Gives up what waits and breaks off the attempt in progress. */
  close(): void;
}

type Answer =
  | { readonly kind: "accepted" }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string; readonly retryAfterMs: DurationMs | null };

const usualMostQueuedBytes = 2_000_000;
/** Joined batches of one request: some hundred kilobytes keep the server's other senders moving. */
const mostBodyBytes = 250_000;
/** A server that has not answered by then has not accepted. */
const attemptMs: DurationMs = 10_000;
const firstBackoffMs: DurationMs = 250;
const longestBackoffMs: DurationMs = 10_000;
/** A server may ask for patience, but not for more than this: the loop should not stay silent for long. */
const longestRetryAfterMs: DurationMs = 60_000;

/** Starts with an empty queue; the first `send` opens the connection. */
export function createSender(options: SenderOptions): Sender {
  const { url, say, mostQueuedBytes = usualMostQueuedBytes, wait = waitUnlessAborted } = options;
  const target = new URL("/write?db=loopwatch&precision=ms", url);
  const closing = new AbortController();
  const queue: string[] = [];
  let queuedBytes = 0;
  let acceptedLines = 0;
  let refusedLines = 0;
  let failedAttempts = 0;
  let working: Promise<void> | null = null;

  const drop = (count: number): number => {
    const gone = queue.splice(0, count).join("");
    queuedBytes -= gone.length;
    return countLines(gone);
  };

  const work = async (): Promise<void> => {
    let failuresInARow = 0;
    while (queue.length > 0 && !closing.signal.aborted) {
      const count = leadingBatches(queue);
      const answer = await post(target, queue.slice(0, count).join(""), closing.signal);
      if (closing.signal.aborted) return;
      switch (answer.kind) {
        case "accepted":
          acceptedLines += drop(count);
          if (failuresInARow > 0) say("The server takes telemetry again.");
          failuresInARow = 0;
          break;
        case "refused":
          refusedLines += drop(count);
          say(`The server refused telemetry: ${answer.reason}`);
          break;
        case "failed": {
          if (failuresInARow === 0) say(`Telemetry waits, the server does not take it: ${answer.reason}`);
          failedAttempts += 1;
          const backoffMs = Math.min(longestBackoffMs, firstBackoffMs * 2 ** failuresInARow);
          failuresInARow += 1;
          await wait(Math.max(backoffMs, answer.retryAfterMs ?? 0), closing.signal);
          break;
        }
      }
    }
  };

  const startWork = () => {
    working ??= work().finally(() => {
      working = null;
      // A batch may have come while the last one was being ticked off.
      if (queue.length > 0 && !closing.signal.aborted) startWork();
    });
  };

  return {
    hasRoom: () => queuedBytes < mostQueuedBytes,
    send(lines) {
      if (lines === "" || closing.signal.aborted) return;
      queue.push(lines);
      queuedBytes += lines.length;
      startWork();
    },
    counters: () => ({
      acceptedLines,
      refusedLines,
      failedAttempts,
      queuedLines: countLines(queue.join("")),
    }),
    async whenIdle() {
      while (working !== null) await working;
    },
    close: () => closing.abort(),
  };
}

const countLines = (lines: string): number => lines.split("\n").length - 1;

/** How many batches from the head of the queue go into one request; at least one. */
function leadingBatches(queue: readonly string[]): number {
  let bytes = 0;
  const tooMany = queue.findIndex((lines) => {
    bytes += lines.length;
    return bytes > mostBodyBytes;
  });
  return tooMany === -1 ? queue.length : Math.max(1, tooMany);
}

/** One attempt over the process's keep-alive connections. */
async function post(target: URL, body: string, closing: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch(target, {
      method: "POST",
      headers: { "content-type": "text/plain; charset=utf-8" },
      body,
      signal: AbortSignal.any([closing, AbortSignal.timeout(attemptMs)]),
    });
    // Read to the end, or the connection is not used again.
    const text = (await response.text()).trim().slice(0, 300);
    if (response.ok) return { kind: "accepted" };
    const reason = `${response.status} ${text}`.trim();
    // 400: the good lines are in, the others never will be. 413: it will not get smaller by waiting.
    if (response.status === 400 || response.status === 413) return { kind: "refused", reason };
    return { kind: "failed", reason, retryAfterMs: parseRetryAfter(response.headers.get("retry-after")) };
  } catch (error) {
    return { kind: "failed", reason: toReason(error), retryAfterMs: null };
  }
}

/** Whole seconds; the form with a date is answered by our own backoff. */
function parseRetryAfter(header: string | null): DurationMs | null {
  if (header === null || !/^\d{1,9}$/.test(header)) return null;
  return Math.min(longestRetryAfterMs, Number(header) * 1000);
}

/** What went wrong with a connection, in words; `fetch` hides the reason in the cause. */
export function toReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const hidden = error.message === "fetch failed" && error.cause instanceof Error ? error.cause.message : "";
  return hidden === "" ? error.message : hidden;
}
