import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EmbeddedInfluxd } from "../../../server/adapters/influx/embedded-influxd.ts";
import { createLoad } from "../../../simulator/load/create-load.ts";
import { createHttpLoadSender } from "../../../simulator/load/load-senders.ts";
import { runLoad } from "../../../simulator/load/run-load.ts";
import { parseHttpTarget } from "../../../simulator/senders/http-target.ts";
import { waitUnlessAborted } from "../../../simulator/wait.ts";
import { influxdMissing, influxdPath, startInfluxdForTest } from "../../support/influxd.ts";
import { createTempDir } from "../../support/temp-dir.ts";

describe.skipIf(influxdPath === null)(`a load straight into InfluxDB (${influxdMissing})`, () => {
  const dataDir = createTempDir();
  let influxd: EmbeddedInfluxd;

  beforeAll(async () => {
    influxd = await startInfluxdForTest(dataDir);
  });

  afterAll(async () => {
    await influxd.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const ask = async (query: string): Promise<unknown> => {
    const address = new URL("/query", influxd.url);
    address.searchParams.set("db", "load");
    address.searchParams.set("q", query);
    const response = await fetch(address, { method: "POST" });
    return response.json();
  };

  test("is stored point by point", async () => {
    await ask("CREATE DATABASE load");
    const target = parseHttpTarget(`${influxd.url}/write?db=load`, null);
    if (target.kind === "wrong") throw new Error(target.reason);
    const said: string[] = [];
    const say = (sentence: string) => said.push(sentence);
    const sender = createHttpLoadSender({ target: target.value, say, seed: 1 });
    const startMs = Date.UTC(2022, 11, 14, 21, 45);
    await runLoad({
      load: createLoad({ loops: 300, rateHz: 10, leakShare: 0.5, seed: 1, startMs }),
      sender,
      lengthMs: 10_000,
      pace: "as fast as it goes",
      clock: { nowMs: () => 0, wait: waitUnlessAborted },
      stop: new AbortController().signal,
    });
    await sender.whenIdle();
    expect(sender.counters()).toMatchObject({ sent: 30_000, acknowledged: 30_000, rejected: 0 });
    await sender.close();
    expect(said).toEqual([]);

    const counts = await ask("SELECT count(flow_lpm), count(accumulator_pressure_kpa) FROM coolant_loop");
    expect(counts).toHaveProperty("results[0].series[0].values[0]", ["1970-01-01T00:00:00Z", 30_000, 30_000]);
    const loops = await ask("SHOW TAG VALUES EXACT CARDINALITY FROM coolant_loop WITH KEY = loop");
    expect(loops).toHaveProperty("results[0].series[0].values[0][0]", 300);
  });
});
