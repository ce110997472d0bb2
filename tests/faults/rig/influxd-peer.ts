import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { renderInfluxdConfig } from "../../../server/adapters/influx/influxd-config.ts";
import { influxdMissing, influxdPath } from "../../support/influxd.ts";
import { createTempDir } from "../../support/temp-dir.ts";

/** Who may use a database that asks for a password. */
export interface InfluxdUser {
  readonly username: string;
  readonly password: string;
}

/** A real InfluxDB 1.x that a test can take away, hold still and bring back at the same address and data. */
export interface InfluxdPeer {
  readonly url: string;
  start(): Promise<void>;
  /** SIGTERM, as a supervisor stops it. */
  stop(): Promise<void>;
  /** SIGSTOP: its port takes connections, and nobody answers. */
  pause(): void;
  /** SIGCONT. */
  resume(): void;
  /** Rows of all series that an InfluxQL statement gives, by the value of `tag`; times in ms. */
  rows(statement: string, tag?: string): Promise<ReadonlyMap<string, readonly (readonly unknown[])[]>>;
}

interface QueryAnswer {
  readonly results?: readonly {
    readonly error?: string;
    readonly series?: readonly {
      readonly tags?: Readonly<Record<string, string>>;
      readonly values: readonly (readonly unknown[])[];
    }[];
  }[];
  readonly error?: string;
}

/** Below the ports that systems give to outgoing connections: ours must be free again after a stop. */
const firstPort = 20_000;
const portCount = 12_000;

const pollMs = 25;

/** Starts with an empty data directory and ends with the test. `user`: it asks everybody for a password. */
export async function openInfluxdPeer(user: InfluxdUser | null = null): Promise<InfluxdPeer> {
  const program = influxdPath;
  if (program === null) throw new Error(influxdMissing);
  const dir = createTempDir();
  const http = await findQuietPort(0);
  const rpc = await findQuietPort(http - firstPort + 1);
  const url = `http://127.0.0.1:${http}`;
  const config = join(dir, "influxd.conf");
  const text = renderInfluxdConfig(dir, { http, rpc });
  mkdirSync(dir, { recursive: true });
  writeFileSync(config, user === null ? text : text.replace("[http]", "[http]\n  auth-enabled = true"));
  let child: ChildProcess | null = null;
  const killWithUs = (): void => void child?.kill("SIGKILL");
  process.once("exit", killWithUs);

  const end = async (signal: "SIGTERM" | "SIGKILL"): Promise<void> => {
    const running = child;
    child = null;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const gone = once(running, "exit");
    running.kill(signal);
    await gone;
  };
  const query = async (statement: string): Promise<QueryAnswer> => {
    const form = new URLSearchParams({ q: statement, db: "loopwatch", epoch: "ms" });
    const who = user === null ? "" : `?u=${user.username}&p=${user.password}`;
    const answer = await fetch(`${url}/query${who}`, { method: "POST", body: form });
    return (await answer.json()) as QueryAnswer;
  };
  const start = async (): Promise<void> => {
    const started = spawn(program, ["run", "-config", config], { stdio: "ignore" });
    child = started;
    while (!(await answers(url))) {
      if (started.exitCode !== null) throw new Error(`influxd ended at once with code ${started.exitCode}.`);
      await delay(pollMs);
    }
  };
  onTestFinished(async () => {
    await end("SIGKILL");
    process.off("exit", killWithUs);
    rmSync(dir, { recursive: true, force: true });
  });
  await start();
  if (user !== null)
    await query(`CREATE USER "${user.username}" WITH PASSWORD '${user.password}' WITH ALL PRIVILEGES`);
  return {
    url,
    start,
    stop: () => end("SIGTERM"),
    pause: () => void child?.kill("SIGSTOP"),
    resume: () => void child?.kill("SIGCONT"),
    async rows(statement, tag) {
      const answer = await query(statement);
      const [result] = answer.results ?? [];
      const error = answer.error ?? result?.error;
      if (error !== undefined) throw new Error(`InfluxDB refuses ${statement}: ${error}`);
      return new Map((result?.series ?? []).map(({ tags, values }) => [tags?.[tag ?? ""] ?? "", values]));
    },
  };
}

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/ping`).then(
    ({ status }) => status === 204,
    // Not up yet.
    () => false,
  );

/** A loopback port that is free now and that no outgoing connection will be given meanwhile. */
async function findQuietPort(from: number): Promise<number> {
  const begin = from === 0 ? (process.pid * 31) % portCount : from;
  for (let i = 0; i < portCount; i++) {
    const port = firstPort + ((begin + i) % portCount);
    if (await isFree(port)) return port;
  }
  throw new Error("There is no free port on this machine.");
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
