import { ensureDependencies } from "./lib/dependencies.mjs";
import { nodeTool, runTool, ToolError } from "./lib/project.mjs";
import { inParallel, run } from "./lib/run.mjs";

/** Two cores are the machine we promise the time for; the compiler alone keeps one of them busy throughout. */
const width = 2;

const compile = (...projects) => nodeTool("typescript/bin/tsc", "-b", ...projects);

/** dependency-cruiser with a compiler it cannot use reads nothing and reports no violation. */
function complainOfNothingCruised(output) {
  const cruised = Number(/\((\d+) modules?/.exec(output)?.[1] ?? 0);
  return cruised > 0 ? null : "dependency-cruiser read no module, so nothing was checked.\n";
}

/** Each check: its name, its commands in steps (those of one step side by side), and what a success may not look like. */
const checks = [
  {
    name: "types",
    // Server and page wait only for the protocol, so they need not wait for each other. The last step takes
    // every project, so that nothing rests on the list before it.
    steps: [[compile("protocol")], [compile("server"), compile("simulator", "client")], [compile()]],
  },
  {
    name: "lint",
    steps: [[nodeTool("@biomejs/biome/bin/biome", "check", "--colors=off", "--max-diagnostics=200", ".")]],
  },
  {
    name: "imports",
    steps: [
      [
        nodeTool(
          "dependency-cruiser/bin/dependency-cruise.mjs",
          ...["--output-type", "err-long"],
          ...["protocol", "server", "client", "simulator", "tests"],
        ),
      ],
    ],
    complain: complainOfNothingCruised,
  },
  { name: "unused", steps: [[nodeTool("knip/bin/knip.js", "--no-progress")]] },
  { name: "lock", steps: [[[process.execPath, "tools/complete-lock.mjs", "--check"]]] },
];

/** Runs the steps until one fails; the outputs of that step's failures, or `null`. */
async function firstFailure({ steps, complain }) {
  for (const commands of steps) {
    const results = await Promise.all(commands.map((command) => run(command, { quiet: true })));
    const complaints = results.flatMap(({ code, output }) =>
      code === 0 ? (complain?.(output) ?? []) : output,
    );
    if (complaints.length > 0) return complaints.join("");
  }
  return null;
}

async function runCheck(check) {
  const startedMs = performance.now();
  const failure = await firstFailure(check);
  if (failure !== null) console.log(`\n── ${check.name} ──\n${failure.trimEnd()}\n`);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  return {
    passed: failure === null,
    words: `${check.name} ${failure === null ? "ok" : "FAILED"} ${seconds} s`,
  };
}

function chosenChecks(args) {
  if (args.length === 0) return checks;
  const names = args[0] === "--only" ? (args[1]?.split(",") ?? []) : [];
  const chosen = checks.filter((check) => names.includes(check.name));
  if (args.length === 2 && chosen.length === names.length) return chosen;
  const all = checks.map((check) => check.name).join(",");
  throw new ToolError(`Use: npm run check, or npm run check -- --only ${all} (any of these, with commas).`);
}

await runTool(async (args) => {
  const chosen = chosenChecks(args);
  await ensureDependencies();
  const results = await inParallel(
    chosen.map((check) => () => runCheck(check)),
    width,
  );
  console.log(results.map(({ words }) => words).join(" · "));
  return results.every(({ passed }) => passed) ? 0 : 1;
});
