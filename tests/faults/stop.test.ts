import { describe, expect, test } from "vitest";
import { influxdMissing, influxdPath } from "../support/influxd.ts";
import { createNoise } from "../support/noise.ts";
import { openInfluxdPeer } from "./rig/influxd-peer.ts";
import { beginLoad, compare, noDifference } from "./rig/load.ts";
import { createWorld } from "./rig/world.ts";

const stops = process.env["LOOPWATCH_FAULTS"] === "long" ? 20 : 4;

/** A server is asked to stop after at most this many acknowledged bodies. */
const mostBodies = 300;

describe.skipIf(influxdPath === null)(`a server is asked to stop under load (${influxdMissing})`, () => {
  test(`${stops} times: it ends in order, and every body that it acknowledged is in the database once`, async () => {
    const noise = createNoise(8);
    const influxd = await openInfluxdPeer();
    const world = createWorld({ store: { kind: "influx", url: influxd.url } });
    await world.start();
    const load = beginLoad(world.url);
    for (let stop = 1; stop <= stops; stop++) {
      await load.more(1 + Math.floor(noise.uniform() * mostBodies));
      const server = world.server();
      // Every other time the database holds still: what it does not take waits on disk for the next start.
      if (stop % 2 === 0) influxd.pause();
      // One that is cut short by its own limit ends with 1 and says so.
      expect([await server.stop(), server.said()]).toEqual([
        0,
        expect.not.stringMatching(/Stopping|failure/),
      ]);
      influxd.resume();
      await world.start();
    }
    await load.finish();
    await world.drained();
    expect(await compare(load, influxd)).toEqual(noDifference);
    expect(load.refusals(0)).toBeGreaterThan(0);
  });
});
