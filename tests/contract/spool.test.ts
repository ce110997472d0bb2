import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createSqliteSpool } from "../../server/adapters/sqlite/sqlite-spool.ts";
import { printedBeforeKill } from "../support/killed-child.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

const childScript = new URL("../support/spool-child.ts", import.meta.url);

const open = (path = join(tempDirForTest(), "spool.sqlite")) => {
  const spool = createSqliteSpool(path);
  onTestFinished(() => spool.close());
  return spool;
};

const batch = (text: string, receivedMs = 1) => ({
  precision: "ms" as const,
  receivedMs,
  lines: Buffer.from(text),
});

describe("spool in SQLite", () => {
  test("an empty spool gives nothing and says so", () => {
    const spool = open();
    expect(spool.peek(1000)).toEqual([]);
    expect(spool.status()).toEqual({ waiting: 0, oldestMs: null });
    spool.confirm(5);
    expect(spool.status()).toEqual({ waiting: 0, oldestMs: null });
  });

  test("batches come back in order, byte for byte, and stay until they are confirmed", () => {
    const spool = open();
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const first = spool.append({ precision: "ns", receivedMs: 7, lines: bytes });
    const second = spool.append({ precision: "s", receivedMs: 9, lines: Buffer.from("m v=1 1\n") });
    const all = [
      { id: first, precision: "ns", receivedMs: 7, lines: bytes },
      { id: second, precision: "s", receivedMs: 9, lines: Buffer.from("m v=1 1\n") },
    ];
    expect(spool.peek(1000)).toEqual(all);
    expect(spool.peek(1000)).toEqual(all);
    expect(spool.status()).toEqual({ waiting: 2, oldestMs: 7 });
  });

  test("confirming forgets up to that batch and no further", () => {
    const spool = open();
    const ids = [1, 2, 3].map((n) => spool.append(batch(`${n}`, n)));
    spool.confirm(ids[1] ?? 0);
    expect(spool.peek(1000).map(({ id }) => id)).toEqual(ids.slice(2));
    expect(spool.status()).toEqual({ waiting: 1, oldestMs: 3 });
    spool.confirm(ids[1] ?? 0);
    expect(spool.status().waiting).toBe(1);
  });

  test("an id is never given twice, so a late confirmation cannot forget a newer batch", () => {
    const spool = open();
    const old = spool.append(batch("old"));
    spool.confirm(old);
    const fresh = spool.append(batch("fresh"));
    expect(fresh).toBeGreaterThan(old);
    spool.confirm(old);
    expect(spool.peek(1000).map(({ id }) => id)).toEqual([fresh]);
  });

  test.each([
    ["fits exactly", 6, 2],
    ["is one byte short", 5, 1],
    ["holds not even the first", 1, 1],
    ["has room for all", 100, 3],
  ])("a peek whose limit %s", (_, maxBytes, expected) => {
    const spool = open();
    for (const text of ["abc", "def", "ghi"]) spool.append(batch(text));
    expect(spool.peek(maxBytes)).toHaveLength(expected);
  });

  test("what waits is still there after reopening", () => {
    const path = join(tempDirForTest(), "spool.sqlite");
    const first = open(path);
    first.confirm(first.append(batch("gone")));
    const id = first.append(batch("kept", 4));
    first.close();
    const second = open(path);
    expect(second.status()).toEqual({ waiting: 1, oldestMs: 4 });
    expect(second.peek(1000)).toEqual([{ ...batch("kept", 4), id }]);
    expect(second.append(batch("next"))).toBeGreaterThan(id);
  });

  test("every append that returned survives kill -9", async () => {
    const path = join(tempDirForTest(), "spool.sqlite");
    const printed = await printedBeforeKill(childScript, { args: [path], lines: 50 });
    expect(printed.length).toBeGreaterThanOrEqual(50);
    const spool = open(path);
    const textById = new Map(spool.peek(10_000_000).map(({ id, lines }) => [id, lines.toString()]));
    for (const line of printed) {
      const [id, n] = line.split(" ");
      expect(textById.get(Number(id))).toBe(`m v=${n} ${n}\n`);
    }
    expect(spool.status().waiting).toBe(textById.size);
  });

  test("a file that is no spool is refused with its name and what to do", () => {
    const path = join(tempDirForTest(), "spool.sqlite");
    writeFileSync(path, "this is a text, and a long enough one to be no database header at all ".repeat(20));
    expect(() => createSqliteSpool(path)).toThrow(
      `SQLite file ${path}: it is not a SQLite file; move it away.`,
    );
  });
});
