import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Lines } from "../ingest/line-reader.ts";
import { residentMb } from "../ingest/process-stats.ts";

/** One start of the built server. */
export interface Start {
  /** From the birth of the process until it takes telemetry and judges it. */
  readonly readyMs: number;
  /** Memory that it holds then. */
  readonly residentMb: number;
  readonly url: string;
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL("../../dist/server/cli/loopwatch.js", import.meta.url));

/** Starts the server and waits until it says where it is, which it does when `/readyz` is 200. */
export async function startMeasured(file: string, nodeOptions: readonly string[] = []): Promise<Start> {
  const begunMs = performance.now();
  const child = spawn(process.execPath, [...nodeOptions, program, "serve", "--config", file], {
    env: { ...process.env, LOG_LEVEL: "warn" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  process.once("exit", () => void child.kill("SIGKILL"));
  const lines = new Lines(child.stdout);
  let url: string | undefined;
  while (url === undefined) url = /Loopwatch is at (http:\S+)\//.exec(await lines.next())?.[1];
  const readyMs = performance.now() - begunMs;
  const pid = child.pid ?? 0;
  return {
    readyMs,
    residentMb: residentMb(pid),
    url,
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}
