import type { BrokerHealth } from "../../../protocol/wire.ts";
import type { Ingest } from "../../app/ingest.ts";
import type { Clock, Log } from "../../app/ports.ts";
import type { BrokerConfig } from "../../boundary/mqtt-subscription.ts";
import { createBrokerLink } from "./broker-link.ts";

/** Telemetry from MQTT brokers. */
export interface MqttSource {
  health(): readonly BrokerHealth[];
  /** Ends all connections; brokers keep what comes meanwhile. */
  stop(): Promise<void>;
}

/** What the source needs. */
export interface SourceParts {
  readonly brokers: readonly BrokerConfig[];
  /** For brokers whose configuration names none. */
  readonly clientId: string;
  /** Contents of `caFile`, by its name. */
  readonly caByFile: ReadonlyMap<string, Buffer>;
  readonly ingest: Ingest;
  readonly clock: Clock;
  readonly log: Log;
}

/** Connects to every broker, now and whenever a connection is gone. A broker that is not there keeps nothing from starting. */
export function createMqttSource(parts: SourceParts): MqttSource {
  const links = parts.brokers.map((broker) =>
    createBrokerLink({
      broker,
      clientId: broker.clientId ?? parts.clientId,
      ca: broker.caFile === null ? null : (parts.caByFile.get(broker.caFile) ?? null),
      ingest: parts.ingest,
      clock: parts.clock,
      log: parts.log,
    }),
  );
  return {
    health: () => links.map((link) => link.health()),
    async stop() {
      await Promise.all(links.map((link) => link.stop()));
    },
  };
}
