import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/**
 * Runs a TypeScript file in a process of its own, lets it print `lines` lines, kills it with SIGKILL, and
 * gives every whole line that it had printed by then.
 */
export async function printedBeforeKill(
  script: URL,
  options: { readonly args: readonly string[]; readonly lines: number },
): Promise<readonly string[]> {
  const child = spawn(process.execPath, ["--import", "tsx", fileURLToPath(script), ...options.args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (part: string) => {
    printed += part;
    if (printed.split("\n").length > options.lines) child.kill("SIGKILL");
  });
  const [code, signal] = await once(child, "close");
  if (signal !== "SIGKILL") throw new Error(`${script.pathname} ended by itself: code ${String(code)}`);
  return printed.split("\n").slice(0, -1);
}
