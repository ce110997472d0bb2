import { setTimeout as delay } from "node:timers/promises";
import { DatabaseSync } from "@photostructure/sqlite";
import { type BenchHouse, startHouse } from "./bench-house.ts";
import { startMailServer } from "./mail-server.ts";
import { quantile, renderTable } from "./numbers.ts";
import { fields, toLines, toLoops, toPeople } from "./shape.ts";

// Ten thousand alarms in a minute through the whole server: every limit of every loop is passed.

const people = 3;
/** Requests a second. */
const beats = 4;
const severities = ["warning", "caution", "caution", "caution"];

/** How much of it, and for how long. */
export interface FloodShape {
  readonly loops: number;
  readonly seconds: number;
  readonly nodeOptions: readonly string[];
}

/** The figures as a table. */
export async function measureFlood(
  dir: string,
  { loops, seconds, nodeOptions }: FloodShape,
): Promise<string> {
  const mail = await startMailServer(0);
  const config = { ...toPeople(people), loops: toLoops(loops, (i) => severities[i % severities.length]!) };
  const house = await startHouse(dir, config, mail.url, nodeOptions);
  try {
    const startMs = Date.now() - 40_000;
    for (let i = 0; i < loops; i += 100) await house.send(toBody(i, Math.min(loops, i + 100), startMs, []));
    await delay(2000);
    const watch = await watchPage(house);
    const before = await house.health();
    const flood = await sendAll(house, loops, seconds);
    const during = await house.health();
    await delay(10_000);
    const after = await house.health();
    const { hello } = await house.page();
    const kept = countKept(house.statePath);
    const said = JSON.stringify(hello).length;
    const { counts } = hello;
    return renderTable(
      ["figure", "value"],
      [
        ["limits passed", `${loops * fields.length} in ${(flood.tookMs / 1000).toFixed(1)} s`],
        ["opened in the journal", `${kept.opened}`],
        ["in the occurrence table", `${kept.occurrences}`],
        ["standing in hello's counts", `${counts.unacknowledged + counts.acknowledged + counts.returned}`],
        ["heard by the page", watch.summary()],
        ["mails", `${mail.subjects.length} to ${people} people`],
        [
          "summaries of the flood among them",
          `${mail.subjects.filter((subject) => /alarm flood/.test(subject)).length}`,
        ],
        ["hello", `${hello.alarms.length} alarms, ${(said / 1e6).toFixed(2)} MB`],
        [
          "resident before, during, 10 s after",
          [before, during, after].map((one) => `${one.residentMb.toFixed(0)} MB`).join(", "),
        ],
        [
          "heap before, during, 10 s after",
          [before, during, after].map((one) => `${one.heapMb.toFixed(0)} MB`).join(", "),
        ],
        [
          "event loop held, worst during",
          `${during.delayMaxMs.toFixed(0)} ms (p99 ${during.delayP99Ms.toFixed(0)})`,
        ],
        [
          "event loop held, worst in the 10 s after",
          `${after.delayMaxMs.toFixed(0)} ms (p99 ${after.delayP99Ms.toFixed(0)})`,
        ],
        ["write answered, p50, p99, max", flood.writesMs],
        ["API answered, p50, p99, max", flood.asksMs],
      ],
    );
  } finally {
    await house.stop();
    await mail.close();
  }
}

const toBody = (from: number, to: number, atMs: number, high: readonly string[]): string =>
  Array.from({ length: to - from }, (_, n) => toLines(from + n, atMs, high)).join("\n");

const toQuantiles = (tookMs: readonly number[]): string =>
  `${[0.5, 0.99, 1].map((share) => quantile(tookMs, share).toFixed(0)).join(", ")} ms`;

async function timed(tookMs: number[], work: () => Promise<unknown>): Promise<void> {
  const beganMs = performance.now();
  await work();
  tookMs.push(performance.now() - beganMs);
}

async function sendAll(house: BenchHouse, loops: number, seconds: number) {
  const writes: number[] = [];
  const asks: number[] = [];
  const beganMs = performance.now();
  const requests = Math.max(1, seconds * beats);
  for (let n = 0; n < requests; n++) {
    const from = Math.floor((n * loops) / requests);
    const to = Math.floor(((n + 1) * loops) / requests);
    const waitMs = beganMs + (n * 1000) / beats - performance.now();
    if (waitMs > 0) await delay(waitMs);
    if (to > from) await timed(writes, () => house.send(toBody(from, to, Date.now(), fields)));
    if (n % beats === 0)
      await timed(asks, async () => (await fetch(`${house.url}/api/v1/alarms?limit=10`)).arrayBuffer());
  }
  return { tookMs: performance.now() - beganMs, writesMs: toQuantiles(writes), asksMs: toQuantiles(asks) };
}

/** A page that stays: what it heard, by occurrence, and how often it was greeted. */
async function watchPage(house: BenchHouse) {
  const { page, hello } = await house.page();
  const opened = new Set<string>();
  let greetings = 0;
  let lastSeq = hello.seq;
  let inOrder = true;
  page.on("hello", () => void greetings++);
  page.on("alarm", ({ seq, alarm }) => {
    opened.add(alarm.id);
    inOrder &&= seq >= lastSeq;
    lastSeq = seq;
  });
  return {
    summary: () =>
      `${opened.size}, ${inOrder ? "in order" : "OUT OF ORDER"}, greeted afresh ${greetings} times`,
  };
}

function countKept(statePath: string): { readonly opened: number; readonly occurrences: number } {
  const db = new DatabaseSync(statePath, { readOnly: true });
  const countOf = (sql: string): number => Number((db.prepare(sql).get() as { n: number }).n);
  const opened = countOf("SELECT count(*) AS n FROM journal WHERE fact ->> '$.event.kind' = 'opened'");
  const occurrences = countOf("SELECT count(*) AS n FROM occurrence");
  db.close();
  return { opened, occurrences };
}
