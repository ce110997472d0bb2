import { type DurationMs, minutes, seconds } from "../../../protocol/time.ts";
import type { BrokerHealth } from "../../../protocol/wire.ts";
import type { Ingest } from "../../app/ingest.ts";
import type { Clock, Log } from "../../app/ports.ts";
import { createMqttReader } from "../../boundary/mqtt-reader.ts";
import type { BrokerConfig } from "../../boundary/mqtt-subscription.ts";
import { createMessageIntake } from "./message-intake.ts";
import { closedWithoutWord, type MqttSession, type MqttVersion, openSession } from "./mqtt-session.ts";
import { waitUnless } from "./wait-unless.ts";

/** Telemetry from one broker. */
export interface BrokerLink {
  health(): BrokerHealth;
  /** Ends the connection; the broker keeps what comes meanwhile. */
  stop(): Promise<void>;
}

/** What a link needs. */
export interface LinkParts {
  readonly broker: BrokerConfig;
  readonly clientId: string;
  /** Certificates of `caFile`. */
  readonly ca: Buffer | null;
  readonly ingest: Ingest;
  readonly clock: Clock;
  readonly log: Log;
}

/** Waits after failures in a row. A broker that restarts is back within seconds, and one that is away is not flooded. */
const pausesMs: readonly DurationMs[] = [1, 2, 5, 10, 30].map(seconds);

/** Wait where only a person can help: soon enough after the mending, and slow enough not to lock an account. */
const mendingMs: DurationMs = minutes(1);

/** A connection that lasted so long was a good one: the next failure is a first one. */
const goodConnectionMs: DurationMs = seconds(30);

/** Two clients of one name push each other out, and few brokers say so: from so many short connections on we ask. */
const manyFailures = 3;
const toRepeated = (clientId: string): string =>
  `It closed the connection, and again and again: does somebody else use the clientId ${clientId}?`;

/** A broker that hangs may delay our end so long. */
const goodbyeMs: DurationMs = seconds(1);

/** Connects, subscribes, and does both again whenever the connection is gone. */
export function createBrokerLink(parts: LinkParts): BrokerLink {
  const { broker, clock, log } = parts;
  const { url } = broker;
  const closing = new AbortController();
  const intake = createMessageIntake({ ...parts, url, reader: createMqttReader(broker.subscriptions) });
  let current: MqttSession | null = null;
  let version: MqttVersion = broker.version === "3.1.1" ? 4 : 5;
  let failures = 0;
  let problem = "It is not connected yet.";

  /** Each new trouble once, and that it is over. */
  const tell = (next: string): void => {
    if (next === problem) return;
    problem = next;
    if (next === "") log.info("The MQTT broker is connected.", { broker: url });
    else log.warn("Telemetry does not come from the MQTT broker as it should.", { broker: url, problem });
  };

  const useSession = async (session: MqttSession): Promise<void> => {
    const sinceMs = clock.nowMs();
    current = session;
    if (closing.signal.aborted) session.drop();
    const refusals = await session.subscribe();
    if (!closing.signal.aborted) tell(refusals.join(" "));
    const reason = await session.gone;
    current = null;
    if (closing.signal.aborted) return;
    if (broker.version === "auto") version = 5;
    failures = clock.nowMs() - sinceMs >= goodConnectionMs ? 0 : failures + 1;
    const isRepeated = failures >= manyFailures && reason === closedWithoutWord;
    tell(isRepeated ? toRepeated(parts.clientId) : reason);
    await pause(pausesMs[Math.min(failures, pausesMs.length - 1)] ?? 0);
  };

  const pause = (ms: DurationMs): Promise<void> => waitUnless(closing.signal, ms, clock);

  const work = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      const opening = await openSession({
        ...parts,
        version,
        closing: closing.signal,
        onDelivery: intake.take,
      });
      if (opening.kind === "open") {
        await useSession(opening.session);
        continue;
      }
      if (closing.signal.aborted) return;
      const { sentence, needsPerson, mayBeVersion } = opening.trouble;
      if (broker.version === "auto" && version === 5 && mayBeVersion) {
        version = 4;
        continue;
      }
      if (broker.version === "auto") version = 5;
      tell(sentence);
      await pause(needsPerson ? mendingMs : (pausesMs[Math.min(failures, pausesMs.length - 1)] ?? 0));
      failures++;
    }
  };

  const working = work();
  return {
    health() {
      const { received, refused, empty, waiting, isFull, lastRefusal } = intake.counts();
      return {
        url,
        connected: current !== null,
        received,
        refused,
        empty,
        waiting,
        problem: isFull ? "Its messages wait for the disk, which is full." : problem,
        lastRefusal,
      };
    },
    async stop() {
      // What is on disk is acknowledged before we go.
      await intake.stop();
      closing.abort();
      const session = current;
      session?.end();
      const patience = new AbortController();
      await Promise.race([working, waitUnless(patience.signal, goodbyeMs, clock)]);
      patience.abort();
      session?.drop();
      await working;
    },
  };
}
