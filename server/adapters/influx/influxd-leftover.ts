import { execFile } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { DurationMs } from "../../../protocol/time.ts";

/** A server with much in memory may take some seconds to end in peace; then it is ended by force. */
const patienceMs: DurationMs = 10_000;
const pollMs: DurationMs = 50;

/**
 * Ends an InfluxDB that a killed Loopwatch left behind on the same data, so that two never write to one
 * directory. The process must carry our own configuration file in its command line: a number in an old file may
 * by now belong to anybody. Answers whether one was ended.
 */
export async function stopLeftover(pidFile: string, configFile: string): Promise<boolean> {
  const pid = readPid(pidFile);
  if (pid === null) return false;
  const isOurs = async (): Promise<boolean> => (await commandLine(pid)).includes(configFile);
  const wasOurs = await isOurs();
  if (wasOurs) {
    send(pid, "SIGTERM");
    for (let waitedMs = 0; waitedMs < patienceMs && (await isOurs()); waitedMs += pollMs) await delay(pollMs);
    if (await isOurs()) send(pid, "SIGKILL");
    while (await isOurs()) await delay(pollMs);
  }
  rmSync(pidFile, { force: true });
  return wasOurs;
}

function readPid(pidFile: string): number | null {
  try {
    const pid = Number(readFileSync(pidFile, "utf8").trim());
    return Number.isSafeInteger(pid) && pid > 1 ? pid : null;
  } catch {
    // No file: nothing was left behind.
    return null;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself in the meantime, which is what we want.
  }
}

/** Command line of a process; empty when there is none (a zombie has none either). */
async function commandLine(pid: number): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    // Not Linux, or no such process: ps knows.
    return new Promise((resolve) => {
      execFile("ps", ["-ww", "-p", String(pid), "-o", "command="], (_, stdout) => resolve(stdout ?? ""));
    });
  }
}
