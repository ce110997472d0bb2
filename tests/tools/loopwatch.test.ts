import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTempDir } from "../support/temp-dir.ts";

const program = resolve(import.meta.dirname, "../../tools/loopwatch.mjs");

let elsewhere: string;
beforeEach(() => {
  elsewhere = createTempDir();
});
afterEach(() => rmSync(elsewhere, { recursive: true, force: true }));

/** The command of a clone, given in another folder. It builds first where something is old. */
const loopwatch = (...args: readonly string[]) =>
  spawnSync(program, args, { cwd: elsewhere, encoding: "utf8" });

test("the command prints nothing but its results, even when it has to build first", {
  timeout: 120_000,
}, () => {
  const { status, stdout } = loopwatch("simulate", "--list", "--json");
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ id: "S01" }));
});

test("files are named as seen from where the command was given", { timeout: 120_000 }, () => {
  const { status } = loopwatch(
    ..."simulate --scenario puncture --prelude 1min --length 1min --out run.csv".split(" "),
  );
  expect(status).toBe(0);
  expect(existsSync(join(elsewhere, "run.csv"))).toBe(true);
});

test("wrong use ends with 2", { timeout: 120_000 }, () => {
  expect(loopwatch("leak").status).toBe(2);
});
