#!/usr/bin/env node
// `npx loopwatch …` in a clone: installs and builds what is missing or old, then is the program itself.
import { ensureBuild } from "./lib/build-project.mjs";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { runTool } from "./lib/project.mjs";

const calledFrom = process.cwd();
const print = console.log;
// A command's standard output belongs to its results.
console.log = console.error;
await runTool(async () => {
  await ensureDependencies();
  await ensureBuild();
});
console.log = print;

if (process.exitCode === 0) {
  // Files are named as seen from where the command was given.
  process.chdir(calledFrom);
  process.exitCode = undefined;
  await import("../dist/server/cli/loopwatch.js");
}
