import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { renderTable } from "./alarms/numbers.ts";
import { renderConfig } from "./ingest/config.ts";
import { defaultLoops, toLoopName } from "./ingest/shape.ts";
import { createFaults } from "./soak/faults.ts";
import { judgeSoak } from "./soak/judge-soak.ts";
import { startMailPeer } from "./soak/mail-peer.ts";
import { openPages } from "./soak/pages.ts";
import { createBrokerPeer, createDatabasePeer } from "./soak/peers.ts";
import { createPlant } from "./soak/plant.ts";
import { publishedTopic, startPublisher } from "./soak/publisher.ts";
import { readFigures, toSlopePerMin } from "./soak/read-figures.ts";
import { createSoakSender } from "./soak/sender.ts";
import { startMeasured } from "./start/measure-start.ts";

// `npm run bench:soak`: the built server under 20,160 values a second (84 loops of twelve channels, twenty times a second)
// while something else goes wrong every minute; at the end what was acknowledged is counted in the database.

const { values: options } = parseArgs({
  options: {
    minutes: { type: "string", default: "5" },
    loops: { type: "string", default: String(defaultLoops) },
    /** Between two samples of a channel, milliseconds; 50 of the usual loops' are 20,160 values a second. */
    every: { type: "string", default: "50" },
    profile: { type: "string" },
  },
});
const minutes = Number(options.minutes);
const loops = Number(options.loops);

const everyMs = Number(options.every);
const minuteMs = 60_000;
/** A fault begins so far into its minute and lasts so long. */
const faultFromMs = 5000;
const faultForMs = 35_000;
/** The detectors learn for ten minutes of source time; so much is sent before the clock of the soak begins. */
const preludeMs = 25 * minuteMs;
const preludeEveryMs = 1000;
/** What is sent beforehand is through by then. */
const preludeRoomMs = 20_000;
const momentsPerBody = 20;
const leakingLoop = 41;
/** It takes the accumulator of the loop from full to half in half an hour. */
const leakLps = 0.002;
const database = "soak";

// The peers go with us, also when somebody has seen enough.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const dir = mkdtempSync(join(tmpdir(), "loopwatch-soak-"));
const influxd = await createDatabasePeer(join(dir, "influxd"));
const broker = await createBrokerPeer(join(dir, "mosquitto"));
const mail = await startMailPeer();
await influxd.start();
await broker.start();

function writeConfig(): string {
  const dataDir = join(dir, "data");
  mkdirSync(dataDir);
  const config = JSON.parse(
    renderConfig({ kind: "wide", loops, dataDir, influxUrl: influxd.url, database }),
  ) as { loops: object[] };
  const file = join(dir, "loopwatch.yaml");
  const watched = config.loops.map((loop) => ({ ...loop, learning: "10min" }));
  const mqtt = [{ url: broker.url, subscriptions: [{ topic: publishedTopic, payload: "line-protocol" }] }];
  writeFileSync(file, JSON.stringify({ ...config, mqtt, loops: watched }));
  return file;
}

process.env["SMTP_URL"] = mail.url;
const profiling = options.profile === undefined ? [] : ["--heap-prof", `--heap-prof-dir=${options.profile}`];
const server = await startMeasured(writeConfig(), profiling);
const sender = createSoakSender(`${server.url}/write?precision=ms`);
const pages = openPages(server.url);
const publisher = await startPublisher(broker.url);
const clocks = new Map<number, number>();
const faults = createFaults({ database: influxd, broker, mail, pages, clocks });

/** The next moment, on the grid of the samples. */
const beginMs = Math.ceil(Date.now() / everyMs) * everyMs + preludeRoomMs;
const leakFromMs = beginMs + (minutes * minuteMs) / 4;
const plant = createPlant({ loop: leakingLoop, fromMs: leakFromMs, lps: leakLps });
let moments = 0;

