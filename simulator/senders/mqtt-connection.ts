import type { MqttClient } from "mqtt";
import type { DurationMs } from "../../protocol/time.ts";
import { slowRetryMs } from "./backoff.ts";
import type { MqttMessage } from "./mqtt-messages.ts";
import type { Broker } from "./mqtt-target.ts";
import { toReason } from "./reason.ts";

/** MQTT 5 says why a message was refused; 3.1.1 is spoken with brokers that do not know it. */
export type MqttVersion = 4 | 5;

/** One connection to a broker, from its greeting to its end. */
export interface MqttConnection {
  /** Messages that the broker lets be on their way at the same time. */
  readonly window: number;
  /**
   * Publishes with QoS 1. `done` is called once, with `null` when the broker took the message or with its reason for
   * refusing it; never for a message whose answer was cut off with the connection.
   */
  publish(message: MqttMessage, done: (refusal: string | null) => void): void;
  /** Resolves with a reason when the connection is gone, whoever ended it. */
  readonly gone: Promise<string>;
  /** Closes, with a goodbye unless answers are still missing: the library would wait for them for ever. */
  end(): void;
}

/** What came of trying to connect. */
export type MqttOpening =
  | { readonly kind: "open"; readonly connection: MqttConnection }
  | { readonly kind: "other version"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string; readonly atLeastMs: DurationMs };

/** A broker that has not greeted by then is not there. */
const greetingMs: DurationMs = 10_000;

/** A broker that vanished without a goodbye is missed after about one and a half times this. */
const keepAliveS = 15;

/** More on their way would only fill buffers; a broker's own limit is mostly far lower. */
const largestWindow = 500;

/** Reason codes of a refused connection: MQTT 3.1.1, MQTT 5. */
const versionCodes = new Set([1, 132]);
const personCodes = new Set([4, 5, 134, 135, 138, 140]);

/** Connects once; never throws. Reconnecting and repeating are the caller's, who knows what was not acknowledged. */
export async function openMqtt(
  broker: Broker,
  version: MqttVersion,
  closing: AbortSignal,
): Promise<MqttOpening> {
  // The library takes a while to load; only runs that speak MQTT pay for it.
  const { connect } = await import("mqtt");
  const client = connect(broker.brokerUrl, {
    protocolVersion: version,
    clean: true,
    reconnectPeriod: 0,
    connectTimeout: greetingMs,
    keepalive: keepAliveS,
    ...(broker.user === null ? {} : { username: broker.user }),
    ...(broker.password === null ? {} : { password: broker.password }),
  });
  return await new Promise((resolve) => {
    let failure: unknown = null;
    const abandon = (): void => void client.end(true);
    closing.addEventListener("abort", abandon, { once: true });
    client.on("error", (error) => {
      failure ??= error;
    });
    client.once("close", () => {
      closing.removeEventListener("abort", abandon);
      client.end(true);
      resolve(toFailure(broker, version, failure));
    });
    client.once("connect", () => {
      closing.removeEventListener("abort", abandon);
      resolve({ kind: "open", connection: createConnection(client) });
    });
    if (closing.aborted) abandon();
  });
}

function createConnection(client: MqttClient): MqttConnection {
  let isOpen = true;
  let reason = "the connection was closed";
  let unanswered = 0;
  client.on("error", (error) => {
    reason = toReason(error);
  });
  client.on("disconnect", (packet) => {
    reason = `the broker said goodbye (reason ${packet.reasonCode ?? 0})`;
  });
  const gone = new Promise<string>((resolve) => {
    client.once("close", () => {
      isOpen = false;
      resolve(reason);
    });
  });
  return {
    window: Math.min(largestWindow, client.serverProperties?.receiveMaximum ?? largestWindow),
    publish({ topic, payload }, done) {
      unanswered += 1;
      client.publish(topic, payload, { qos: 1 }, (error) => {
        unanswered -= 1;
        if (error === undefined || error === null) done(null);
        // Any other error is the library giving up a broken connection, which says nothing about the message.
        else if (reasonCodeOf(error) !== null) done(toReason(error));
      });
    },
    gone,
    end() {
      if (isOpen) client.end(unanswered > 0);
    },
  };
}

function toFailure(broker: Broker, version: MqttVersion, failure: unknown): MqttOpening {
  const code = reasonCodeOf(failure);
  const reason = failure === null ? "it closed the connection without a greeting" : toReason(failure);
  if (version === 5 && ((code !== null && versionCodes.has(code)) || failure === null)) {
    return { kind: "other version", reason };
  }
  if (code === null || !personCodes.has(code)) return { kind: "failed", reason, atLeastMs: 0 };
  const who = broker.user === null ? "without a user" : `as user ${broker.user}`;
  const help = `Check user and password in the address (connecting ${who}).`;
  return { kind: "failed", reason: `${reason}. ${help}`, atLeastMs: slowRetryMs };
}

/** The number by which a broker says why it refused; `null` for errors that are not a broker's answer. */
const reasonCodeOf = (error: unknown): number | null =>
  error instanceof Error && "code" in error && typeof error.code === "number" ? error.code : null;
