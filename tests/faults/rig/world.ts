import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { onTestFinished } from "vitest";
import type { Health } from "../../../protocol/wire.ts";
import { createTempDir } from "../../support/temp-dir.ts";
import { beginServer, type ServerProcess, type StartingServer } from "./server-process.ts";

/** A server that is killed and started again on the same data, and where it is now. */
export interface World {
  /** Address of the server that runs, or of the one that ran last. */
  url(): string;
  server(): ServerProcess;
  /** Starts a server and does not wait for it. */
  begin(): StartingServer;
  /** Starts a server and resolves when it has an address. */
  start(): Promise<ServerProcess>;
  /** Writes lines (ms), which must be acknowledged. */
  write(lines: string): Promise<void>;
  health(): Promise<Health>;
  /** The whole answer of `/api/v1/<path>`. */
  api(path: string): Promise<unknown>;
  /** Resolves with the first health that is as wished. */
  until(isWished: (health: Health) => boolean): Promise<Health>;
  /** Resolves when nothing waits for the store. */
  drained(): Promise<Health>;
}

const pollMs = 50;

/** One loop that learns in ten minutes, as `bench-plant.ts` reckons its pressure. */
const watchedLoop = {
  id: "bench",
  coolant: "hfe-7200",
  chargeL: 40,
  referencePressureKpa: 300,
  accumulator: { volumeL: 8, gasL: 4 },
  minimumInventoryL: 36,
  learning: "10min",
  source: { measurement: "bench", tags: { loop: "bench" } },
  channels: [
    { id: "p-acc", role: "pressure", position: "accumulator", source: { field: "p_acc" }, step: 0.1 },
    { id: "p-out", role: "pressure", position: "pump-outlet", source: { field: "p_out" }, step: 0.1 },
    { id: "t-in", role: "temperature", source: { field: "t_in" }, step: 0.01 },
  ],
};

/** Nothing runs yet. Everything ends with the test. `dataDir`: where the server's own files are. */
export function createWorld(parts: {
  readonly store: Readonly<Record<string, unknown>>;
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
}): World {
  const dir = createTempDir();
  const config = {
    listen: { host: "127.0.0.1", port: 0 },
    dataDir: parts.dataDir ?? join(dir, "data"),
    store: parts.store,
    mail: { to: ["operator@example.org"] },
    loops: [watchedLoop],
  };
  let last: StartingServer | null = null;
  let server: ServerProcess | null = null;
  onTestFinished(async () => {
    await last?.kill();
    rmSync(dir, { recursive: true, force: true });
  });
  const current = (): ServerProcess => {
    if (server === null) throw new Error("No server was started.");
    return server;
  };
  const begin = (): StartingServer => {
    last = beginServer(dir, config, parts.env);
    return last;
  };
  const api = async (path: string): Promise<unknown> => {
    const answer = await fetch(`${current().url}/api/v1/${path}`);
    return answer.json();
  };
  const health = async (): Promise<Health> => (await api("health")) as Health;
  const until = async (isWished: (health: Health) => boolean): Promise<Health> => {
    for (;;) {
      const told = await health();
      if (isWished(told)) return told;
      await delay(pollMs);
    }
  };
  return {
    url: () => current().url,
    server: current,
    begin,
    async start() {
      server = await begin().ready;
      return server;
    },
    async write(lines) {
      const answer = await fetch(`${current().url}/write?precision=ms`, { method: "POST", body: lines });
      if (answer.status !== 204) throw new Error(`The server answered ${answer.status} to a good write.`);
    },
    health,
    api,
    until,
    drained: () => until(({ spool }) => spool.waiting === 0),
  };
}
