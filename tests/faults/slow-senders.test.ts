import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import type { IntakeCounts } from "../../server/adapters/http/intake-counts.ts";
import { beginLoad } from "./rig/load.ts";
import { residentMb } from "./rig/server-process.ts";
import { openCrowd } from "./rig/slow-senders.ts";
import { createWorld, type World } from "./rig/world.ts";

const idle = process.env["LOOPWATCH_FAULTS"] === "long" ? 10_000 : 2000;
const dripping = 100;
const stopping = 50;
const greedy = 4;

/** What all of them may cost at most, megabytes: the bodies that may wait (64) with room to collect, 20 kB a connection. */
const mostMb = 200 + idle * 0.02;

const pollMs = 50;

const head = (bytes: number): string =>
  `POST /write?precision=ms HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${bytes}\r\n\r\n`;

const line = "slow,kind=sender v=1 1\n";
const linesOf = (bytes: number): string => line.repeat(Math.floor(bytes / line.length));

const counts = async (world: World): Promise<IntakeCounts> =>
  ((await world.api("health")) as { readonly intake: IntakeCounts }).intake;

test(`${idle} idle connections, dripping heads and bodies that stop harm no other sender, and are given up`, async () => {
  const world = createWorld({ store: { kind: "sqlite" } });
  const { url, pid } = await world.start();
  const load = beginLoad(world.url);
  await load.more(100);
  const before = residentMb(pid) ?? 0;

  const silent = await openCrowd(url, idle, "");
  const drips = await openCrowd(url, dripping, "POST /write HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ", "a");
  const stopped = await openCrowd(url, stopping, head(5_000_000) + linesOf(100_000));
  const heavy = await openCrowd(url, greedy, head(25_000_000) + linesOf(14_000_000));
  await load.more(300);
  while ((await counts(world)).bodies.pendingBytes < stopping * 90_000 + greedy * 13_900_000)
    await delay(pollMs);
  const during = await counts(world);
  expect(during.connections.open).toBeGreaterThanOrEqual(idle + dripping);
  expect(during.bodies.pending).toBeGreaterThanOrEqual(stopping + greedy);
  expect((residentMb(pid) ?? 0) - before).toBeLessThan(mostMb);

  await Promise.all([stopped.gone(), heavy.gone()]);
  expect(new Set([...stopped.answers, ...heavy.answers])).toEqual(new Set(["HTTP/1.1 408 Request Timeout"]));
  await Promise.all([silent.gone(), drips.gone()]);
  await load.more(300);
  await load.finish();
  const after = await counts(world);
  expect(after.bodies).toMatchObject({ stalled: stopping + greedy, tooMany: 0 });
  expect(after.connections.silent).toBeGreaterThanOrEqual(idle + dripping);
  expect(after.connections.open).toBeLessThan(20);
  for (const { refusals } of load.senders) expect([...refusals]).toEqual([]);
  await world.drained();
  const acknowledged = load.senders.reduce((sum, sender) => sum + sender.acknowledged, 0);
  expect(await world.api("count?measurement=fault_load")).toMatchObject({ points: acknowledged });
  expect(await world.api("count?measurement=slow")).toMatchObject({ points: 0 });
});
