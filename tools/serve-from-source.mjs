// Run by tsx, for `npm run dev`: the server straight from its sources.
import { runTool } from "./lib/project.mjs";

await runTool(async (args) => {
  const { runServe } = await import("../server/main.ts");
  return runServe(args);
});
