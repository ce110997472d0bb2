import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { days, minutes } from "../../protocol/time.ts";
import { openNearSpool } from "../../server/adapters/spool/create-spool.ts";
import { createSqliteState } from "../../server/adapters/sqlite/sqlite-state.ts";
import { createSqliteStore } from "../../server/adapters/sqlite/sqlite-store.ts";
import { createHistoryReader } from "../../server/app/history-reader.ts";
import type { TelemetryStore } from "../../server/app/ports.ts";
import { rollupMeasurement, toRollup } from "../../server/app/rollup-series.ts";
import { createRollups } from "../../server/app/rollups.ts";
import { createStoreWriter } from "../../server/app/store-writer.ts";
import { toChannel, toLoop } from "../support/builders.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { createMemoryLog } from "../support/memory-log.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

const t0 = Date.UTC(2026, 0, 1);
const channel = toChannel({
  id: "p",
  source: { measurement: "bench,=x", tags: { loop: "a b" }, field: "p, 1" },
});
const loop = toLoop({ channels: [channel] });
const head = "bench\\,=x,loop=a\\ b p\\,\\ 1";

/** A store with its rollups, on disk; `open` once more is a start after a crash. */
function createRolled(dir = tempDirForTest()) {
  const clock = createFakeClock();
  const log = createMemoryLog();
  const store = createSqliteStore(join(dir, "telemetry.sqlite"));
  const spool = openNearSpool(join(dir, "spool.sqlite"));
  const state = createSqliteState(join(dir, "state.sqlite"));
  const writer = createStoreWriter({ spool, store, clock, log, onHealth: () => undefined });
  let newest: number | null = null;
  const asked: string[] = [];
  const counted: Pick<TelemetryStore, "history"> = {
    history(question) {
      asked.push(question.series[0]!.measurement);
      return store.history(question);
    },
  };
  const rollups = createRollups({
    ...{ loops: [loop], store, spool, state, clock, log },
    newestMs: () => newest,
    stored: writer.drained,
    onSpooled: writer.wake,
    keepMs: days(30),
  });
  const close = async (): Promise<void> => {
    rollups.stop();
    await writer.stop();
    await spool.close();
    state.close();
    await store.close();
  };
  let isClosed = false;
  const closeOnce = async (): Promise<void> => {
    if (!isClosed) await close();
    isClosed = true;
  };
  onTestFinished(closeOnce);
  return {
    dir,
    store,
    rollups,
    asked,
    read: createHistoryReader(counted, rollups.spanOf),
    close: closeOnce,
    knows(ms: number) {
      newest = ms;
    },
    async send(values: readonly (readonly [number, number])[]) {
      for (const [atMs] of values) {
        rollups.heard(loop.id, atMs);
        newest = Math.max(newest ?? atMs, atMs);
      }
      rollups.settle();
      await store.write(Buffer.from(values.map(([atMs, v]) => `${head}=${v} ${atMs}\n`).join("")), "ms");
    },
  };
}

/** One value every ten seconds over so many minutes: the minute's number, and its number and a half. */
const steady = (count: number, fromMs = t0): (readonly [number, number])[] =>
  Array.from({ length: count * 6 }, (_, i) => [fromMs + i * 10_000, Math.floor(i / 6) + (i % 2) / 2]);

const question = (bucketMs: number, fromMs = t0, toMs = t0 + minutes(60)) => ({
  ...{ series: [channel.source], fromMs, toMs, bucketMs },
});

