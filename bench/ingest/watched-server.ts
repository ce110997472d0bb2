import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { io } from "socket.io-client";
import { Lines } from "./line-reader.ts";

/** The real server process, with one page connected. */
export interface WatchedServer {
  readonly url: string;
  readonly pid: number;
  /** Frames of samples that the page has got. */
  frames(): number;
  /** Resolves when nothing waits for the database any more. */
  drained(): Promise<void>;
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL("../../dist/server/cli/loopwatch.js", import.meta.url));

const pollMs = 20;

/** Starts the built server with this configuration. `nodeOptions`: such as `--cpu-prof`. */
export async function startServer(
  dir: string,
  config: string,
  nodeOptions: readonly string[],
): Promise<WatchedServer> {
  mkdirSync(dir, { recursive: true });
  const file = join(dir, "loopwatch.yaml");
  writeFileSync(file, config);
  const child = spawn(process.execPath, [...nodeOptions, program, "serve", "--config", file], {
    cwd: dir,
    env: { ...process.env, LOG_LEVEL: "warn" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await readAddress(new Lines(child.stdout));
  const page = io(url, { transports: ["websocket"], forceNew: true });
  let frames = 0;
  page.on("frame", () => {
    frames++;
  });
  await new Promise<void>((resolve) => page.once("hello", () => resolve()));
  return {
    url,
    pid: child.pid ?? 0,
    frames: () => frames,
    async drained() {
      for (;;) {
        const answer = await fetch(`${url}/api/v1/health`);
        const health = (await answer.json()) as { readonly spool: { readonly waiting: number } };
        if (health.spool.waiting === 0) return;
        await delay(pollMs);
      }
    },
    async stop() {
      page.disconnect();
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function readAddress(lines: Lines): Promise<string> {
  for (;;) {
    const found = /Loopwatch is at (http:\/\/127\.0\.0\.1:\d+)\//.exec(await lines.next())?.[1];
    if (found !== undefined) return found;
  }
}
