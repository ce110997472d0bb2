import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute path of the project: every tool works there, wherever it was called from. */
export const rootDir = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** Absolute path of something in the project. */
export const inProject = (...parts) => join(rootDir, ...parts);

/** Parsed JSON file of the project, `null` when it is missing; a damaged one throws. */
export function readJson(...parts) {
  try {
    return JSON.parse(readFileSync(inProject(...parts), "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

/** The command line of a tool from node_modules, run with this very Node: no shell, no PATH. */
export const nodeTool = (script, ...args) => [
  process.execPath,
  inProject("node_modules", ...script.split("/")),
  ...args,
];

/** The TypeScript compiler; a larger young generation saves it a tenth of its time. */
export const compiler = (...args) => {
  const [node, ...rest] = nodeTool("typescript/bin/tsc", ...args);
  return [node, "--max-semi-space-size=64", ...rest];
};

/** One calm line of progress. */
export const say = (sentence) => console.log(`loopwatch: ${sentence}`);

/** Oldest Node that runs everything here (vite and vitest ask for it). */
const oldestNode = { major: 20, minor: 19 };

/** A sentence saying that this Node is too old, `null` when it is not. */
export function nodeComplaint(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const fits = major > oldestNode.major || (major === oldestNode.major && minor >= oldestNode.minor);
  if (fits) return null;
  return `Node ${oldestNode.major}.${oldestNode.minor} or newer is needed, and this is Node ${version}: install a newer one from nodejs.org and try again.`;
}

/** A failure whose message is the whole story for the person at the keyboard. */
export class ToolError extends Error {}

/** Runs a tool's main; a failure is one sentence on stderr and exit code 1. */
export async function runTool(main) {
  try {
    const complaint = nodeComplaint();
    if (complaint !== null) throw new ToolError(complaint);
    process.chdir(rootDir);
    process.exitCode = (await main(process.argv.slice(2))) ?? process.exitCode ?? 0;
  } catch (error) {
    // A sentence we wrote needs no stack; anything else is a fault of ours and keeps it.
    console.error(error instanceof ToolError ? error.message : error);
    process.exitCode = 1;
  }
}
