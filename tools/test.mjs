import { mkdirSync, rmSync } from "node:fs";
import { ensureBuild } from "./lib/build-project.mjs";
import { countTests, renderCount, skippedSuites } from "./lib/count.mjs";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { ensurePeers } from "./lib/peers.mjs";
import { inProject, nodeTool, readJson, rootDir, runTool, ToolError } from "./lib/project.mjs";
import { run } from "./lib/run.mjs";

const cacheDir = ["node_modules", ".cache", "loopwatch"];

async function runVitest(args) {
  // Its own file for each run: two runs side by side must not count each other's tests.
  const reportPath = [...cacheDir, `vitest-${process.pid}.json`];
  mkdirSync(inProject(...cacheDir), { recursive: true });
  const result = await run(
    nodeTool(
      "vitest/vitest.mjs",
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${inProject(...reportPath)}`,
      ...args,
    ),
  );
  const report = readJson(...reportPath);
  rmSync(inProject(...reportPath), { force: true });
  return { exitCode: result.code, report };
}

/** What the tests need; a failure here is a failed run with its count, so that CI always ends with one. */
async function prepare() {
  try {
    await ensureDependencies();
    await ensurePeers();
    await ensureBuild();
    return true;
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    console.error(error.message);
    return false;
  }
}

await runTool(async (args) => {
  if (!(await prepare())) {
    console.log(renderCount({ passed: 0, failed: 1, skipped: 0 }));
    return 1;
  }
  const { exitCode, report } = await runVitest(args);
  const count = countTests(report, exitCode);
  if (count.skipped > 0) {
    console.log(["Left out:", ...skippedSuites(report, rootDir)].join("\n  "));
  }
  // Elsewhere a missing program is the person's choice; in CI it would be a hole that nobody sees. A right that the
  // machine does not give cannot be installed; the list above names what it costs.
  const isOurs = (suite) => !suite.includes("right to mount");
  const skippedInCi = process.env["CI"] === "true" && skippedSuites(report, rootDir).some(isOurs);
  if (skippedInCi) console.log("In CI a test that is left out is a failure.");
  console.log(renderCount(count));
  return exitCode !== 0 || count.failed > 0 || skippedInCi ? 1 : 0;
});
