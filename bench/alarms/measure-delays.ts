import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type BenchHouse, startHouse } from "./bench-house.ts";
import { findAwayUrl, startMailServer } from "./mail-server.ts";
import { quantile, renderTable } from "./numbers.ts";
import { toLines, toLoopName, toLoops, toPeople } from "./shape.ts";

// From the moment at which telemetry is sent to the alarm on a page: with a mail server that works, one that takes half a
// minute an answer, and one that is away. Three servers at once, asked by turns.

const slowMs = 30_000;
const people = 10;
/** Loops whose alarms are urgent: their mails are on their way, or are not, while the others are measured. */
const urgentLoops = 6;
const pauseMs = 40;

interface Way {
  readonly name: string;
  readonly house: BenchHouse;
  readonly tookMs: number[];
  readonly wait: (loopId: string) => Promise<void>;
}

async function openWay(dir: string, name: string, smtpUrl: string, loops: number): Promise<Way> {
  const severityOf = (i: number): string => (i < urgentLoops ? "warning" : "advisory");
  const config = { ...toPeople(people), loops: toLoops(loops, severityOf) };
  const house = await startHouse(join(dir, name), config, smtpUrl);
  const { page } = await house.page();
  const waiting = new Map<string, () => void>();
  page.on("alarm", ({ alarm }) => waiting.get(alarm.loopId)?.());
  const wait = (loopId: string): Promise<void> => new Promise((resolve) => waiting.set(loopId, resolve));
  return { name, house, tookMs: [], wait };
}

async function alarm(way: Way, i: number): Promise<number> {
  const heard = way.wait(toLoopName(i));
  const beganMs = performance.now();
  await way.house.send(toLines(i, Date.now(), ["p"]));
  await heard;
  return performance.now() - beganMs;
}

/** The figures as a table. */
export async function measureDelays(dir: string, rounds: number): Promise<string> {
  const loops = urgentLoops + rounds;
  const servers = [await startMailServer(0), await startMailServer(slowMs)];
  const urls = [servers[0]!.url, servers[1]!.url, await findAwayUrl()];
  const names = ["works", "30 s an answer", "away"];
  const ways: Way[] = [];
  for (const [i, name] of names.entries()) ways.push(await openWay(dir, name, urls[i]!, loops));
  try {
    const startMs = Date.now() - 40_000;
    for (const { house } of ways)
      await house.send(Array.from({ length: loops }, (_, i) => toLines(i, startMs, [])).join("\n"));
    for (const { house } of ways) await house.health();
    for (let i = 0; i < loops; i++)
      for (const way of ways.toSorted(
        (a, b) => ((names.indexOf(a.name) + i) % 3) - ((names.indexOf(b.name) + i) % 3),
      )) {
        const took = await alarm(way, i);
        if (i >= urgentLoops) way.tookMs.push(took);
        await delay(pauseMs / 3);
      }
    const usual = quantile(ways[0]!.tookMs, 0.5);
    const rows: string[][] = [];
    for (const { name, house, tookMs } of ways) {
      const { hello } = await house.page();
      const kinds = hello.notices.map(({ state }) => state.kind);
      const stuck = kinds.filter((kind) => kind !== "accepted").length;
      const [p50, p99] = [quantile(tookMs, 0.5), quantile(tookMs, 0.99)];
      const { delayMaxMs } = await house.health();
      rows.push([
        name,
        `${tookMs.length}`,
        p50.toFixed(1),
        p99.toFixed(1),
        Math.max(...tookMs).toFixed(1),
        (p50 / usual).toFixed(2),
        `${stuck} of ${kinds.length}`,
        delayMaxMs.toFixed(0),
      ]);
    }
    const columns = [
      "mail server",
      "alarms",
      "p50 ms",
      "p99 ms",
      "max ms",
      "p50 ratio",
      "notices not taken",
      "loop held ms",
    ];
    return renderTable(columns, rows);
  } finally {
    for (const { house } of ways) await house.stop();
    for (const server of servers) await server.close();
  }
}
