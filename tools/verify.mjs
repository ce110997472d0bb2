import { runTool, ToolError } from "./lib/project.mjs";
import { run } from "./lib/run.mjs";

/** What a change must pass before it is sent: the same three commands that CI runs. */
await runTool(async () => {
  for (const tool of ["check", "build", "test"]) {
    const result = await run([process.execPath, `tools/${tool}.mjs`]);
    if (result.code !== 0) throw new ToolError(`npm run ${tool} failed.`);
  }
});
