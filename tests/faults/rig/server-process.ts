import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A real server, from the source, in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** Everything it printed so far, errors too. */
  said(): string;
  /** SIGKILL; resolves when it is gone. Harmless when it is gone already. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
}

/** A server that was started and has not said yet where it is. */
export interface StartingServer {
  /** Rejects with what it printed when it ends before it has an address. */
  readonly ready: Promise<ServerProcess>;
  kill(): Promise<void>;
}

const projectDir = fileURLToPath(new URL("../../..", import.meta.url));
const program = fileURLToPath(new URL("../../../server/cli/loopwatch.ts", import.meta.url));

/** Variables that would overrule a test's configuration. */
const ours = /^(INFLUX|LOOPWATCH|SMTP|HOST$|PORT$)/;

const strangersEnv = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));

/** Starts a server with this configuration (JSON is YAML) and its files in `dir`. */
export function beginServer(
  dir: string,
  config: unknown,
  env: Readonly<Record<string, string>> = {},
): StartingServer {
  const file = join(dir, "loopwatch.yaml");
  writeFileSync(file, JSON.stringify(config));
  const child = spawn(process.execPath, ["--import", "tsx", program, "serve", "--config", file], {
    cwd: projectDir,
    env: { ...strangersEnv(), LOG_LEVEL: "warn", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const killWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", killWithUs);
  child.once("exit", () => process.off("exit", killWithUs));
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended(child);
  };
  const ready = readAddress(child, kill);
  // Whoever kills it before it is ready does not wait for its address.
  ready.catch(() => undefined);
  return { ready, kill };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

function readAddress(child: ChildProcess, kill: () => Promise<void>): Promise<ServerProcess> {
  let said = "";
  return new Promise((resolve, reject) => {
    const listen = (part: Buffer): void => {
      said += part.toString();
      const url = /Loopwatch is at (http:\/\/127\.0\.0\.1:\d+)\//.exec(said)?.[1];
      if (url === undefined) return;
      resolve({
        url,
        pid: child.pid ?? 0,
        said: () => said,
        kill,
        async stop() {
          child.kill("SIGTERM");
          await ended(child);
          return child.exitCode;
        },
      });
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.once("close", () => reject(new Error(`The server ended before it had an address: ${said}`)));
  });
}

/** Memory that a process holds now, megabytes; `null` where the system does not tell. */
export function residentMb(pid: number): number | null {
  try {
    const told = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return told === undefined ? null : Number(told) / 1000;
  } catch {
    // No such file system here.
    return null;
  }
}
