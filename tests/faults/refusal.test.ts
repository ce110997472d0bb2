import { describe, expect, test } from "vitest";
import { influxdMissing, influxdPath } from "../support/influxd.ts";
import { openGate } from "./rig/gate.ts";
import { openInfluxdPeer } from "./rig/influxd-peer.ts";
import { beginLoad, compare, noDifference } from "./rig/load.ts";
import { createWorld } from "./rig/world.ts";

const numbersTo = (count: number, line: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n)).join("\n");

describe.skipIf(influxdPath === null)(`InfluxDB refuses (${influxdMissing})`, () => {
  test("a text in a field of numbers: the points around it are in, and nothing is sent for ever", async () => {
    const influxd = await openInfluxdPeer();
    const gate = await openGate(influxd.url);
    const world = createWorld({ store: { kind: "influx", url: gate.url } });
    await world.start();
    await world.write("conflict v=1 1");
    await world.drained();
    await world.write(
      numbersTo(1000, (n) => (n === 500 ? 'conflict v="warm" 1500' : `conflict v=${n} ${1000 + n}`)),
    );
    const told = await world.until(({ store, spool }) => store.detail !== "" && spool.waiting === 0);
    expect(told.store).toMatchObject({ ok: true });
    expect(told.store.detail).toContain("refused a part of 1 write");
    await world.write("conflict v=2 2");
    await world.drained();
    const rows = await influxd.rows("SELECT count(v) FROM conflict");
    expect(rows.get("")?.[0]?.[1]).toBe(1001);
    expect(gate.writes.filter((body) => body.includes("warm"))).toHaveLength(1);
  });

  test("a body that contradicts itself in a new measurement: every line that can be kept is kept", async () => {
    const influxd = await openInfluxdPeer();
    const gate = await openGate(influxd.url);
    const world = createWorld({ store: { kind: "influx", url: gate.url } });
    await world.start();
    await world.write(numbersTo(200, (n) => (n === 77 ? 'fresh v="odd" 77' : `fresh v=${n} ${n}`)));
    await world.until(({ store, spool }) => store.detail !== "" && spool.waiting === 0);
    const before = gate.writes.length;
    await world.write("fresh v=1 1000");
    await world.drained();
    const rows = await influxd.rows("SELECT count(v) FROM fresh");
    expect(rows.get("")?.[0]?.[1]).toBe(200);
    expect(gate.writes.slice(before)).toEqual(["fresh v=1 1000\n"]);
  });

  test("everything, since its password was changed: health says so, the data stays and goes in later", async () => {
    const influxd = await openInfluxdPeer({ username: "root", password: "root" });
    await influxd.rows(`CREATE USER writer WITH PASSWORD 'one' WITH ALL PRIVILEGES`);
    const world = createWorld({
      store: { kind: "influx", url: influxd.url, username: "writer" },
      env: { INFLUX_PASSWORD: "one" },
    });
    await world.start();
    const load = beginLoad(world.url);
    await load.more(100);
    await influxd.rows(`SET PASSWORD FOR writer = 'two'`);
    const during = await world.until(({ store }) => !store.ok);
    expect(during.store.detail).toContain("refuses the user or token");
    expect(during.store.detail).not.toContain("one");
    await load.more(100);
    await load.finish();
    expect((await world.health()).spool.waiting).toBeGreaterThan(50);
    await influxd.rows(`SET PASSWORD FOR writer = 'one'`);
    await world.drained();
    expect(await compare(load, influxd)).toEqual(noDifference);
  });
});
