import { readFileSync } from "node:fs";
import { toInfluxdFiles } from "../../server/adapters/influx/influxd-config.ts";
import { startInfluxdForTest } from "./influxd.ts";

// Starts an embedded InfluxDB, prints its process id, and stays until somebody kills it.
const [dataDir = ""] = process.argv.slice(2);
await startInfluxdForTest(dataDir);
process.stdout.write(readFileSync(toInfluxdFiles(dataDir).pid, "utf8"));
