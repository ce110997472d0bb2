import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openNearSpool } from "../../server/adapters/spool/create-spool.ts";
import { createSqliteStore } from "../../server/adapters/sqlite/sqlite-store.ts";
import { type Precision, StoreError } from "../../server/app/ports.ts";
import { createStoreWriter, type StoreWriterHealth } from "../../server/app/store-writer.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { createMemoryLog } from "../support/memory-log.ts";
import { createSwitchedStore } from "../support/switched-store.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

const down = new StoreError("Nothing answers there.", true);

/** A writer between a real spool and a real store, on a clock that stands still. */
function setUp() {
  const dir = tempDirForTest();
  const spool = openNearSpool(join(dir, "spool.sqlite"));
  const store = createSwitchedStore(createSqliteStore(join(dir, "telemetry.sqlite")));
  const clock = createFakeClock();
  const log = createMemoryLog();
  const told: StoreWriterHealth[] = [];
  const append = (lines: string, precision: Precision = "ms") =>
    spool.append({ precision, receivedMs: clock.nowMs(), lines: Buffer.from(lines) });
  const start = () => {
    const writer = createStoreWriter({ spool, store, clock, log, onHealth: (health) => told.push(health) });
    onTestFinished(async () => {
      await writer.stop();
      await spool.close();
      await store.close();
    });
    return writer;
  };
  return { spool, store, clock, log, told, append, start };
}

