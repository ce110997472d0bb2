import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { io, type Socket } from "socket.io-client";
import type { Hello, PageToServer, ServerToPage } from "../../protocol/wire.ts";
import type { HouseHealth } from "./house-process.ts";

type Page = Socket<ServerToPage, PageToServer>;

/** A server at work on an empty disk. */
export interface BenchHouse {
  readonly url: string;
  readonly statePath: string;
  /** A page that is connected, and what it was greeted with. */
  page(): Promise<{ readonly page: Page; readonly hello: Hello }>;
  send(lines: string): Promise<void>;
  /** How it has been since this was asked last. */
  health(): Promise<HouseHealth>;
  stop(): Promise<void>;
}

/** Starts the server with this configuration, in JSON. `nodeOptions`: such as `--cpu-prof`. */
export async function startHouse(
  dir: string,
  config: Readonly<Record<string, unknown>>,
  smtpUrl: string,
  nodeOptions: readonly string[] = [],
): Promise<BenchHouse> {
  mkdirSync(dir, { recursive: true });
  const dataDir = join(dir, "data");
  const file = join(dir, "loopwatch.yaml");
  const fixed = { listen: { host: "127.0.0.1", port: 0 }, store: { kind: "sqlite" }, dataDir };
  writeFileSync(file, JSON.stringify({ ...fixed, ...config }));
  const child = fork(fileURLToPath(new URL("house-process.ts", import.meta.url)), [file], {
    execArgv: [...nodeOptions, "--expose-gc", "--import", "tsx"],
    env: { ...process.env, SMTP_URL: smtpUrl },
  });
  const { url } = (await once(child, "message"))[0] as { readonly url: string };
  const pages: Page[] = [];
  return {
    url,
    statePath: join(dataDir, "state.sqlite"),
    async page() {
      const page: Page = io(url, { transports: ["websocket"], forceNew: true });
      pages.push(page);
      const hello = await new Promise<Hello>((resolve) => page.once("hello", resolve));
      return { page, hello };
    },
    async send(lines) {
      const answer = await fetch(`${url}/api/v2/write?precision=ms`, { method: "POST", body: lines });
      if (answer.status !== 204) throw new Error(`The server did not take telemetry: ${answer.status}`);
    },
    async health() {
      child.send("how are you");
      return (await once(child, "message"))[0] as HouseHealth;
    },
    async stop() {
      for (const page of pages) page.disconnect();
      const ended = once(child, "exit");
      child.send("stop");
      await ended;
    },
  };
}
