import { readFileSync } from "node:fs";
import { keepClientId } from "../adapters/mqtt/client-id.ts";
import type { MqttSource } from "../adapters/mqtt/mqtt-source.ts";
import type { Ingest } from "../app/ingest.ts";
import type { Clock, Log } from "../app/ports.ts";
import type { BrokerConfig } from "../boundary/mqtt-subscription.ts";
import { StartError } from "./start-error.ts";

/**
 * Reads what the configured brokers need and gives the way to connect with them; `null` when there are none. Nothing is
 * connected before that is called, and nothing can be wrong then any more. Rejects with `StartError`.
 */
export async function prepareMqtt(
  brokers: readonly BrokerConfig[],
  dataDir: string,
  surroundings: { readonly ingest: Ingest; readonly clock: Clock; readonly log: Log },
): Promise<() => MqttSource | null> {
  if (brokers.length === 0) return () => null;
  const caByFile = new Map<string, Buffer>();
  for (const { caFile } of brokers) if (caFile !== null) caByFile.set(caFile, readCertificates(caFile));
  // Loaded only where it is used: a start without brokers is an eighth shorter.
  const { createMqttSource } = await import("../adapters/mqtt/mqtt-source.ts");
  const clientId = readClientId(dataDir);
  return () => createMqttSource({ ...surroundings, brokers, caByFile, clientId });
}

function readCertificates(file: string): Buffer {
  try {
    const certificates = readFileSync(file);
    if (certificates.includes("-----BEGIN CERTIFICATE-----")) return certificates;
  } catch (cause) {
    throw new StartError(`The certificates in ${file} cannot be read. Check caFile under mqtt.`, cause);
  }
  throw new StartError(`There is no certificate (PEM) in ${file}. Check caFile under mqtt.`);
}

function readClientId(dataDir: string): string {
  try {
    return keepClientId(dataDir);
  } catch (cause) {
    throw new StartError(
      `The name under which MQTT brokers know us cannot be kept in ${dataDir}. Set clientId under mqtt, or repair the directory.`,
      cause,
    );
  }
}
