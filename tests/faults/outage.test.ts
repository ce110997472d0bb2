import { describe, expect, test } from "vitest";
import { influxdMissing, influxdPath } from "../support/influxd.ts";
import { askKnown, leakLps, renderBench } from "./rig/bench-loop.ts";
import { openInfluxdPeer } from "./rig/influxd-peer.ts";
import { beginLoad, compare, noDifference } from "./rig/load.ts";
import { createWorld } from "./rig/world.ts";

/** Bodies that come in while the store is away: enough that most of them are on disk alone. */
const outageBodies = process.env["LOOPWATCH_FAULTS"] === "long" ? 20_000 : 1500;

describe.skipIf(influxdPath === null)(`InfluxDB goes away under load (${influxdMissing})`, () => {
  test("it is stopped and started again: senders notice nothing, and all is in afterwards", async () => {
    const influxd = await openInfluxdPeer();
    const world = createWorld({ store: { kind: "influx", url: influxd.url } });
    await world.start();
    const load = beginLoad(world.url);
    await load.more(200);
    await influxd.stop();
    await load.more(outageBodies);
    const during = await world.until(({ store }) => !store.ok);
    expect(during.store.detail).toContain("nothing answers there");
    expect(during.spool.waiting).toBeGreaterThan(0);
    expect(during.spool.oldestMs).toBeGreaterThan(0);
    await influxd.start();
    await load.more(200);
    await load.finish();
    expect((await world.drained()).store).toMatchObject({ ok: true, detail: "" });
    expect(await compare(load, influxd)).toEqual(noDifference);
    for (const { refusals } of load.senders) expect([...refusals]).toEqual([]);
  });

  test("the server is killed while it is away, starts without it, and brings everything in", async () => {
    const influxd = await openInfluxdPeer();
    const world = createWorld({ store: { kind: "influx", url: influxd.url } });
    await world.start();
    const load = beginLoad(world.url);
    await load.more(200);
    await influxd.stop();
    await load.more(200);
    await world.server().kill();
    await world.start();
    await load.more(200);
    const during = await world.until(({ store }) => !store.ok);
    expect(during.spool.waiting).toBeGreaterThan(200);
    await load.finish();
    await influxd.start();
    await world.drained();
    expect(await compare(load, influxd)).toEqual(noDifference);
  });

  test("the server is killed with telemetry that only its disk has: the next one judges that too", async () => {
    const influxd = await openInfluxdPeer();
    const world = createWorld({ store: { kind: "influx", url: influxd.url } });
    await world.start();
    await world.write(renderBench(0, 1500, () => 0));
    await world.drained();
    await influxd.stop();
    await world.write(renderBench(1500, 1620, (s) => (s - 1500) * leakLps));
    const before = await askKnown(world);
    expect(before.alarms).toMatchObject([{ state: "unacknowledged" }]);
    await world.server().kill();
    await influxd.start();
    await world.start();
    const after = await askKnown(world);
    expect(after.alarms).toEqual(before.alarms);
    expect(after.estimate?.detection).toEqual(before.estimate?.detection);
    expect(after.estimate?.inventoryL).toBeCloseTo(before.estimate?.inventoryL ?? 0, 1);
  });
});
