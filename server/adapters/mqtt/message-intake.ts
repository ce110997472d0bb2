import { type DurationMs, type EpochMs, minutes, seconds } from "../../../protocol/time.ts";
import type { Ingest } from "../../app/ingest.ts";
import type { Clock, Log, Precision } from "../../app/ports.ts";
import type { MqttReader, MqttReading } from "../../boundary/mqtt-reader.ts";
import { type Delivery, mostUnanswered } from "./mqtt-session.ts";
import { waitUnless } from "./wait-unless.ts";

/** Who hears that messages are safe. */
export interface Acknowledger {
  acknowledge(packetIds: readonly number[]): void;
}

/** Messages of one broker on their way to the disk. */
export interface MessageIntake {
  /** Takes a message. It is acknowledged when it is on disk, in the order of arrival. */
  take(delivery: Delivery, from: Acknowledger): void;
  counts(): IntakeCounts;
  /** Finishes the write that is under way and acknowledges it; what waits stays with the broker. */
  stop(): Promise<void>;
}

/** Messages so far. */
export interface IntakeCounts {
  readonly received: number;
  readonly refused: number;
  readonly empty: number;
  readonly waiting: number;
  readonly isFull: boolean;
  /** Topic and reason of the newest refused message; "" when there was none. */
  readonly lastRefusal: string;
}

/** Messages kept in memory; with so many, or so many bytes, nothing more is read from the broker until they are on disk. */
const mostWaiting = mostUnanswered;
const mostWaitingBytes = 8_000_000;

/** A publisher that sends nonsense is named once in so long. */
const tellRefusalEvery: DurationMs = minutes(1);

interface Waiting {
  readonly delivery: Delivery;
  readonly from: Acknowledger;
  readonly reading: MqttReading;
}

/** One write: points of many messages, or the lines of one. `topics[i]` sent line i + 1; one topic sent all lines. */
interface Body {
  readonly bytes: Buffer;
  readonly precision: Precision;
  readonly topics: readonly string[];
}

/** Messages that come while a write is under way share the next one. */
export function createMessageIntake(parts: {
  readonly reader: MqttReader;
  readonly ingest: Ingest;
  readonly clock: Clock;
  readonly log: Log;
  /** The broker's address, for the log. */
  readonly url: string;
}): MessageIntake {
  const { reader, ingest, clock, log } = parts;
  const closing = new AbortController();
  const waiting: Waiting[] = [];
  const held: (() => void)[] = [];
  let waitingBytes = 0;
  let received = 0;
  let refused = 0;
  let empty = 0;
  let isFull = false;
  let lastRefusal = "";
  let told = { refused: 0, atMs: Number.NEGATIVE_INFINITY };
  let working: Promise<void> | null = null;

  const complain = (topic: string, reason: string): void => {
    refused++;
    lastRefusal = `${topic}: ${reason}`;
    const nowMs: EpochMs = clock.nowMs();
    if (nowMs - told.atMs < tellRefusalEvery) return;
    log.warn("MQTT messages could not be understood.", {
      broker: parts.url,
      messages: refused - told.refused,
      topic,
      reason,
    });
    told = { refused, atMs: nowMs };
  };

  /** Writes and tells what was refused; gives back what must be tried again. */
  const write = async (
    bodies: readonly Body[],
  ): Promise<{ readonly again: readonly Body[]; readonly afterS: number }> => {
    const answers = await Promise.all(bodies.map(({ bytes, precision }) => ingest.accept(bytes, precision)));
    let afterS = 0;
    const again = bodies.filter((body, i) => {
      const answer = answers[i];
      if (answer?.kind === "full") afterS = Math.max(afterS, answer.retryAfterS);
      else complainOf(body, answer?.problems ?? []);
      return answer?.kind === "full";
    });
    return { again, afterS };
  };

  const complainOf = (
    { topics }: Body,
    problems: readonly { readonly line: number; readonly message: string }[],
  ): void => {
    const [only] = topics;
    const [first] = problems;
    if (topics.length === 1 && only !== undefined) {
      // A message counts once, however many of its lines are wrong.
      if (first !== undefined) complain(only, `Line ${first.line}: ${first.message}`);
      return;
    }
    for (const { line, message } of problems) complain(topics[line - 1] ?? "", message);
  };

  /** Resolves with `false` when we stop before all of it is on disk. */
  const keep = async (batch: readonly Waiting[]): Promise<boolean> => {
    let bodies = toBodies(batch);
    while (bodies.length > 0) {
      const { again, afterS } = await write(bodies);
      bodies = again;
      isFull = bodies.length > 0;
      if (!isFull) break;
      if (closing.signal.aborted) return false;
      await waitUnless(closing.signal, seconds(afterS), clock);
    }
    return true;
  };

  const work = async (): Promise<void> => {
    while (waiting.length > 0 && !closing.signal.aborted) {
      const batch = waiting.slice();
      if (!(await keep(batch))) break;
      waiting.splice(0, batch.length);
      for (const { delivery } of batch) waitingBytes -= delivery.message.payload.length;
      acknowledge(batch);
      for (const proceed of held.splice(0)) proceed();
    }
    // In the same breath as the last look at what waits: the next message begins anew.
    working = null;
  };

  return {
    take(delivery, from) {
      const { message } = delivery;
      const reading = reader.read(message, clock.nowMs());
      received++;
      if (reading.kind === "nothing") empty++;
      if (reading.kind === "refused") complain(message.topic, reading.reason);
      waiting.push({ delivery, from, reading });
      waitingBytes += message.payload.length;
      working ??= work();
      if (waiting.length < mostWaiting && waitingBytes < mostWaitingBytes) delivery.proceed();
      else held.push(delivery.proceed);
    },
    counts: () => ({ received, refused, empty, waiting: waiting.length, isFull, lastRefusal }),
    async stop() {
      closing.abort();
      await working;
    },
  };
}

/** The points of all messages in one body; lines of others stay by themselves: a bad one must not swallow its neighbour. */
function toBodies(batch: readonly Waiting[]): readonly Body[] {
  const lines: string[] = [];
  const topics: string[] = [];
  const bodies: Body[] = [];
  for (const { reading, delivery } of batch) {
    const { topic } = delivery.message;
    if (reading.kind === "point") {
      lines.push(reading.line);
      topics.push(topic);
    } else if (reading.kind === "lines")
      bodies.push({ bytes: reading.body, precision: reading.precision, topics: [topic] });
  }
  if (lines.length > 0)
    bodies.unshift({ bytes: Buffer.from(`${lines.join("\n")}\n`), precision: "ns", topics });
  return bodies;
}

/** Answers each connection once, in the order in which its messages came. */
function acknowledge(batch: readonly Waiting[]): void {
  const idsByConnection = new Map<Acknowledger, number[]>();
  for (const { delivery, from } of batch) {
    if (delivery.packetId === null) continue;
    const ids = idsByConnection.get(from) ?? [];
    idsByConnection.set(from, ids);
    ids.push(delivery.packetId);
  }
  for (const [from, ids] of idsByConnection) from.acknowledge(ids);
}
