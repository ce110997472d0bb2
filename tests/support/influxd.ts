import {
  createEmbeddedInfluxd,
  type EmbeddedInfluxd,
} from "../../server/adapters/influx/embedded-influxd.ts";
import { findInfluxd } from "../../server/adapters/influx/influxd-program.ts";
import { createMemoryLog } from "./memory-log.ts";

const search = await findInfluxd(process.env["PATH"]);

/** A real InfluxDB 1.x server on this machine; `null` when there is none, and the suites that need it stay out. */
export const influxdPath: string | null = search.kind === "found" ? search.program.path : null;

/** What a skipped suite says. */
export const influxdMissing = "needs influxd 1.x, in Debian's package influxdb";

/** Starts the real server with its data under `dataDir`. The caller stops it. */
export async function startInfluxdForTest(dataDir: string): Promise<EmbeddedInfluxd> {
  if (search.kind !== "found") throw new Error(influxdMissing);
  return createEmbeddedInfluxd({ program: search.program, dataDir, log: createMemoryLog() });
}
