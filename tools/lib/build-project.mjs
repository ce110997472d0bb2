import { cpSync, existsSync, rmSync } from "node:fs";
import { buildIsStale, programsThere, stampBuild } from "./build-state.mjs";
import { compiler, inProject, nodeTool, say, ToolError } from "./project.mjs";
import { inParallel, run } from "./run.mjs";

/** What the simulator reads at run time lies beside its code, in the source and in dist. */
function copyPlantsAndStories() {
  for (const folder of ["simulator/plants", "simulator/scenarios"]) {
    const target = inProject("dist", folder);
    rmSync(target, { recursive: true, force: true });
    cpSync(inProject(folder), target, { recursive: true });
  }
}

/** Compiles server and simulator and bundles the page into dist; throws a sentence on failure. */
export async function buildProject() {
  const startedMs = Date.now();
  say("building the server, the simulator and the page …");
  // tsc trusts its own records; when its output was deleted under them, only --force writes it again.
  const force = existsSync(inProject("dist")) && !programsThere() ? ["--force"] : [];
  const tsc = compiler("-b", "protocol", "server/domain", "server", "simulator", ...force);
  const vite = nodeTool("vite/bin/vite.js", "build", "client", "--logLevel", "warn");
  const results = await inParallel(
    [tsc, vite].map((command) => () => run(command, { quiet: true })),
    2,
  );
  const failed = results.filter((result) => result.code !== 0);
  for (const result of failed) process.stderr.write(result.output);
  if (failed.length > 0) {
    throw new ToolError("The build failed: the compiler says where above. `npm run check` shows the rest.");
  }
  copyPlantsAndStories();
  stampBuild(startedMs);
}

/** Builds only when something changed since the last build. */
export async function ensureBuild() {
  if (buildIsStale()) await buildProject();
}