for (let ms = beginMs - preludeMs; ms < beginMs; ms += preludeEveryMs * momentsPerBody) {
  let body = "";
  for (let i = 0; i < momentsPerBody; i++) body += plant.renderMoment(loops, ms + i * preludeEveryMs);
  moments += momentsPerBody;
  sender.send(body);
  while (sender.waiting > 2) await delay(5);
}
while (sender.waiting > 0) await delay(5);
process.stdout.write(`${loops} loops have learnt from ${preludeMs / minuteMs} minutes; the soak begins.\n`);
while (Date.now() < beginMs) await delay(5);

let nextMs = beginMs;
const sending = setInterval(() => {
  for (; nextMs <= Date.now(); nextMs += everyMs) {
    sender.send(plant.renderMoment(loops, nextMs, (loop, ms) => ms + (clocks.get(loop) ?? 0)));
    moments += 1;
  }
}, everyMs / 2);

const columns = [
  "minute",
  "fault",
  "RSS MB",
  "heap",
  "ext.",
  "delay p99, most",
  "answer max ms",
  "lag s",
  "spool most",
  "spool",
  "alarms",
  "frames out",
];
const rows: string[][] = [];
const memory: [number, number][] = [];
process.stdout.write(`${renderTable(columns, [])}\n`);
for (let minute = 0; minute < minutes; minute++) {
  const fault = faults[minute % faults.length]!;
  const from = beginMs + minute * minuteMs;
  let most = 0;
  let delayMs = 0;
  const watch = async (untilMs: number): Promise<void> => {
    while (Date.now() < untilMs) {
      const { residentMb, spoolWrites, delayP99Ms } = await readFigures(server.url);
      delayMs = Math.max(delayMs, delayP99Ms);
      memory.push([Date.now(), residentMb]);
      most = Math.max(most, spoolWrites);
      await delay(Math.max(0, Math.min(2000, untilMs - Date.now())));
    }
  };
  await watch(from + faultFromMs);
  await fault.begin();
  await watch(from + faultFromMs + faultForMs);
  await fault.end();
  await watch(from + minuteMs);
  const now = await readFigures(server.url);
  const row = [
    String(minute + 1),
    fault.name,
    now.residentMb.toFixed(0),
    now.heapMb.toFixed(0),
    now.externalMb.toFixed(0),
    delayMs.toFixed(0),
    sender.takeLongestMs().toFixed(0),
    now.lagS.toFixed(1),
    String(most),
    String(now.spoolWrites),
    String(now.standing),
    String(now.leftOutFrames),
  ];
  rows.push(row);
  process.stdout.write(`${row.join(" | ")}\n`);
}
clearInterval(sending);
await sender.finish();
await publisher.stop();
while ((await readFigures(server.url)).spoolWrites > 0) await delay(200);
const claims = await judgeSoak({
  ...{ serverUrl: server.url, databaseUrl: influxd.url, database, loops, leakingLoop, moments },
  published: publisher.acknowledged,
  subjects: mail.subjects,
});
pages.close();
const stopBegunMs = performance.now();
await server.stop();
const stopS = (performance.now() - stopBegunMs) / 1000;
await influxd.stop();
await broker.stop();
await mail.close();
rmSync(dir, { recursive: true, force: true });

const values = moments * loops * 12;
const settled = memory.slice(Math.floor(memory.length / 3));
process.stdout.write(
  `\n${renderTable(columns, rows)}\n\n` +
    `${minutes} minutes at ${Math.round((loops * 12 * 1000) / everyMs)} values a second, ${values} values, ${toLoopName(leakingLoop)} leaks ${leakLps} L/s from a quarter of the time on.\n` +
    `Answers other than 204: ${[...sender.refusals].map(([status, n]) => `${status}: ${n}`).join(", ") || "none"}.\n` +
    `Memory: ${toSlopePerMin(settled).toFixed(2)} MB a minute over the last two thirds, most ${Math.max(...memory.map(([, mb]) => mb)).toFixed(0)} MB.\n` +
    `Stopped in ${stopS.toFixed(1)} s.\n\n`,
);
for (const { claim, holds, detail } of claims)
  process.stdout.write(`${holds ? "yes" : "NO "}  ${claim} (${detail})\n`);
process.exit(claims.every(({ holds }) => holds) ? 0 : 1);
