import { join } from "node:path";
import { connectAsync, type MqttClient } from "mqtt";
import { onTestFinished } from "vitest";
import { createMqttSource, type MqttSource } from "../../server/adapters/mqtt/mqtt-source.ts";
import { openNearSpool } from "../../server/adapters/spool/create-spool.ts";
import { createSqliteStore } from "../../server/adapters/sqlite/sqlite-store.ts";
import { createSystemClock } from "../../server/adapters/system-clock.ts";
import { createIngest, type Ingest } from "../../server/app/ingest.ts";
import type { Clock, Spool, TelemetryStore } from "../../server/app/ports.ts";
import { createStoreWriter } from "../../server/app/store-writer.ts";
import type { BrokerConfig } from "../../server/boundary/mqtt-subscription.ts";
import { createMemoryLog, type MemoryLog } from "./memory-log.ts";

/** A wall clock whose timers fall due at once: pauses between attempts are none. */
export function createHastyClock(): Clock {
  const clock = createSystemClock();
  return { ...clock, after: (_ms, run) => clock.after(5, run) };
}

/** Turns the event loop until something has come about. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise<void>((resolve) => setTimeout(resolve, 2));
}

/** What a server does with messages: reads them, keeps them on disk, and puts them into a real store. */
export interface BrokerHouse {
  readonly source: MqttSource;
  readonly store: TelemetryStore;
  readonly log: MemoryLog;
  health(): ReturnType<MqttSource["health"]>[number];
  /** Resolves when the first broker's connection stands and its topics are subscribed to. */
  connected(): Promise<void>;
  /** Resolves when the store has so many points of telemetry, and no message waits. */
  stored(points: number): Promise<void>;
  /** Values of a field with tag `loop=a` by source time, from 1970 on. */
  values(field: string): Promise<readonly number[]>;
  /** Ends the source, then what is behind it. */
  close(): Promise<void>;
}

/** Opens on a directory; ends with the test. `wrap` stands between the source and the real way in. */
export function openBrokerHouse(
  dir: string,
  brokers: readonly BrokerConfig[],
  options: {
    readonly wrap?: (ingest: Ingest, spool: Spool) => Ingest;
    readonly ca?: Buffer;
    readonly clientId?: string;
  } = {},
): BrokerHouse {
  const log = createMemoryLog();
  const clock = createHastyClock();
  const store = createSqliteStore(join(dir, "telemetry.sqlite"));
  const spool = openNearSpool(join(dir, "spool.sqlite"));
  const writer = createStoreWriter({ spool, store, clock, log, onHealth: () => undefined });
  const ingest = createIngest({
    judgedBy: () => ({ refuse: () => null, scope: { judge: () => () => null }, onBatch: () => undefined }),
    spool,
    clock,
    log,
    onSpooled: () => writer.wake(),
  });
  const source = createMqttSource({
    brokers,
    clientId: options.clientId ?? "loopwatch-test",
    caByFile: new Map(
      options.ca === undefined ? [] : brokers.map(({ caFile }) => [caFile ?? "", options.ca!]),
    ),
    ingest: options.wrap?.(ingest, spool) ?? ingest,
    clock,
    log,
  });
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closing ??= (async () => {
      await source.stop();
      await writer.drained();
      await writer.stop();
      await spool.close();
      await store.close();
    })();
    return closing;
  };
  onTestFinished(close);
  const health: BrokerHouse["health"] = () => {
    const [first] = source.health();
    if (first === undefined) throw new Error("There is no broker.");
    return first;
  };
  return {
    source,
    store,
    log,
    health,
    connected: () => until(() => health().connected && health().problem === ""),
    async stored(points) {
      while ((await store.count("coolant_loop")) < points || health().waiting > 0)
        await new Promise<void>((resolve) => setTimeout(resolve, 2));
    },
    async values(field) {
      await writer.drained();
      // A bucket a millisecond: minimum and maximum are the value.
      const series = [{ measurement: "coolant_loop", tags: { loop: "a" }, field }];
      const { min } = await store.history({ series, fromMs: 0, toMs: 20_000, bucketMs: 1 });
      return (min[0] ?? []).filter((value) => value !== null);
    },
    close,
  };
}

/** A publisher that waits for each answer of its broker. */
export async function connectPublisher(url: string, protocolVersion: 4 | 5 = 5): Promise<MqttClient> {
  const client = await connectAsync(url, { protocolVersion, reconnectPeriod: 20 });
  onTestFinished(async () => {
    await client.endAsync(true);
  });
  return client;
}

/** The value message of NVIDIA's DSX Exchange. */
export const dsx = (value: number | null, timestamp: number, quality = 1): string =>
  JSON.stringify({ value, timestamp, quality });
