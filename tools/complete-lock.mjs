import { writeFileSync } from "node:fs";
import { completedLock, missingEntries, pathsWithRegistry } from "./lib/lock.mjs";
import { inProject, readJson, runTool, say, ToolError } from "./lib/project.mjs";

/** Run after each change of dependencies; `--check` only tells. docs/decisions/0004 says why. */
await runTool(async (args) => {
  const lock = readJson("package-lock.json");
  if (lock === null) throw new ToolError("There is no package-lock.json here.");
  const { entries, unknown } = missingEntries(lock);
  if (unknown.length > 0) {
    throw new ToolError(
      `The lock misses ${unknown.join(", ")}, and the names do not say for which platform.`,
    );
  }
  const names = Object.keys(entries).map((path) => path.replace(/^.*node_modules\//, ""));
  const bound = pathsWithRegistry(lock).length;
  if (names.length === 0 && bound === 0) {
    say("the lock lists the binaries of every platform and names no registry.");
    return;
  }
  if (args.includes("--check")) {
    const missing = names.length === 0 ? "no platform binary" : names.join(", ");
    throw new ToolError(
      `The lock misses ${missing} and names a registry for ${bound} packages: run \`node tools/complete-lock.mjs\`.`,
    );
  }
  writeFileSync(inProject("package-lock.json"), `${JSON.stringify(completedLock(lock, entries), null, 2)}\n`);
  say(`added ${names.length} platform binaries and left out ${bound} registry addresses.`);
});
