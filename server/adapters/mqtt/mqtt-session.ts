import { connect, ErrorWithSubackPacket, type IClientOptions, type MqttClient } from "mqtt";
import type { DurationMs } from "../../../protocol/time.ts";
import type { MqttMessage } from "../../boundary/mqtt-reader.ts";
import type { BrokerConfig } from "../../boundary/mqtt-subscription.ts";
import { type BrokerTrouble, toTrouble } from "./broker-words.ts";

/** MQTT 3.1.1 and 5 by the numbers that they have on the wire. */
export type MqttVersion = 4 | 5;

/** A message on its way in. */
export interface Delivery {
  readonly message: MqttMessage;
  /** To be given to `acknowledge` when it is safe with us; `null`: the broker wants no answer (QoS 0). */
  readonly packetId: number | null;
  /** Lets the next message come. Until then nothing more is read from the broker. */
  proceed(): void;
}

/** One connection to a broker, from its greeting to its end. */
export interface MqttSession {
  /**
   * Resolves with a sentence for each topic that the broker does not let us have; with none when the connection is
   * gone, for `gone` says why.
   */
  subscribe(): Promise<readonly string[]>;
  /** Tells the broker, in the order of their delivery, that messages are safe. Does nothing when the connection is gone. */
  acknowledge(packetIds: readonly number[]): void;
  /** Resolves with a reason when the connection is gone, whoever ended it. */
  readonly gone: Promise<string>;
  /** Closes with a goodbye; the broker keeps our session and what comes for it. A broker that hangs never closes. */
  end(): void;
  /** Closes at once. */
  drop(): void;
}

/** What came of trying to connect. */
export type Opening =
  | { readonly kind: "open"; readonly session: MqttSession }
  | { readonly kind: "failed"; readonly trouble: BrokerTrouble };

/** How to connect. */
export interface SessionOptions {
  readonly broker: BrokerConfig;
  readonly clientId: string;
  /** Certificates of `caFile`. */
  readonly ca: Buffer | null;
  readonly version: MqttVersion;
  readonly closing: AbortSignal;
  readonly onDelivery: (delivery: Delivery, session: MqttSession) => void;
}

/** A broker that has not greeted by then is not there. */
const greetingMs: DurationMs = 10_000;

/** A broker that vanished without a goodbye is missed after about one and a half times this. */
const keepAliveS = 20;

/** So long a broker keeps messages while we are away: a long holiday. Brokers of MQTT 3.1.1 decide by themselves. */
const sessionExpiryS = 14 * 86_400;

/** Messages that a broker of MQTT 5 may have on their way to us without an answer. */
export const mostUnanswered = 1000;

/** The reason that a broker gives by giving none. */
export const closedWithoutWord = "It closed the connection.";

/** Connects once; never throws. Connecting again is the caller's. */
export function openSession(options: SessionOptions): Promise<Opening> {
  const { broker, closing } = options;
  const client = connect(broker.url, toClientOptions(options));
  // What the broker kept for us may come before the library says that it is connected.
  const session = createSession(client, broker);
  client.handleMessage = (packet, callback) => {
    const packetId = packet.qos > 0 ? (packet.messageId ?? null) : null;
    const payload = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload);
    options.onDelivery(
      {
        message: { topic: packet.topic, payload, isRetained: packet.retain },
        packetId,
        // Called back without an error the library acknowledges at once, and until then it reads nothing: that would be
        // one message a flush of the disk. With an error it goes on, and acknowledging many at once is left to us.
        proceed: () => callback(packetId === null ? undefined : acknowledgedLater),
      },
      session,
    );
  };
  return new Promise((resolve) => {
    let failure: unknown = null;
    const abandon = (): void => void client.end(true);
    const over = (): void => closing.removeEventListener("abort", abandon);
    closing.addEventListener("abort", abandon, { once: true });
    client.on("error", (error) => {
      failure ??= error;
    });
    client.once("close", () => {
      over();
      client.end(true);
      resolve({ kind: "failed", trouble: toTrouble(failure, broker) });
    });
    client.once("connect", () => {
      over();
      resolve({ kind: "open", session });
    });
    if (closing.aborted) abandon();
  });
}

const acknowledgedLater = new Error("This message is acknowledged when it is on disk.");

function toClientOptions({ broker, clientId, ca, version }: SessionOptions): IClientOptions {
  return {
    protocolVersion: version,
    clientId,
    // The broker keeps our subscriptions, and messages of QoS 1 while we are away.
    clean: false,
    reconnectPeriod: 0,
    resubscribe: false,
    connectTimeout: greetingMs,
    keepalive: keepAliveS,
    ...(version === 5
      ? { properties: { sessionExpiryInterval: sessionExpiryS, receiveMaximum: mostUnanswered } }
      : {}),
    ...(broker.user === null ? {} : { username: broker.user }),
    ...(broker.password === null ? {} : { password: broker.password }),
    ...(ca === null ? {} : { ca }),
  };
}

function createSession(client: MqttClient, broker: BrokerConfig): MqttSession {
  const { stream } = client;
  let isOpen = true;
  let reason = closedWithoutWord;
  client.on("error", (error) => {
    reason = toTrouble(error, broker).sentence;
  });
  client.on("disconnect", ({ reasonCode = 0 }) => {
    reason =
      reasonCode === sessionTakenOver
        ? "Somebody else connected with our clientId; each Loopwatch needs its own."
        : `It said goodbye (reason ${reasonCode}).`;
  });
  const gone = new Promise<string>((resolve) => {
    client.once("close", () => {
      isOpen = false;
      resolve(reason);
    });
  });
  return {
    async subscribe() {
      const filters = [...new Set(broker.subscriptions.map(({ topic }) => topic.filter))];
      try {
        await client.subscribeAsync(filters, { qos: 1 });
        return [];
      } catch (error) {
        const granted = error instanceof ErrorWithSubackPacket ? error.packet?.granted : undefined;
        if (granted === undefined) return [];
        return filters.filter((_, i) => isRefused(granted[i])).map(toRefusedTopic);
      }
    },
    acknowledge(packetIds) {
      if (isOpen && packetIds.length > 0) stream.write(toAcknowledgements(packetIds));
    },
    gone,
    end() {
      if (isOpen) client.end();
    },
    drop() {
      client.end(true);
      stream.destroy();
    },
  };
}

const sessionTakenOver = 142;

/** Answers to a subscription from 128 on are refusals. */
const isRefused = (granted: unknown): boolean => typeof granted === "number" && granted >= 128;

const toRefusedTopic = (topic: string): string => `It does not let us subscribe to ${topic}.`;

/** PUBACK packets: the same four bytes in MQTT 3.1.1 (section 3.4) and, for success, in MQTT 5 (section 3.4.2.1). */
function toAcknowledgements(packetIds: readonly number[]): Buffer {
  const packets = Buffer.alloc(packetIds.length * 4);
  for (const [i, packetId] of packetIds.entries()) {
    packets.writeUInt16BE(0x4002, i * 4);
    packets.writeUInt16BE(packetId, i * 4 + 2);
  }
  return packets;
}
