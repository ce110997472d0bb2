import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** A peer of the server that can be taken away and brought back at the same address and on the same data. */
export interface Peer {
  readonly url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const pollMs = 50;

/** Longest that a program may take to answer, milliseconds. */
const startLimitMs = 30_000;

/** A program that is started with these arguments and is there when `answers` says so. */
export function createPeer(
  url: string,
  command: readonly [program: string, ...args: string[]],
  answers: () => Promise<boolean>,
): Peer {
  const [program, ...args] = command;
  let child: ChildProcess | null = null;
  process.once("exit", () => void child?.kill("SIGKILL"));
  return {
    url,
    async start() {
      const started = spawn(program, args, { stdio: "ignore" });
      child = started;
      for (let waitedMs = 0; !(await answers()); waitedMs += pollMs) {
        if (started.exitCode !== null || waitedMs > startLimitMs)
          throw new Error(`${program} does not start.`);
        await delay(pollMs);
      }
    },
    async stop() {
      const running = child;
      child = null;
      if (running === null || running.exitCode !== null) return;
      const ended = once(running, "exit");
      running.kill("SIGTERM");
      await ended;
    },
  };
}

/** A loopback port that is free now. */
export async function findPort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("The system gave no port.");
  return address.port;
}
