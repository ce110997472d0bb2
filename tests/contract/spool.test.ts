import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { defaultSpoolLimits, openNearSpool, openSpool } from "../../server/adapters/spool/create-spool.ts";
import { printedBeforeKill } from "../support/killed-child.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

const childScript = new URL("../support/spool-child.ts", import.meta.url);

/** The file in the spool's own thread, as the server has it, and in this one, as most tests have it. */
const ways = [
  ["in a thread of its own", (dir: string) => openSpool(dir, defaultSpoolLimits)],
  ["in this thread", async (dir: string) => openNearSpool(join(dir, "spool.sqlite"))],
] as const;

const batch = (text: string, receivedMs = 1) => ({
  precision: "ms" as const,
  receivedMs,
  lines: Buffer.from(text),
});

describe.each(ways)("spool in SQLite, %s", (_way, openWay) => {
  const open = async (dir = tempDirForTest()) => {
    const spool = await openWay(dir);
    onTestFinished(() => spool.close());
    return spool;
  };

  test("an empty spool gives nothing and says so", async () => {
    const spool = await open();
    expect(await spool.peek(1000)).toEqual([]);
    expect(spool.status()).toMatchObject({ waiting: 0, oldestMs: null, bytes: 0 });
    spool.confirm(5);
    expect(spool.status()).toMatchObject({ waiting: 0, oldestMs: null, bytes: 0 });
  });

  test("what is handed over just before the close is on disk, though nobody waited for it", async () => {
    const dir = tempDirForTest();
    const spool = await openWay(dir);
    const appended = ["a v=1 1\n", "b v=1 1\n", "c v=1 1\n"].map((line) => spool.append(batch(line)));
    await spool.close();
    expect(await Promise.all(appended)).toEqual([1, 2, 3]);
    expect((await open(dir)).status().waiting).toBe(3);
  });

  test("batches come back in order, byte for byte, and stay until they are confirmed", async () => {
    const spool = await open();
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const first = await spool.append({ precision: "ns", receivedMs: 7, lines: bytes });
    const second = await spool.append({ precision: "s", receivedMs: 9, lines: Buffer.from("m v=1 1\n") });
    const all = [
      { id: first, precision: "ns", receivedMs: 7, lines: bytes },
      { id: second, precision: "s", receivedMs: 9, lines: Buffer.from("m v=1 1\n") },
    ];
    expect(await spool.peek(1000)).toEqual(all);
    expect(await spool.peek(1000)).toEqual(all);
    expect(spool.status()).toMatchObject({ waiting: 2, oldestMs: 7, bytes: 264 });
  });

  test("confirming forgets up to that batch and no further", async () => {
    const spool = await open();
    const ids = await Promise.all([1, 2, 3].map((n) => spool.append(batch(`${n}`, n))));
    spool.confirm(ids[1] ?? 0);
    expect((await spool.peek(1000)).map(({ id }) => id)).toEqual(ids.slice(2));
    expect(spool.status()).toMatchObject({ waiting: 1, oldestMs: 3, bytes: 1 });
    spool.confirm(ids[1] ?? 0);
    expect(spool.status().waiting).toBe(1);
  });

  test("an id is never given twice, so a late confirmation cannot forget a newer batch", async () => {
    const spool = await open();
    const old = await spool.append(batch("old"));
    spool.confirm(old);
    const fresh = await spool.append(batch("fresh"));
    expect(fresh).toBeGreaterThan(old);
    spool.confirm(old);
    expect((await spool.peek(1000)).map(({ id }) => id)).toEqual([fresh]);
  });

  test.each([
    ["fits exactly", 6, 2],
    ["is one byte short", 5, 1],
    ["holds not even the first", 1, 1],
    ["has room for all", 100, 3],
  ])("a peek whose limit %s", async (_, maxBytes, expected) => {
    const spool = await open();
    for (const text of ["abc", "def", "ghi"]) await spool.append(batch(text));
    expect(await spool.peek(maxBytes)).toHaveLength(expected);
  });

  test("a peek behind a batch gives those that come after it", async () => {
    const spool = await open();
    const ids = await Promise.all(["a", "b", "c"].map((text) => spool.append(batch(text))));
    expect((await spool.peek(1, ids[0])).map(({ id }) => id)).toEqual([ids[1]]);
    expect(await spool.peek(100, ids[2])).toEqual([]);
  });

  test("writes that come together keep their order and each gets its own number", async () => {
    const spool = await open();
    const texts = Array.from({ length: 300 }, (_, n) => `m v=${n} ${n}\n`);
    const ids = await Promise.all(texts.map((text) => spool.append(batch(text))));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    expect(new Set(ids).size).toBe(texts.length);
    expect((await spool.peek(1e6)).map(({ lines }) => lines.toString())).toEqual(texts);
  });

  test("more than memory keeps comes back from the disk, in order and without a gap", async () => {
    const spool = await open();
    const large = "x".repeat(5_000_000);
    const ids: number[] = [];
    for (let n = 0; n < 7; n++) ids.push(await spool.append(batch(`${n}${large}`)));
    const seen: number[] = [];
    for (let next = await spool.peek(1); next.length > 0; next = await spool.peek(1)) {
      const [first] = next;
      expect(first?.lines.toString("latin1", 0, 1)).toBe(String(seen.length % 10));
      seen.push(first?.id ?? 0);
      spool.confirm(first?.id ?? 0);
      // What comes while the disk is read goes behind it.
      if (seen.length < 3) ids.push(await spool.append(batch(`${ids.length}`)));
    }
    expect(seen).toEqual(ids);
    expect(spool.status()).toMatchObject({ waiting: 0, bytes: 0 });
  });

  test("what waits is still there after reopening", async () => {
    const dir = tempDirForTest();
    const first = await open(dir);
    first.confirm(await first.append(batch("gone")));
    const id = await first.append(batch("kept", 4));
    await first.close();
    const second = await open(dir);
    expect(second.status()).toMatchObject({ waiting: 1, oldestMs: 4 });
    expect(await second.peek(1000)).toEqual([{ ...batch("kept", 4), id }]);
    expect(await second.append(batch("next"))).toBeGreaterThan(id);
    expect((await second.peek(1000)).map(({ lines }) => lines.toString())).toEqual(["kept", "next"]);
  });

  test("a closed one takes nothing and says so", async () => {
    const spool = await open();
    await spool.close();
    await expect(spool.append(batch("late"))).rejects.toThrow("spool.sqlite");
    expect(spool.status().waiting).toBe(0);
  });

  test("a file that is no spool is refused with its name and what to do", async () => {
    const dir = tempDirForTest();
    const path = join(dir, "spool.sqlite");
    writeFileSync(path, "this is a text, and a long enough one to be no database header at all ".repeat(20));
    await expect(openWay(dir)).rejects.toThrow(`SQLite file ${path}: it is not a SQLite file; move it away.`);
  });
});

