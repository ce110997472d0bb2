import { ensureDependencies } from "./lib/dependencies.mjs";
import { nodeTool, runTool, ToolError } from "./lib/project.mjs";
import { inParallel, run } from "./lib/run.mjs";

/** Two cores are the machine we promise the time for; tsc alone keeps one of them busy throughout. */
const width = 2;

/** dependency-cruiser with a compiler it cannot use reads nothing and reports no violation. */
function complainOfNothingCruised(output) {
  const cruised = Number(/\((\d+) modules?/.exec(output)?.[1] ?? 0);
  return cruised > 0 ? null : "dependency-cruiser read no module, so nothing was checked.\n";
}

/** Each check: its name, its command, and what a success must not look like. */
const checks = [
  { name: "types", command: nodeTool("typescript/bin/tsc", "-b") },
  {
    name: "lint",
    command: nodeTool("@biomejs/biome/bin/biome", "check", "--colors=off", "--max-diagnostics=200", "."),
  },
  {
    name: "imports",
    command: nodeTool(
      "dependency-cruiser/bin/dependency-cruise.mjs",
      "--output-type",
      "err-long",
      ...["protocol", "server", "client", "simulator", "tests"],
    ),
    complain: complainOfNothingCruised,
  },
  { name: "unused", command: nodeTool("knip/bin/knip.js", "--no-progress") },
  { name: "lock", command: [process.execPath, "tools/complete-lock.mjs", "--check"] },
];

async function runCheck({ name, command, complain }) {
  const result = await run(command, { quiet: true });
  const complaint = result.code === 0 ? (complain?.(result.output) ?? null) : result.output;
  if (complaint !== null) console.log(`\n── ${name} ──\n${complaint.trimEnd()}\n`);
  return { name, passed: complaint === null, seconds: result.seconds };
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
  const words = results.map(
    ({ name, passed, seconds }) => `${name} ${passed ? "ok" : "FAILED"} ${seconds.toFixed(1)} s`,
  );
  console.log(words.join(" · "));
  return results.every((result) => result.passed) ? 0 : 1;
});
