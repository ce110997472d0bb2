import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The simulator is a program of its own and talks to the server over the wire, like any other source. */
function simulatorProgram(): string {
  const built = fileURLToPath(new URL("../../simulator/main.js", import.meta.url));
  return existsSync(built) ? built : fileURLToPath(new URL("../../simulator/main.ts", import.meta.url));
}

/** A simulator running beside the server. */
export interface SimulatorProcess {
  readonly child: ChildProcess;
  /** Ends it; resolves when the process is gone. */
  stop(): Promise<void>;
}

/** Time a simulator gets to say goodbye before it is killed, milliseconds. */
const graceMs = 1500;

/**
 * Starts the simulator with its arguments. In a process group of its own, so that Ctrl-C reaches it through us and in
 * order; it ends by itself when the channel to us closes, so that even a killed server leaves none behind. `token`: what it
 * sends with, in place of its environment's.
 */
export function startSimulator(args: readonly string[], token: string | null = null): SimulatorProcess {
  const child = spawn(process.execPath, [...process.execArgv, simulatorProgram(), ...args], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    detached: true,
    // Through the environment: the arguments of a process are everybody's to read.
    env: token === null ? process.env : { ...process.env, INFLUX_TOKEN: token },
  });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
      await gone;
      clearTimeout(timer);
    },
  };
}
