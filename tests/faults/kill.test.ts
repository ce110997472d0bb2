import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { AlarmView } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import { influxdMissing, influxdPath } from "../support/influxd.ts";
import { createNoise } from "../support/noise.ts";
import { renderBench } from "./rig/bench-samples.ts";
import { openInfluxdPeer } from "./rig/influxd-peer.ts";
import { beginLoad, compare, noDifference } from "./rig/load.ts";
import { createWorld, type World } from "./rig/world.ts";

const isLong = process.env["LOOPWATCH_FAULTS"] === "long";
const kills = isLong ? 50 : 8;

/** A server is killed after at most this many acknowledged bodies: often within the first commits of its life. */
const mostBodies = 400;

/** Every so many kills hit a server that has not finished starting; within this time after its begin, milliseconds. */
const earlyEvery = 4;
const earlyMs = 2500;

/** The leak of the watched loop: it is called within a minute. Litres a second. */
const leakLps = 0.002;

const write = async (world: World, lines: string): Promise<void> => {
  const answer = await fetch(`${world.url()}/write?precision=ms`, { method: "POST", body: lines });
  expect(answer.status).toBe(204);
};

/** What a person would miss if it were forgotten. */
async function known(world: World) {
  const alarms = (await world.api("alarms")) as readonly AlarmView[];
  const notices = (await world.api("notices")) as readonly { readonly id: string }[];
  const { estimate } = (await world.api("loops/bench")) as { readonly estimate: LoopEstimate | null };
  return {
    alarms: alarms.map(({ id, state, severity, openedMs }) => ({ id, state, severity, openedMs })),
    notices: notices.map(({ id }) => id).sort(),
    estimate,
  };
}

describe.skipIf(influxdPath === null)(`kill -9 of the server under load (${influxdMissing})`, () => {
  test(`${kills} times at random moments loses nothing that was acknowledged and forgets no alarm`, async () => {
    const noise = createNoise(4);
    const influxd = await openInfluxdPeer();
    const world = createWorld({ store: { kind: "influx", url: influxd.url } });
    await world.start();
    await write(
      world,
      renderBench(0, 1500, () => 0),
    );
    await write(
      world,
      renderBench(1500, 1620, (s) => (s - 1500) * leakLps),
    );
    await world.drained();
    const before = await known(world);
    expect(before.alarms).toMatchObject([{ state: "unacknowledged" }]);

    const load = beginLoad(world.url);
    for (let kill = 1; kill <= kills; kill++) {
      await load.more(1 + Math.floor(noise.uniform() * mostBodies));
      await world.server().kill();
      if (kill % earlyEvery === 0) {
        const early = world.begin();
        await delay(noise.uniform() * earlyMs);
        await early.kill();
      }
      await world.start();
      const after = await known(world);
      expect(after.alarms).toEqual(before.alarms);
      expect(after.notices).toEqual(before.notices);
      expect(after.estimate?.inventoryL).toBeCloseTo(before.estimate?.inventoryL ?? 0, 1);
      expect(after.estimate?.leakKgPerH).toBeCloseTo(before.estimate?.leakKgPerH ?? 0, 0);
    }
    await load.finish();
    await world.drained();
    expect(await compare(load, influxd)).toEqual(noDifference);
    expect(load.refusals(0)).toBeGreaterThan(0);
  });
});
