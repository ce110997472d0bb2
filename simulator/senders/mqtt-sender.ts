import type { DurationMs } from "../../protocol/time.ts";
import { createRandom } from "../random.ts";
import { type Wait, waitUnlessAborted } from "../wait.ts";
import { slowRetryMs, toBackoff } from "./backoff.ts";
import { createMessageQueue } from "./message-queue.ts";
import { type MqttConnection, type MqttVersion, openMqtt } from "./mqtt-connection.ts";
import type { MqttMessage } from "./mqtt-messages.ts";
import type { Broker } from "./mqtt-target.ts";
import { createRefusals } from "./refusals.ts";
import type { Sender } from "./sender.ts";
import { createTally } from "./tally.ts";

/** Where messages go, and how many may wait for the broker. */
export interface MqttSenderOptions {
  readonly broker: Broker;
  /** Told one sentence at the first failure in a row, at each new refusal, and when the broker is back. */
  readonly say: (sentence: string) => void;
  /** Chance in the pauses between attempts. */
  readonly seed: number;
  /** Default 50 000: some megabytes, and more than two hours of a loop of six channels. */
  readonly mostQueued?: number;
  readonly wait?: Wait;
  /** Waits for as long as a broker may take with its next acknowledgement. */
  readonly waitForAnswer?: Wait;
}

const usualMostQueued = 50_000;

/** A broker that acknowledges nothing for so long, while messages are on their way, is given up and called again. */
const longestSilenceMs: DurationMs = 30_000;

/** What no broker takes: wildcards belong to subscriptions, and a broker hangs up on who publishes under one. */
const impossibleTopic = /[+#\0]|^$/;

/**
 * Publishes with QoS 1, in order, as many at a time as the broker allows; a message is done with when the broker has
 * acknowledged it. After a broken connection everything that was not acknowledged is published again, in order, so that
 * a message may come twice and none is missing. The first `send` opens the connection.
 */
export function createMqttSender(options: MqttSenderOptions): Sender<readonly MqttMessage[]> {
  const { broker, say, mostQueued = usualMostQueued, wait = waitUnlessAborted } = options;
  const random = createRandom(options.seed, "pauses of the sender");
  const closing = new AbortController();
  const tally = createTally();
  const refusals = createRefusals(say);
  const queue = createMessageQueue();
  /** What was said since the broker last let us in. */
  const told = new Set<string>();
  let connection: MqttConnection | null = null;
  let version: MqttVersion = 5;
  let failuresInARow = 0;
  let working: Promise<void> | null = null;
  let onIdle: (() => void)[] = [];

  const wakeIdle = (): void => {
    if (queue.size() > 0 && !closing.signal.aborted) return;
    for (const wake of onIdle) wake();
    onIdle = [];
  };

  const publish = (): void => {
    const current = connection;
    while (current !== null && queue.onTheirWay() < current.window) {
      const ticket = queue.take();
      if (ticket === null) return;
      current.publish(ticket.message, (refusal) => {
        // An answer on a connection that is gone has been counted as missing, and the message is sent again.
        if (current !== connection) return;
        queue.done(ticket);
        if (refusal === null) tally.acknowledged(1);
        else reject(ticket.message, refusal);
        // A broker that answers works: its next failure is a first one again.
        failuresInARow = 0;
        publish();
        wakeIdle();
      });
    }
  };

  const reject = (message: MqttMessage, reason: string): void => {
    tally.rejected(1);
    refusals.add(`The broker refused a message on ${message.topic}: ${reason}`);
  };

  const pauseAfter = async (reason: string, atLeastMs: DurationMs): Promise<void> => {
    // One sentence for a row of failures, and one for what a person must mend.
    if (told.size === 0 || (atLeastMs >= slowRetryMs && !told.has(reason))) {
      told.add(reason);
      say(`Telemetry waits, the broker ${broker.brokerUrl} does not take it: ${reason}`);
    }
    failuresInARow += 1;
    await wait(Math.max(toBackoff(failuresInARow, random), atLeastMs), closing.signal);
  };

  /** Publishes until the connection is gone. */
  const useConnection = async (opened: MqttConnection): Promise<void> => {
    connection = opened;
    if (told.size > 0) say("The broker takes telemetry again.");
    told.clear();
    publish();
    const over = new AbortController();
    const stop = (): void => opened.end();
    closing.signal.addEventListener("abort", stop, { once: true });
    if (closing.signal.aborted) stop();
    const watch = endWhenSilent(opened, over.signal);
    const reason = await opened.gone;
    connection = null;
    closing.signal.removeEventListener("abort", stop);
    over.abort();
    const wasSilent = await watch;
    const again = queue.putAllBack();
    if (closing.signal.aborted) return;
    tally.retried(again);
    await pauseAfter(wasSilent ? "it does not acknowledge what it is sent" : reason, 0);
  };

  /** Ends a connection on which answers are missing. True when it did. */
  const endWhenSilent = async (opened: MqttConnection, over: AbortSignal): Promise<boolean> => {
    const { waitForAnswer = waitUnlessAborted } = options;
    while (!over.aborted) {
      const oldest = queue.oldestOnItsWay();
      await waitForAnswer(longestSilenceMs, over);
      if (over.aborted || oldest === null || oldest !== queue.oldestOnItsWay()) continue;
      opened.end();
      return true;
    }
    return false;
  };

  const work = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      const opening = await openMqtt(broker, version, closing.signal);
      if (opening.kind === "open") await useConnection(opening.connection);
      else if (closing.signal.aborted) return;
      else if (opening.kind === "other version") version = 4;
      else {
        version = 5;
        await pauseAfter(opening.reason, opening.atLeastMs);
      }
    }
  };

  return {
    hasRoom: () => queue.size() < mostQueued,
    send(messages) {
      if (messages.length === 0 || closing.signal.aborted) return;
      tally.sent(messages.length);
      for (const message of messages) {
        if (impossibleTopic.test(message.topic)) reject(message, "no broker takes such a topic.");
        else queue.add(message);
      }
      working ??= work();
      publish();
      wakeIdle();
    },
    counters: () => tally.counters(),
    whenIdle: () =>
      queue.size() === 0 || closing.signal.aborted
        ? Promise.resolve()
        : new Promise((resolve) => onIdle.push(resolve)),
    async close() {
      closing.abort();
      await working;
      wakeIdle();
    },
  };
}
