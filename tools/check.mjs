import { ensureDependencies } from "./lib/dependencies.mjs";
import { compiler, nodeTool, runTool, ToolError } from "./lib/project.mjs";
import { inParallel, run } from "./lib/run.mjs";

/** Two cores are the machine we promise the time for; the compiler alone keeps one of them busy throughout. */
const width = 2;

/** dependency-cruiser with a compiler it cannot use reads nothing and reports no violation. */
function complainOfNothingCruised(output) {
  const cruised = Number(/\((\d+) modules?/.exec(output)?.[1] ?? 0);
  return cruised > 0 ? null : "dependency-cruiser read no module, so nothing was checked.\n";
}

/** Each check: its name, its command, and what a success may not look like. */
const checks = [
  // One process for all projects: side by side they read the same libraries twice, which costs more than two
  // cores give back.
  { name: "types", command: compiler("-b") },
  {
    name: "lint",
    command: nodeTool("@biomejs/biome/bin/biome", "check", "--colors=off", "--max-diagnostics=200", "."),
  },
  {
    name: "imports",
    command: nodeTool(
      "dependency-cruiser/bin/dependency-cruise.mjs",
      ...["--output-type", "err-long"],
      ...["protocol", "server", "client", "simulator", "bench", "tests"],
    ),
    complain: complainOfNothingCruised,
  },
  { name: "unused", command: nodeTool("knip/bin/knip.js", "--no-progress") },
  { name: "lock", command: [process.execPath, "tools/complete-lock.mjs", "--check"] },
];

async function runCheck({ name, command, complain }) {
  const startedMs = performance.now();
  const { code, output } = await run(command, { quiet: true });
  const complaint = code === 0 ? (complain?.(output) ?? null) : output;
  if (complaint !== null) console.log(`\n── ${name} ──\n${complaint.trimEnd()}\n`);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  return {
    passed: complaint === null,
    words: `${name} ${complaint === null ? "ok" : "FAILED"} ${seconds} s`,
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
