import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { influxdMissing, influxdPath } from "../support/influxd.ts";
import { openGate } from "./rig/gate.ts";
import { openInfluxdPeer } from "./rig/influxd-peer.ts";
import { beginLoad, compare, noDifference } from "./rig/load.ts";
import { createWorld } from "./rig/world.ts";

const pollMs = 25;

describe.skipIf(influxdPath === null)(`InfluxDB stalls under load (${influxdMissing})`, () => {
  test("it stands still in the middle of its work: health says so, and all is in once it goes on", async () => {
    const influxd = await openInfluxdPeer();
    const world = createWorld({ store: { kind: "influx", url: influxd.url } });
    await world.start();
    const load = beginLoad(world.url);
    await load.more(200);
    influxd.pause();
    const during = await world.until(({ store }) => !store.ok);
    expect(during.store.detail).toContain("did not answer within");
    await load.more(200);
    influxd.resume();
    await load.finish();
    await world.drained();
    expect(await compare(load, influxd)).toEqual(noDifference);
    for (const { refusals } of load.senders) expect([...refusals]).toEqual([]);
  });

  test("it answers the head of an answer and then nothing: what is sent again is in once, also without a time", async () => {
    const influxd = await openInfluxdPeer();
    const gate = await openGate(influxd.url);
    const world = createWorld({ store: { kind: "influx", url: gate.url } });
    await world.start();
    const load = beginLoad(world.url);
    await load.more(50);
    gate.stall();
    const timeless = Array.from({ length: 20 }, (_, i) => `timeless,i=${i} value=${i}`).join("\n");
    const answer = await fetch(`${world.url()}/write`, { method: "POST", body: timeless });
    expect(answer.status).toBe(204);
    await load.more(50);
    while (gate.stalled < 1) await delay(pollMs);
    await world.until(({ store }) => !store.ok);
    gate.open();
    await load.finish();
    await world.drained();
    expect(await compare(load, influxd)).toEqual(noDifference);
    const counts = await influxd.rows('SELECT count(value) FROM timeless GROUP BY "i"', "i");
    expect([...counts.values()].map(([row]) => row?.[1])).toEqual(Array.from({ length: 20 }, () => 1));
  });
});
