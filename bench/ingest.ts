import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startDatabase } from "./ingest/database.ts";
import { type Bench, measureServer, measureStraight } from "./ingest/measure.ts";
import { defaultLoops, type LineKind, type Load, valuesPerPoint } from "./ingest/shape.ts";
import { type Case, renderTable } from "./ingest/table.ts";

// `npm run bench:ingest`: the built server against influxd alone, the same bytes, by turns, in one run.

/** Yamcs' own load configuration, values a second; half of it is where an answer's time is promised. */
const yardstickPerS = 369_000;

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    kind: { type: "string", default: "wide,narrow" },
    senders: { type: "string", default: "1,8" },
    "wide-points": { type: "string", default: "1000" },
    "narrow-points": { type: "string", default: "5000" },
    loops: { type: "string", default: String(defaultLoops) },
    /** Values of one measurement; short ones flatter whoever writes to disk later. */
    values: { type: "string" },
    repeats: { type: "string" },
    unpaced: { type: "boolean", default: false },
    profile: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

if (options.help) {
  process.stdout.write(
    "npm run bench:ingest -- [--quick] [--kind wide,narrow] [--senders 1,8] [--wide-points N] [--narrow-points N]\n" +
      "  [--loops N] [--values N] [--repeats N] [--unpaced] [--profile DIR]\n",
  );
  process.exit(0);
}

const wanted = Number(options.values ?? (options.quick ? 1_500_000 : 6_000_000));
const repeats = Number(options.repeats ?? (options.quick ? 1 : 3));

function toLoad(kind: LineKind, senders: number, pacedPerS: number | null): Load {
  const pointsPerBody = Number(options[`${kind}-points`]);
  const values = pacedPerS === null ? wanted : Math.min(wanted, pacedPerS * 15);
  const bodiesPerSender = Math.ceil(values / (senders * pointsPerBody * valuesPerPoint[kind]));
  const startMs = Date.now();
  return { kind, senders, pointsPerBody, bodiesPerSender, loops: Number(options.loops), startMs, pacedPerS };
}

const kinds = options.kind.split(",").filter((kind) => kind === "wide" || kind === "narrow");
const counts = options.senders.split(",").map(Number);
const loads = kinds.flatMap((kind) => [
  ...counts.map((senders) => toLoad(kind, senders, null)),
  ...(options.unpaced ? [] : [toLoad(kind, Math.max(...counts), yardstickPerS / 2)]),
]);

const dir = mkdtempSync(join(tmpdir(), "loopwatch-bench-"));
const database = await startDatabase(join(dir, "database"));
const nodeOptions = options.profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${options.profile}`];
const bench: Bench = { database, dir, nodeOptions };
try {
  const cases: Case[] = [];
  for (const load of loads) {
    const one = { load, straight: [], server: [] } as Case & { straight: unknown[]; server: unknown[] };
    for (let i = 0; i < repeats; i++) {
      one.straight.push(await measureStraight(bench, load));
      one.server.push(await measureServer(bench, load));
    }
    cases.push(one);
    process.stdout.write(`${renderTable([one])}\n\n`);
  }
  process.stdout.write(`${renderTable(cases)}\n`);
} finally {
  await database.stop();
  rmSync(dir, { recursive: true, force: true });
}
