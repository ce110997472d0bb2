import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { influxdMissing, influxdPath } from "../support/influxd.ts";
import { createNoise } from "../support/noise.ts";
import { askKnown, leakLps, renderBench } from "./rig/bench-loop.ts";
import { openInfluxdPeer } from "./rig/influxd-peer.ts";
import { beginLoad, compare, noDifference } from "./rig/load.ts";
import { createWorld } from "./rig/world.ts";

const isLong = process.env["LOOPWATCH_FAULTS"] === "long";
const kills = isLong ? 50 : 8;

/** A server is killed after at most this many acknowledged bodies: often within the first commits of its life. */
const mostBodies = 400;

/** Every so many kills hit a server that has not finished starting; within this time after its begin, milliseconds. */
const earlyEvery = 4;
const earlyMs = 2500;

describe.skipIf(influxdPath === null)(`kill -9 of the server under load (${influxdMissing})`, () => {
  test(`${kills} times at random moments loses nothing that was acknowledged and forgets no alarm`, async () => {
    const noise = createNoise(4);
    const influxd = await openInfluxdPeer();
    const world = createWorld({ store: { kind: "influx", url: influxd.url } });
    await world.start();
    await world.write(renderBench(0, 1500, () => 0));
    await world.write(renderBench(1500, 1620, (s) => (s - 1500) * leakLps));
    await world.drained();
    const before = await askKnown(world);
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
      const after = await askKnown(world);
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
