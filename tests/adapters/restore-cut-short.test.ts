import { copyFileSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { createSqliteState } from "../../server/adapters/sqlite/sqlite-state.ts";
import { restoreBackup, takeBackup } from "../../server/start/backup.ts";
import { toEntry } from "../support/state-samples.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

/** Changes of the file system that are still done; the next one throws, and so does every one after it. */
const power = vi.hoisted(() => ({ left: Number.POSITIVE_INFINITY }));

vi.mock("node:fs", async (importOriginal) => {
  const fs = await importOriginal<typeof import("node:fs")>();
  const draining =
    <A extends unknown[], R>(change: (...given: A) => R) =>
    (...given: A): R => {
      power.left -= 1;
      if (power.left < 0) throw new Error("The power is gone.");
      return change(...given);
    };
  return {
    ...fs,
    ...{ copyFileSync: draining(fs.copyFileSync), linkSync: draining(fs.linkSync) },
    ...{ renameSync: draining(fs.renameSync), rmSync: draining(fs.rmSync) },
    ...{ fsyncSync: draining(fs.fsyncSync), mkdirSync: draining(fs.mkdirSync) },
  };
});

const by = { person: "Ada", role: "administrator", via: "local", address: "" } as const;
const nowMs = Date.parse("2026-03-01T00:00:00Z");

function grow(path: string, from: number, to: number) {
  const state = createSqliteState(path);
  for (let seq = from; seq <= to; seq++)
    state.commit({ journal: [toEntry(seq)], notices: [], occurrences: [] });
  return state;
}

function journalOf(path: string): string {
  const state = createSqliteState(path);
  const seqs = [...state.journal()].map(({ seq }) => seq);
  state.close();
  return seqs.join(" ");
}

/** A backup with 1 to 3, and a data directory whose server was killed at 5: numbers 4 and 5 are in the log alone. */
async function setUp() {
  const dir = tempDirForTest();
  const [live, dataDir, to] = [join(dir, "live"), join(dir, "data"), join(dir, "backup")];
  mkdirSync(live);
  mkdirSync(dataDir);
  grow(join(live, "state.sqlite"), 1, 3).close();
  await takeBackup({ dataDir: live, to, names: ["state.sqlite"], version: "1", nowMs });
  const running = grow(join(live, "state.sqlite"), 4, 5);
  for (const name of ["state.sqlite", "state.sqlite-wal"])
    copyFileSync(join(live, name), join(dataDir, name));
  running.close();
  return { dataDir, to, path: join(dataDir, "state.sqlite") };
}

test("a restore that is cut short anywhere leaves the old state or the new one, whole, and can be done again", async () => {
  onTestFinished(() => {
    power.left = Number.POSITIVE_INFINITY;
  });
  const seen = new Set<string>();
  for (let steps = 0, isDone = false; !isDone; steps++) {
    const { dataDir, to, path } = await setUp();
    const restore = (atMs: number) => restoreBackup({ from: to, dataDir, by, nowMs: atMs });
    power.left = steps;
    isDone = await restore(nowMs).then(
      () => true,
      () => false,
    );
    power.left = Number.POSITIVE_INFINITY;
    expect(existsSync(path), `after ${steps} steps`).toBe(true);
    const journal = journalOf(path);
    expect(["1 2 3 4 5", "1 2 3"], `after ${steps} steps`).toContain(journal);
    seen.add(journal);
    await restore(nowMs + 1);
    expect(journalOf(path)).toBe("1 2 3");
    expect(readdirSync(dataDir).filter((name) => name.includes(".new"))).toEqual([]);
  }
  expect(seen.size).toBe(2);
});
