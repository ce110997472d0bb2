import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { EmbeddedInfluxd } from "../../server/adapters/influx/embedded-influxd.ts";
import { createInfluxStore } from "../../server/adapters/influx/influx-store.ts";
import { createSqliteStore } from "../../server/adapters/sqlite/sqlite-store.ts";
import { influxdMissing, influxdPath, startInfluxdForTest } from "../support/influxd.ts";
import { createTempDir, tempDirForTest } from "../support/temp-dir.ts";
import { t0 } from "./telemetry-lines.ts";
import { promisesOfReading } from "./telemetry-reading.ts";
import { promisesOfWriting } from "./telemetry-writing.ts";

describe("telemetry in SQLite", () => {
  const openStore = async () => {
    const store = createSqliteStore(join(tempDirForTest(), "telemetry.sqlite"));
    onTestFinished(() => store.close());
    return store;
  };

  promisesOfReading(openStore);
  promisesOfWriting(openStore);

  test("what was written is there after reopening, and its types still hold", async () => {
    const path = join(tempDirForTest(), "telemetry.sqlite");
    const first = createSqliteStore(path);
    await first.write(Buffer.from(`m,b=2,a=1 v=1i ${t0}\n`), "ms");
    await first.close();
    const second = createSqliteStore(path);
    onTestFinished(() => second.close());
    const { refused } = await second.write(Buffer.from(`m,a=1,b=2 v=2i ${t0}\nm,a=1 v=2 ${t0}\n`), "ms");
    expect(refused).toContain("field type conflict");
    expect(await second.count("m")).toBe(1);
    expect(second.name).toBe(`SQLite in ${path}`);
  });

  test("after it was closed, every call says so as a StoreError", async () => {
    const store = createSqliteStore(join(tempDirForTest(), "telemetry.sqlite"));
    await store.close();
    await expect(store.ping()).rejects.toMatchObject({ name: "StoreError" });
    await expect(store.write(Buffer.from(`m v=1 ${t0}\n`), "ms")).rejects.toMatchObject({
      name: "StoreError",
    });
  });
});

describe.skipIf(influxdPath === null)(`telemetry in InfluxDB 1.x (${influxdMissing})`, () => {
  const dir = createTempDir();
  let influxd: EmbeddedInfluxd;
  let databases = 0;
  beforeAll(async () => {
    influxd = await startInfluxdForTest(dir);
  });
  afterAll(async () => {
    await influxd.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  const openStore = async (database = `loopwatch "${databases++}"`) => {
    const store = createInfluxStore({ url: influxd.url, database });
    onTestFinished(() => store.close());
    return store;
  };

  promisesOfReading(openStore);
  promisesOfWriting(openStore);

  test("its name says version and address once it has answered", async () => {
    const store = await openStore();
    expect(store.name).toBe(`InfluxDB at ${influxd.url}`);
    await store.ping();
    expect(store.name).toBe(`InfluxDB ${influxd.version} at ${influxd.url}`);
  });

  test("an existing database is taken as it is, and one dropped meanwhile is created again", async () => {
    const first = await openStore("kept");
    await first.write(Buffer.from(`m v=1 ${t0}\n`), "ms");
    const second = await openStore("kept");
    await second.write(Buffer.from(`m v=1 ${t0 + 1}\n`), "ms");
    expect(await first.count("m")).toBe(2);
    await fetch(`${influxd.url}/query?q=${encodeURIComponent('DROP DATABASE "kept"')}`, { method: "POST" });
    expect(await first.count("m")).toBe(0);
    expect(await second.write(Buffer.from(`m v=1 ${t0 + 2}\n`), "ms")).toEqual({ refused: null });
    expect(await first.count("m")).toBe(1);
  });
});
