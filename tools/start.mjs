import { ensureBuild } from "./lib/build-project.mjs";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { runDevelopment } from "./lib/development.mjs";
import { inProject, runTool } from "./lib/project.mjs";

/** `npm start`: brings what is missing, then becomes the server. Arguments go to it; `--no-simulate` wins. */
await runTool(async (args) => {
  await ensureDependencies();
  const serveArgs = ["--simulate", ...args.filter((arg) => arg !== "--dev")];
  if (args.includes("--dev")) return runDevelopment(serveArgs);
  await ensureBuild();
  // In this process: a Ctrl-C then reaches one program, which stops its own children in order.
  const { runServe } = await import(inProject("dist", "server", "main.js"));
  return runServe(serveArgs);
});
