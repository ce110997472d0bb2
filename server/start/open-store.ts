import { join } from "node:path";
import { createEmbeddedInfluxd, InfluxdError } from "../adapters/influx/embedded-influxd.ts";
import { createInfluxStore } from "../adapters/influx/influx-store.ts";
import { findInfluxd } from "../adapters/influx/influxd-program.ts";
import { createSqliteStore } from "../adapters/sqlite/sqlite-store.ts";
import type { Log, TelemetryStore } from "../app/ports.ts";
import type { StoreConfig } from "../boundary/config.ts";
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
      return openConfigured(config);
    case "sqlite":
      return openSqlite(dataDir);
    case "auto":
      return openFound(dataDir, surroundings);
  }
}

async function openConfigured(config: StoreConfig & { kind: "influx" }): Promise<OpenStore> {
  try {
    const store = createInfluxStore(config);
    await store.ping();
    return { store, close: () => store.close() };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartError(
      `${why.replace(/\.?$/, ".")} Check INFLUX_URL (now ${config.url}), or unset it to use a store of our own.`,
      cause,
    );
  }
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
