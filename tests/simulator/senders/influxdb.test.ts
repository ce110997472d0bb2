import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EmbeddedInfluxd } from "../../../server/adapters/influx/embedded-influxd.ts";
import { createHttpSender } from "../../../simulator/senders/http-sender.ts";
import { parseHttpTarget } from "../../../simulator/senders/http-target.ts";
import { createTelemetrySender } from "../../../simulator/senders/telemetry-sender.ts";
import { influxdMissing, influxdPath, startInfluxdForTest } from "../../support/influxd.ts";
import { createTempDir } from "../../support/temp-dir.ts";
import { channels, framesOf, operationOf } from "./arrivals.ts";

describe.skipIf(influxdPath === null)(`telemetry straight into InfluxDB (${influxdMissing})`, () => {
  const dir = createTempDir();
  let influxd: EmbeddedInfluxd;
  let said: string[];

  beforeAll(async () => {
    influxd = await startInfluxdForTest(dir);
  });
  afterAll(async () => {
    await influxd?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  async function ask(question: string, database = "loopwatch"): Promise<unknown> {
    const query = new URLSearchParams({ db: database, q: question, epoch: "ms" });
    const response = await fetch(`${influxd.url}/query?${query.toString()}`, { method: "POST" });
    return await response.json();
  }

  function target(path = "") {
    said = [];
    const parsed = parseHttpTarget(`${influxd.url}${path}`, null);
    if (parsed.kind === "wrong") throw new Error(parsed.reason);
    return parsed.value;
  }

  const say = (sentence: string) => said.push(sentence);
  const valuesIn = (count: number) => ({
    results: [{ series: [{ values: [[0, count]] }] }],
  });

  test.each(["", "/write?db=loopwatch&precision=us"])("arrives complete at %j", async (path) => {
    await ask("DROP DATABASE loopwatch");
    await ask("CREATE DATABASE loopwatch");
    const sender = createTelemetrySender({
      target: target(path),
      loopId: "ms-22",
      channels: () => channels,
      say,
      seed: 1,
    });
    const frames = framesOf(20_000);
    for (let i = 0; i < frames.length; i += 600) sender.send(frames.slice(i, i + 600));
    sender.send([operationOf(1_671_054_300_000, "serviced")]);
    await sender.whenIdle();
    await sender.close();
    expect(sender.counters()).toMatchObject({ sent: 20_001, acknowledged: 20_001, rejected: 0, queued: 0 });
    expect(await ask("SELECT count(pressure_kpa) FROM coolant_loop WHERE loop='ms-22'")).toMatchObject(
      valuesIn(20_000),
    );
    expect(await ask("SELECT count(kind) FROM coolant_operation WHERE loop='ms-22'")).toMatchObject(
      valuesIn(1),
    );
    expect(await ask("SELECT last(flow_lpm) FROM coolant_loop")).toMatchObject({
      results: [{ series: [{ values: [[1_671_054_300_000 + 19_999_000, 6 + (19_999 % 7) / 100]] }] }],
    });
  });

  test("says that the database is missing, and brings the telemetry in once it is there", async () => {
    const sender = createHttpSender({
      target: target("/write?db=plant"),
      say,
      seed: 1,
      wait: async () => {
        await ask("CREATE DATABASE plant");
      },
    });
    sender.send("coolant_loop,loop=a flow_lpm=6 1000\n");
    await sender.whenIdle();
    await sender.close();
    expect(said[0]).toMatch(/404 database not found: "plant".* create the database/);
    expect(sender.counters()).toMatchObject({ acknowledged: 1, retried: 1, rejected: 0 });
    expect(await ask("SELECT count(flow_lpm) FROM coolant_loop", "plant")).toMatchObject(valuesIn(1));
  });

  test("counts the points that InfluxDB leaves out, and only those", async () => {
    await ask("CREATE DATABASE picky");
    const sender = createHttpSender({ target: target("/write?db=picky"), say, seed: 1 });
    sender.send("coolant_loop,loop=a flow_lpm=6 1000\n");
    await sender.whenIdle();
    sender.send('coolant_loop,loop=a flow_lpm="six" 2000\ncoolant_loop,loop=a flow_lpm=6 3000\n');
    await sender.whenIdle();
    sender.send("coolant_loop,loop=a flow_lpm= 4000\ncoolant_loop,loop=a flow_lpm=6 5000\n");
    await sender.whenIdle();
    await sender.close();
    expect(sender.counters()).toEqual({ sent: 5, acknowledged: 3, retried: 0, rejected: 2, queued: 0 });
    expect(said).toEqual([
      expect.stringContaining("field type conflict"),
      expect.stringContaining("missing field value"),
    ]);
    expect(await ask("SELECT count(flow_lpm) FROM coolant_loop", "picky")).toMatchObject(valuesIn(3));
  });
});
