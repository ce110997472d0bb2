import { readdirSync } from "node:fs";
import { join } from "node:path";
import { toLines } from "../../simulator/senders/line-protocol.ts";
import { createSimulation } from "../../simulator/story/simulation.ts";
import { scenarioNamed } from "../support/example.ts";
import type { TreeCopy } from "../support/tree-copy.ts";

/** Why a block is not run; a document that needs another reason has a command that nobody tries. */
export const reasons = [
  "needs Docker",
  "needs a terminal",
  "changes this machine",
  "takes long",
  "run by another test",
] as const;

/** Commands of a document as somebody would paste them. */
export interface Block {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  /** Why it is not run; `null`: it is. */
  readonly reason: string | null;
}

/** Documents that people read; the scenarios' page is made from the scenarios, and its test knows its commands. */
export const documentsOf = (dir: string): readonly string[] => [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(join(dir, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

/** The shell blocks of a document, in order. */
export function blocksOf(file: string, markdown: string): readonly Block[] {
  const lines = markdown.split("\n");
  return lines.flatMap((opening, i) => {
    if (opening !== "```sh") return [];
    const end = lines.indexOf("```", i);
    const reason = /^<!-- not run: (.*) -->$/.exec(lines[i - 1] ?? "")?.[1] ?? null;
    return [{ file, line: i + 1, text: lines.slice(i + 1, end).join("\n"), reason }];
  });
}

const startMs = Date.UTC(2026, 2, 1);

/** The files that the documents' commands speak of, as their reader would have them. */
export function writeReadersFiles(tree: TreeCopy): void {
  tree.write("loopwatch.yaml", tree.read("loopwatch.example.yaml"));
  const simulation = createSimulation({
    loopId: "ms-22",
    seed: 1,
    startMs,
    scenario: scenarioNamed("healthy"),
  });
  const rows = [0, 1, 2].map((n) =>
    toLines("ms-22", simulation.channels, simulation.advance(startMs + (n + 1) * 60_000)),
  );
  for (const [n, lines] of rows.entries()) tree.write(`runs/${n}.lp`, lines);
  tree.write("telemetry.txt", `# DML\n# CONTEXT-DATABASE: loopwatch\n${rows[0]?.replace(/\d{3}$/gm, "")}`);
  const header = "time,accumulator-pressure,pump-out-pressure,radiator-in,radiator-out,accumulator-temp,flow";
  const table = (fromMs: number): string =>
    [
      header,
      ...Array.from(
        { length: 120 },
        (_, n) => `${new Date(fromMs + 1000 * n).toISOString()},304,350,22,18,20,6`,
      ),
    ].join("\n");
  for (const [name, fromMs] of [
    ["march.csv", startMs],
    ["april.csv", startMs + 86_400_000],
    ["telemetry.csv", startMs],
  ] as const)
    tree.write(name, `${table(fromMs)}\n`);
  tree.write("path/to/2018-10-12/raw/S1000002.txt", "6840.01 1810.2\n6840.02 1811.0\n");
}

/** Runs a block in the tree against the server on `port`; a command that fails ends it. */
export function runBlock(tree: TreeCopy, block: Block, port: number, env: NodeJS.ProcessEnv) {
  const script = `${prelude(port)}\n${block.text.replaceAll("8420", String(port))}`;
  // With an account the server would ask the other documents' commands who they are.
  const own = block.file === "docs/access.md" ? { LOOPWATCH_DATA: join(tree.dir, "access") } : {};
  return tree.run(["bash", "-e", "-c", script], { ...env, ...own });
}

/**
 * `npx` looks for a second each time whether something is to be built, which has a test of its own; a replay goes to the
 * usual port unless it is told another; a password that is asked for is piped in; curl tells a refusal from an answer.
 */
const prelude = (port: number): string => `
npx() {
  if [ "$2" = replay ]; then set -- "$@" --url http://127.0.0.1:${port}; fi
  case "$2 $3" in "user add" | "user password") set -- "$@" --password-stdin ;; esac
  shift
  echo "a password of the test" | "${process.execPath}" dist/server/cli/loopwatch.js "$@"
}
curl() { command curl --fail-with-body "$@"; }
`;
