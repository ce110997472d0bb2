import { spawn } from "node:child_process";
import { rootDir } from "./project.mjs";

/**
 * Runs a command to its end. `quiet` keeps its output (stdout and stderr as they came) instead of
 * showing it. Never rejects: a command that cannot start ends with code 127 and the reason as output.
 */
export function run([command, ...args], { quiet = false, env = process.env, shell = false } = {}) {
  return new Promise((settle) => {
    const child = spawn(command, args, {
      cwd: rootDir,
      env,
      shell,
      stdio: ["ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"],
    });
    const chunks = [];
    child.stdout?.on("data", (chunk) => chunks.push(chunk));
    child.stderr?.on("data", (chunk) => chunks.push(chunk));
    const end = (code, reason) =>
      settle({
        code,
        output: Buffer.concat(chunks).toString("utf8") + reason,
      });
    child.on("error", (error) => end(127, `${error.message}\n`));
    child.on("close", (code, signal) => end(code ?? 1, signal ? `ended by ${signal}\n` : ""));
  });
}

/** Runs jobs in order, at most `width` at a time; results in the order of the jobs. */
export async function inParallel(jobs, width) {
  const results = [];
  const queue = jobs.entries();
  const work = async () => {
    for (const [index, job] of queue) results[index] = await job();
  };
  await Promise.all(Array.from({ length: width }, work));
  return results;
}
