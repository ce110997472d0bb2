import { rmSync } from "node:fs";
import { join } from "node:path";
import { renderConfig } from "./config.ts";
import type { BenchDatabase } from "./database.ts";
import { cpuUs, peakMb } from "./process-stats.ts";
import { runSenders } from "./sender-process.ts";
import { type Load, measurementOf, pointsOf, valuesOf } from "./shape.ts";
import { startServer } from "./watched-server.ts";

/** One load on one way, from the first byte until all of it is in the database. */
export interface Measured {
  readonly valuesPerS: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly serverUsPerValue: number | null;
  readonly databaseUsPerValue: number;
  readonly serverPeakMb: number | null;
  /** Answers that told a sender to come again. */
  readonly notStored: number;
  /** Frames that the live page got meanwhile. */
  readonly frames: number | null;
}

/** What every measurement of a run shares. */
export interface Bench {
  readonly database: BenchDatabase;
  /** For data directories. */
  readonly dir: string;
  readonly nodeOptions: readonly string[];
}

let measurements = 0;

/** The bytes straight to the database. */
export async function measureStraight(bench: Bench, load: Load): Promise<Measured> {
  const { database } = bench;
  const name = await openDatabase(bench);
  const before = cpuUs(database.pid);
  const target = `${database.url}/write?db=${name}&precision=ms`;
  const report = await runSenders({ load, target }, () => undefined);
  const databaseUs = cpuUs(database.pid) - before;
  await closeDatabase(bench, name, load);
  return {
    ...report,
    valuesPerS: (1000 * valuesOf(load)) / (report.endedMs - report.begunMs),
    serverUsPerValue: null,
    databaseUsPerValue: databaseUs / valuesOf(load),
    serverPeakMb: null,
    frames: null,
  };
}

/** The same bytes to the server, which forwards them to the same database. */
export async function measureServer(bench: Bench, load: Load): Promise<Measured> {
  const { database } = bench;
  const name = await openDatabase(bench);
  const dir = join(bench.dir, name);
  const config = renderConfig({
    ...load,
    dataDir: join(dir, "data"),
    influxUrl: database.url,
    database: name,
  });
  const server = await startServer(dir, config, bench.nodeOptions);
  let serverBefore = 0;
  let databaseBefore = 0;
  const report = await runSenders({ load, target: `${server.url}/write?precision=ms` }, () => {
    serverBefore = cpuUs(server.pid);
    databaseBefore = cpuUs(database.pid);
  });
  await server.drained();
  const drainedMs = Date.now();
  const measured = {
    ...report,
    valuesPerS: (1000 * valuesOf(load)) / (drainedMs - report.begunMs),
    serverUsPerValue: (cpuUs(server.pid) - serverBefore) / valuesOf(load),
    databaseUsPerValue: (cpuUs(database.pid) - databaseBefore) / valuesOf(load),
    serverPeakMb: peakMb(server.pid),
    frames: server.frames(),
  };
  await server.stop();
  await closeDatabase(bench, name, load);
  rmSync(dir, { recursive: true, force: true });
  return measured;
}

async function openDatabase({ database }: Bench): Promise<string> {
  await database.quiet();
  const name = `bench_${++measurements}`;
  await database.ask(`CREATE DATABASE ${name}`);
  return name;
}

/** A figure counts only when every value is there. */
async function closeDatabase({ database }: Bench, name: string, load: Load): Promise<void> {
  const field = load.kind === "wide" ? "quantity_pct" : "value";
  const count = await database.ask(`SELECT count(${field}) FROM ${measurementOf[load.kind]}`, name);
  if (count !== pointsOf(load))
    throw new Error(`${name}: ${String(count)} of ${pointsOf(load)} points are in the database.`);
  await database.ask(`DROP DATABASE ${name}`);
}