describe("rollups", () => {
  test("hold minimum, maximum, sum and count of every closed minute, once, whatever the names", async () => {
    const { store, rollups, send } = createRolled();
    await send(steady(60));
    await rollups.run();
    await rollups.run();
    expect(rollups.spanOf(loop.id)?.untilMs).toBe(t0 + minutes(57));
    expect(await store.count(rollupMeasurement)).toBe(57);
    const fields = (["min", "max", "sum", "count"] as const).map((part) => toRollup(channel.source, part));
    const { max } = await store.history({
      series: fields,
      fromMs: t0,
      toMs: t0 + minutes(3),
      bucketMs: minutes(1),
    });
    expect(max).toEqual([
      [0, 1, 2],
      [0.5, 1.5, 2.5],
      [1.5, 7.5, 13.5],
      [6, 6, 6],
    ]);
  });

  test("give the same history as the raw telemetry, and what is not closed comes raw", async () => {
    const { store, rollups, send, read, asked } = createRolled();
    await send(steady(60));
    await rollups.run();
    for (const [fromMs, toMs] of [
      [t0, t0 + minutes(60)],
      [t0 - minutes(30), t0 + minutes(90)],
      [t0 + minutes(7), t0 + minutes(50)],
    ] as const)
      expect(await read(loop.id, question(minutes(10), fromMs, toMs))).toEqual(
        await store.history(question(minutes(10), fromMs, toMs)),
      );
    expect(asked).toContain(rollupMeasurement);
    expect(asked).toContain(channel.source.measurement);
  });

  test("are left aside for narrow buckets, for such as are no whole minutes, and where there are none", async () => {
    const { rollups, send, read, asked } = createRolled();
    await send(steady(60));
    await read(loop.id, question(minutes(10)));
    await rollups.run();
    await read(loop.id, question(minutes(1)));
    await read(loop.id, question(150_000));
    await read("another", question(minutes(10)));
    expect(new Set(asked)).toEqual(new Set([channel.source.measurement]));
  });

  test("still answer when the raw telemetry is deleted", async () => {
    const { store, rollups, send, read } = createRolled();
    await send(steady(60));
    const whole = await store.history(question(minutes(10)));
    await rollups.run();
    await store.dropBefore(t0 + minutes(50), [rollupMeasurement]);
    expect((await store.history(question(minutes(10)))).min[0]!.slice(0, 5)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(await read(loop.id, question(minutes(10)))).toEqual(whole);
  });

  test("take in what comes late, and until then it is read raw", async () => {
    const { store, rollups, send, read } = createRolled();
    await send(steady(60));
    await rollups.run();
    await send([[t0 + minutes(12) + 5000, 99]]);
    expect(rollups.spanOf(loop.id)?.untilMs).toBe(t0 + minutes(12));
    expect((await read(loop.id, question(minutes(10)))).max[0]![1]).toBe(99);
    await rollups.run();
    expect(rollups.spanOf(loop.id)?.untilMs).toBe(t0 + minutes(57));
    expect((await read(loop.id, question(minutes(10)))).max[0]![1]).toBe(99);
    expect(await store.count(rollupMeasurement)).toBe(57);
  });

  test("know after a crash what was done and what is to be done again", async () => {
    const first = createRolled();
    await first.send(steady(60));
    await first.rollups.run();
    await first.send([[t0 + minutes(12), 99]]);
    await first.close();
    const second = createRolled(first.dir);
    expect(second.rollups.spanOf(loop.id)).toMatchObject({ untilMs: t0 + minutes(12) });
    second.knows(t0 + minutes(60));
    await second.rollups.run();
    expect(second.rollups.spanOf(loop.id)?.untilMs).toBe(t0 + minutes(58));
    expect((await second.read(loop.id, question(minutes(10)))).max[0]![1]).toBe(99);
  });

  test("are not made anew of what the store is about to forget", async () => {
    const { rollups, send } = createRolled();
    await send(steady(3, t0 - days(31)));
    await send(steady(60));
    await rollups.run();
    const before = rollups.spanOf(loop.id);
    await send([[t0 - days(29.5), 99]]);
    expect(rollups.spanOf(loop.id)).toEqual(before);
    await send([[t0 - days(20), 99]]);
    expect(rollups.spanOf(loop.id)?.untilMs).toBe(t0 - days(20));
  });

  test("nothing is rolled up of a loop that was never heard", async () => {
    const { rollups, store } = createRolled();
    await rollups.run();
    expect(rollups.spanOf(loop.id)).toBeNull();
    expect(await store.count(rollupMeasurement)).toBe(0);
  });
});
