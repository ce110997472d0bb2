import { join } from "node:path";
import { createEmbeddedInfluxd, InfluxdError } from "../adapters/influx/embedded-influxd.ts";
import { createInfluxStore } from "../adapters/influx/influx-store.ts";
import { findInfluxd } from "../adapters/influx/influxd-program.ts";
import { createSqliteStore } from "../adapters/sqlite/sqlite-store.ts";
import type { Log, TelemetryStore } from "../app/ports.ts";
import type { StoreConfig } from "../boundary/config.ts";
import { createKnownStore, type KnownStore } from "./known-store.ts";
import { StartError } from "./start-error.ts";

/** A store that answers, and what must be closed after it. */
export interface OpenStore {
  readonly store: TelemetryStore;
  close(): Promise<void>;
}

/** Database of the embedded InfluxDB. */
const embeddedDatabase = "loopwatch";

/** Opens the configured store; `auto` takes an `influxd` found on the machine, else SQLite. Throws `StartError`. */
export async function openStore(
  config: StoreConfig,
  dataDir: string,
  surroundings: { readonly searchPath: string | undefined; readonly log: Log },
): Promise<OpenStore> {
  switch (config.kind) {
    case "influx":
      return openConfigured(config, createKnownStore(dataDir, surroundings.log), surroundings.log);
    case "sqlite":
      return openSqlite(dataDir);
    case "auto":
      return openFound(dataDir, surroundings);
  }
}

async function openConfigured(
  config: StoreConfig & { kind: "influx" },
  known: KnownStore,
  log: Log,
): Promise<OpenStore> {
  const refuse = (cause: unknown): StartError => {
    const why = cause instanceof Error ? cause.message : String(cause);
    return new StartError(
      `${why.replace(/\.?$/, ".")} Check INFLUX_URL (now ${config.url}), or unset it to use a store of our own.`,
      cause,
    );
  };
  let store: TelemetryStore;
  try {
    store = createInfluxStore(config);
  } catch (cause) {
    throw refuse(cause);
  }
  try {
    await store.ping();
    known.answers(config.url);
  } catch (cause) {
    // A mistake in the address shows at the first start. Later the store is away, and that must not keep telemetry out:
    // a supervisor that restarts us during an outage would otherwise lose what senders cannot keep.
    if (!known.answeredBefore(config.url)) {
      await store.close();
      throw refuse(cause);
    }
    log.warn("The telemetry store does not answer; telemetry waits on disk.", { store: store.name, cause });
  }
  return { store, close: () => store.close() };
}

function openSqlite(dataDir: string): OpenStore {
  const store = createSqliteStore(join(dataDir, "telemetry.sqlite"));
  return { store, close: () => store.close() };
}

async function openFound(
  dataDir: string,
  { searchPath, log }: { readonly searchPath: string | undefined; readonly log: Log },
): Promise<OpenStore> {
  const search = await findInfluxd(searchPath);
  if (search.kind !== "found") {
    if (search.kind === "unusable") log.warn(search.reason);
    return openSqlite(dataDir);
  }
  try {
    const influxd = await createEmbeddedInfluxd({ program: search.program, dataDir, log });
    const store = createInfluxStore({ url: influxd.url, database: embeddedDatabase });
    // It tells its version on the way, for the badge on the page.
    await store.ping();
    return {
      store,
      async close() {
        await store.close();
        await influxd.stop();
      },
    };
  } catch (cause) {
    if (!(cause instanceof InfluxdError)) throw cause;
    throw new StartError(
      `${cause.message} Set "store: { kind: sqlite }" in the configuration to do without it.`,
      cause,
    );
  }
}
