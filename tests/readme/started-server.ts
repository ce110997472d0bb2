import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { strangersEnv } from "../support/tree-copy.ts";

/** Stopping takes less than this (docs/operating.md); a slower one is killed, and its test fails. */
const stopLimitMs = 5_000;

/** How a process ended: its code, or the signal that ended it. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A server started from a command line, as a terminal would: in a process group of its own. */
export interface StartedServer {
  /** Base address it printed, with a slash at the end. */
  readonly address: string;
  /** Everything it has printed on stdout so far. */
  output(): string;
  /** Signals the whole group, as Ctrl-C in a terminal does, and waits until all of it has gone. */
  interrupt(): Promise<Exit>;
  /** Signals the first process alone, as a supervisor does. */
  terminate(): Promise<Exit>;
}

function ended(child: ChildProcess): Promise<Exit> {
  return new Promise((settle) => child.on("close", (code, signal) => settle({ code, signal })));
}

/** Starts a server and waits for the line with its address; rejects with its output when it ends before. */
export async function startServer(
  [command, ...args]: readonly [string, ...string[]],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<StartedServer> {
  const child = spawn(command, args, {
    cwd,
    env: { ...strangersEnv(), ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  const exit = ended(child);
  const address = new Promise<string>((settle, refuse) => {
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString("utf8");
      const found = /Loopwatch is at (http:\/\/127\.0\.0\.1:\d+\/)\s/.exec(output)?.[1];
      if (found !== undefined) settle(found);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      errors += chunk.toString("utf8");
    });
    child.on("close", () => refuse(new Error(`it ended before it printed an address:\n${output}${errors}`)));
  });
  const stop = async (pid: number, signal: NodeJS.Signals) => {
    process.kill(pid, signal);
    const guard = setTimeout(() => process.kill(-(child.pid ?? 0), "SIGKILL"), stopLimitMs);
    const how = await exit;
    clearTimeout(guard);
    return how;
  };
  const pid = child.pid ?? 0;
  return {
    address: await address,
    output: () => output,
    interrupt: () => stop(-pid, "SIGINT"),
    terminate: () => stop(pid, "SIGTERM"),
  };
}

/** A process that is running now. */
export interface RunningProcess {
  readonly pid: number;
  readonly commandLine: string;
}

/** Running processes that live in `dir` or name it (Linux; elsewhere none are seen). */
export function processesOf(dir: string): readonly RunningProcess[] {
  if (!existsSync("/proc/self/cwd")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      try {
        const commandLine = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
        const cwd = readlinkSync(`/proc/${name}/cwd`);
        return commandLine.includes(dir) || cwd.startsWith(dir) ? [{ pid: Number(name), commandLine }] : [];
      } catch {
        // It ended between the listing and the look, which is what we want of it.
        return [];
      }
    });
}
