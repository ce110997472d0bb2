import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { quantile, renderTable } from "./alarms/numbers.ts";
import { renderConfig } from "./ingest/config.ts";
import { startDatabase } from "./ingest/database.ts";
import { defaultLoops } from "./ingest/shape.ts";
import { createPlant } from "./soak/plant.ts";
import { type Start, startMeasured } from "./start/measure-start.ts";

// `npm run bench:start`: how long the built server takes from its birth until it takes telemetry and judges it, with 1,008
// channels: on an empty history, and with a day of telemetry in InfluxDB.

const { values: options } = parseArgs({
  options: {
    loops: { type: "string", default: String(defaultLoops) },
    repeats: { type: "string", default: "3" },
    hours: { type: "string", default: "24" },
    /** Source time between two points of a loop in that day, seconds. */
    every: { type: "string", default: "10" },
    profile: { type: "string" },
  },
});
const loops = Number(options.loops);
const repeats = Number(options.repeats);
const everyMs = Number(options.every) * 1000;
const hourMs = 3_600_000;

/** Moments in one body. */
const momentsPerBody = 60;

const dir = mkdtempSync(join(tmpdir(), "loopwatch-start-"));
const database = await startDatabase(join(dir, "database"));
const nodeOptions = options.profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${options.profile}`];

/** A configuration for a data directory and database of their own. */
async function writeConfig(name: string): Promise<string> {
  const dataDir = join(dir, name);
  mkdirSync(dataDir);
  await database.ask(`CREATE DATABASE ${name}`);
  const file = join(dir, `${name}.yaml`);
  const where = { dataDir, influxUrl: database.url, database: name };
  writeFileSync(file, renderConfig({ kind: "wide", loops, ...where }));
  return file;
}

/** Straight into the database: it must be there, not be judged. */
async function writeDay(name: string): Promise<void> {
  const plant = createPlant(null);
  const endMs = Math.floor(Date.now() / everyMs) * everyMs;
  const beginMs = endMs - Number(options.hours) * hourMs;
  for (let fromMs = beginMs; fromMs < endMs; fromMs += momentsPerBody * everyMs) {
    let body = "";
    for (let i = 0; i < momentsPerBody; i++) body += plant.renderMoment(loops, fromMs + i * everyMs);
    const target = `${database.url}/write?db=${name}&precision=ms`;
    const { status } = await fetch(target, { method: "POST", body });
    if (status !== 204) throw new Error(`The database answered ${status}.`);
  }
  await database.quiet();
}

async function measure(file: string, count: number): Promise<readonly Start[]> {
  const starts: Start[] = [];
  for (let i = 0; i < count; i++) {
    const start = await startMeasured(file, nodeOptions);
    starts.push(start);
    process.stdout.write(`${(start.readyMs / 1000).toFixed(2)} s\n`);
    await start.stop();
  }
  return starts;
}

const toRow = (name: string, starts: readonly Start[]): readonly string[] => {
  const times = starts.map(({ readyMs }) => readyMs);
  return [
    name,
    String(starts.length),
    (quantile(times, 0.5) / 1000).toFixed(2),
    (Math.max(...times) / 1000).toFixed(2),
    Math.max(...starts.map((start) => start.residentMb)).toFixed(0),
  ];
};

try {
  const empty = await measure(await writeConfig("empty"), repeats);
  const file = await writeConfig("day");
  await writeDay("day");
  // Before its first start on them the server knows nothing of what is in the database; later ones follow a stop.
  const first = await measure(file, 1);
  const later = await measure(file, repeats);
  const rows = [
    toRow("empty history", empty),
    toRow(`first start on ${options.hours} h of history, a point a loop every ${options.every} s`, first),
    toRow("the same, after a stop", later),
  ];
  process.stdout.write(`${loops} loops, ${loops * 12} channels\n`);
  process.stdout.write(`${renderTable(["start", "N", "median s", "longest s", "RSS MB"], rows)}\n`);
} finally {
  await database.stop();
  rmSync(dir, { recursive: true, force: true });
}
