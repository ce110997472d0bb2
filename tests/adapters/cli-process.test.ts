import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The program itself, in a process of its own, as a shell would run it. */
function run(...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  const command = ["--import", "tsx", "server/cli/loopwatch.ts", ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: root }, (error, out, err) =>
      resolve({ code: error === null ? 0 : error.code, out, err }),
    );
  });
}

test("check answers the shell with 0, 1 and 2", async () => {
  const [fine, no, wrong] = await Promise.all([
    run("check", "--config", "loopwatch.example.yaml"),
    run("check", "--config", "package.json"),
    run("check", "--nonsense"),
  ]);
  expect([fine.code, no.code, wrong.code]).toEqual([0, 1, 2]);
});

test("simulate hands its options to the simulator and its answer to the shell", async () => {
  const [list, wrong] = await Promise.all([
    run("simulate", "--list"),
    run("simulate", "--scenario", "flood"),
  ]);
  expect(list.out).toContain("puncture");
  expect([list.code, wrong.code]).toEqual([0, 2]);
  expect(wrong.err).toContain("puncture");
});