describe("the way from the spool into the store", () => {
  test("with nothing waiting it writes nothing, sets no timer and is drained", async () => {
    const { store, clock, told, start } = setUp();
    const writer = start();
    await writer.drained();
    expect(store.tried).toEqual([]);
    expect(clock.pending()).toBe(0);
    expect(told).toEqual([]);
    expect(writer.health()).toEqual({ ok: true, detail: "", refused: 0 });
  });

  test("what already waits goes in at the start, in one write", async () => {
    const { spool, store, append, start } = setUp();
    await append("m v=1 1\n");
    await append("m v=2 2\n");
    await start().drained();
    expect(store.tried).toEqual(["ms m v=1 1\nm v=2 2\n"]);
    expect(await store.count("m")).toBe(2);
    expect(spool.status().waiting).toBe(0);
  });

  test("each wake brings what came since, also while a write is under way", async () => {
    const { store, append, start } = setUp();
    const writer = start();
    await append("m v=1 1\n");
    writer.wake();
    await append("m v=2 2\n");
    writer.wake();
    writer.wake();
    await writer.drained();
    expect(await store.count("m")).toBe(2);
    await append("m v=3 3\n");
    writer.wake();
    await writer.drained();
    expect(await store.count("m")).toBe(3);
  });

  test("a write that comes in the very moment the spool was found empty is not left lying", async () => {
    const { spool, store, append, start } = setUp();
    const writer = start();
    // The first look into the spool is over, its answer still on the way.
    await append("m v=1 1\n");
    writer.wake();
    await writer.drained();
    expect(spool.status().waiting).toBe(0);
    expect(await store.count("m")).toBe(1);
  });

  test("bodies of different precision are never mixed, and a missing line end is added", async () => {
    const { store, append, start } = setUp();
    await append("m v=1 1", "s");
    await append("m v=2 2\n", "s");
    await append("m v=3 3000\n", "ms");
    await append("m v=4 4\n", "s");
    await start().drained();
    expect(store.tried).toEqual(["s m v=1 1\nm v=2 2\n", "ms m v=3 3000\n", "s m v=4 4\n"]);
    expect(await store.count("m")).toBe(4);
  });

  test("more than four megabytes go in several writes", async () => {
    const { store, append, start } = setUp();
    const long = `m s="${"x".repeat(1_600_000)}"`;
    for (let n = 1; n <= 5; n++) await append(`${long} ${n}\n`);
    await start().drained();
    expect(store.tried.map((body) => body.length > 4_000_100)).toEqual([false, false, false]);
    expect(await store.count("m")).toBe(5);
  });

  test("while the store is down the data stays, attempts grow rarer, and afterwards all is in once", async () => {
    const { spool, store, clock, log, told, append, start } = setUp();
    store.cut(down);
    await append("m v=1 1\n");
    const writer = start();
    await clock.settle();
    expect(writer.health()).toEqual({ ok: false, detail: "Nothing answers there.", refused: 0 });
    const attemptsAt = [0, 500, 1500, 3500, 7500, 15_500, 30_500, 45_500];
    for (const [i, atMs] of attemptsAt.entries()) {
      expect(store.tried).toHaveLength(i + 1);
      const nextMs = attemptsAt[i + 1];
      if (nextMs === undefined) break;
      await clock.advance(nextMs - atMs - 1);
      expect(store.tried).toHaveLength(i + 1);
      await append(`m v=1 ${i + 2}\n`);
      writer.wake();
      await clock.advance(1);
    }
    expect(spool.status().waiting).toBe(8);
    store.cut(null);
    await clock.advance(15_000);
    await writer.drained();
    expect(spool.status().waiting).toBe(0);
    expect(await store.count("m")).toBe(8);
    expect(told).toEqual([
      { ok: false, detail: "Nothing answers there.", refused: 0 },
      { ok: true, detail: "", refused: 0 },
    ]);
    expect(log.entries.map(({ level }) => level)).toEqual(["warn", "info"]);
  });

  test("after a recovery the next failure is tried again soon", async () => {
    const { store, clock, append, start } = setUp();
    store.cut(down);
    await append("m v=1 1\n");
    const writer = start();
    await clock.advance(60_000);
    store.cut(null);
    await clock.advance(15_000);
    store.cut(down);
    await append("m v=2 2\n");
    writer.wake();
    await clock.settle();
    store.cut(null);
    await clock.advance(500);
    expect(await store.count("m")).toBe(2);
  });

  test("a write whose answer was lost is sent again and is in once", async () => {
    const { spool, store, clock, append, start } = setUp();
    store.loseNextAnswer(down);
    await append("m v=1 1\nm v=2 2\n");
    const writer = start();
    await clock.settle();
    expect(spool.status().waiting).toBe(1);
    expect(await store.count("m")).toBe(2);
    await clock.advance(500);
    await writer.drained();
    expect(store.tried).toHaveLength(2);
    expect(await store.count("m")).toBe(2);
    expect(spool.status().waiting).toBe(0);
  });

  test("what the store will never take is counted, logged and let go; the rest is in", async () => {
    const { spool, store, log, told, append, start } = setUp();
    await append("m v=1 1\nm v=2i 2\nm v=3 3\n");
    const writer = start();
    await writer.drained();
    expect(await store.count("m")).toBe(2);
    expect(spool.status().waiting).toBe(0);
    expect(told).toEqual([{ ok: true, detail: "", refused: 1 }]);
    const [entry] = log.entries;
    expect(entry?.level).toBe("warn");
    expect(JSON.stringify(entry?.detail)).toContain("field type conflict");
  });

  test("a failure that needs a person keeps the data and asks rarely", async () => {
    const { spool, store, clock, append, start } = setUp();
    store.cut(new StoreError("The password is wrong.", false));
    await append("m v=1 1\n");
    const writer = start();
    await clock.advance(14_999);
    expect(store.tried).toHaveLength(1);
    expect(spool.status().waiting).toBe(1);
    store.cut(null);
    await clock.advance(1);
    await writer.drained();
    expect(await store.count("m")).toBe(1);
  });

  test("a spool that fails is a health report, not a crash", async () => {
    const { spool, clock, told, append, start } = setUp();
    await append("m v=1 1\n");
    await spool.close();
    const writer = start();
    await clock.settle();
    expect(writer.health().ok).toBe(false);
    expect(told).toHaveLength(1);
    expect(clock.pending()).toBe(1);
  });

  test("stopping finishes the write in flight, starts no other and leaves no timer", async () => {
    const { spool, store, clock, append, start } = setUp();
    await append("m v=1 1\n", "ms");
    await append("m v=2 2\n", "s");
    const writer = start();
    await writer.stop();
    expect(store.tried).toHaveLength(1);
    expect(spool.status().waiting).toBe(1);
    writer.wake();
    await writer.drained();
    expect(store.tried).toHaveLength(1);
    expect(clock.pending()).toBe(0);
  });

  test("stopping while the store is down gives up waiting", async () => {
    const { spool, store, clock, append, start } = setUp();
    store.cut(down);
    await append("m v=1 1\n");
    const writer = start();
    await clock.settle();
    const drained = writer.drained();
    await writer.stop();
    await drained;
    expect(clock.pending()).toBe(0);
    expect(spool.status().waiting).toBe(1);
  });
});
