import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createDataLock, DataDirError } from "../../server/adapters/sqlite/data-lock.ts";
import { printedBeforeKill } from "../support/killed-child.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

const childScript = new URL("../support/lock-child.ts", import.meta.url);

const lock = (dir: string) => {
  const taken = createDataLock(dir);
  onTestFinished(() => taken.release());
  return taken;
};

describe("the lock on the data directory", () => {
  test("creates the directory and leaves nothing but the lock in it", () => {
    const dir = join(tempDirForTest(), "deep", "data");
    expect(lock(dir).dir).toBe(dir);
    expect(readdirSync(dir).filter((name) => !name.startsWith("lock.sqlite"))).toEqual([]);
  });

  test("a second one on the same directory is refused with what to do", () => {
    const dir = tempDirForTest();
    lock(dir);
    expect(() => createDataLock(dir)).toThrow(DataDirError);
    expect(() => createDataLock(dir)).toThrow(
      `Another Loopwatch is running with the data directory ${dir}. Stop it, or choose another directory with LOOPWATCH_DATA.`,
    );
  });

  test("two directories do not disturb each other", () => {
    lock(tempDirForTest());
    expect(() => lock(tempDirForTest())).not.toThrow();
  });

  test("a released directory can be taken again, and releasing twice is harmless", () => {
    const dir = tempDirForTest();
    const first = lock(dir);
    first.release();
    first.release();
    expect(() => lock(dir)).not.toThrow();
  });

  test("another process is refused while we hold it", async () => {
    const dir = tempDirForTest();
    lock(dir);
    const [line] = await printedBeforeKill(childScript, { args: [dir], lines: 1 });
    expect(line).toContain("Another Loopwatch is running");
  });

  test("a killed process leaves no lock behind", async () => {
    const dir = tempDirForTest();
    expect(await printedBeforeKill(childScript, { args: [dir], lines: 1 })).toEqual(["locked"]);
    expect(existsSync(join(dir, "lock.sqlite"))).toBe(true);
    expect(() => lock(dir)).not.toThrow();
  });

  test.each([
    ["a file of the same name", "data", "a file of that name is in the way"],
    ["a file on the way", "data/below", "a part of its path is a file"],
  ])("%s is one sentence with what to do", (_, path, reason) => {
    const dir = tempDirForTest();
    writeFileSync(join(dir, "data"), "in the way");
    const sentence = `The data directory ${join(dir, path)} cannot be used: ${reason}.`;
    expect(() => createDataLock(join(dir, path))).toThrow(sentence);
    expect(() => createDataLock(join(dir, path))).toThrow(DataDirError);
  });

  test("a lock file that is no SQLite file is one sentence too", () => {
    const dir = tempDirForTest();
    writeFileSync(join(dir, "lock.sqlite"), "no database, but long enough to be read as one ".repeat(20));
    expect(() => createDataLock(dir)).toThrow(/it is not a SQLite file; move it away/);
  });
});
