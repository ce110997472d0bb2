import { buildProject } from "./lib/build-project.mjs";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { runTool } from "./lib/project.mjs";

await runTool(async () => {
  await ensureDependencies();
  await buildProject();
});