describe("a spool that is bounded", () => {
  const small = { mostBytes: 10, leastFreeBytes: 0 };
  const file = () => join(tempDirForTest(), "spool.sqlite");

  test("is full when what waits has reached the bound, and no longer when it has gone", async () => {
    const spool = openNearSpool(file(), small);
    onTestFinished(() => spool.close());
    const id = await spool.append(batch("123456789"));
    expect(spool.status().isFull).toBe(false);
    const last = await spool.append(batch("0"));
    expect(spool.status().isFull).toBe(true);
    spool.confirm(id);
    spool.confirm(last);
    expect(spool.status().isFull).toBe(false);
  });

  test("counts what is still on its way to the disk", async () => {
    const dir = tempDirForTest();
    const spool = await openSpool(dir, small);
    onTestFinished(() => spool.close());
    const written = spool.append(batch("1234567890"));
    expect(spool.status()).toMatchObject({ waiting: 0, isFull: true });
    await written;
    expect(spool.status()).toMatchObject({ waiting: 1, isFull: true });
  });

  test("is full when too little of the disk is left to others", () => {
    const spool = openNearSpool(file(), { mostBytes: 1e9, leastFreeBytes: Number.MAX_SAFE_INTEGER });
    onTestFinished(() => spool.close());
    expect(spool.status().isFull).toBe(true);
  });
});

test("every append that resolved survives kill -9", async () => {
  const dir = tempDirForTest();
  const printed = await printedBeforeKill(childScript, { args: [dir], lines: 50 });
  expect(printed.length).toBeGreaterThanOrEqual(50);
  const spool = await openSpool(dir, defaultSpoolLimits);
  onTestFinished(() => spool.close());
  const textById = new Map((await spool.peek(10_000_000)).map(({ id, lines }) => [id, lines.toString()]));
  for (const line of printed) {
    const [id, n] = line.split(" ");
    expect(textById.get(Number(id))).toBe(`m v=${n} ${n}\n`);
  }
  expect(spool.status().waiting).toBe(textById.size);
});
