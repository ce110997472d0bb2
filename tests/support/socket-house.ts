import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import { onTestFinished } from "vitest";
import type { ScenarioState } from "../../protocol/scenario.ts";
import {
  type PageToServer,
  type PlantToServer,
  plantNamespace,
  type ServerToPage,
  type ServerToPlant,
} from "../../protocol/wire.ts";
import { createSocketFeed, type SocketFeed } from "../../server/adapters/live/socket-feed.ts";
import { createSystemClock } from "../../server/adapters/system-clock.ts";
import { openDoor } from "./fake-access.ts";
import { createMemoryLog, type MemoryLog } from "./memory-log.ts";
import { longestShelfMs, testLoops } from "./small-house.ts";
import { createTestDesk, type TestDesk } from "./test-desk.ts";

/** A page as the server sees it. */
export type PageSocket = Socket<ServerToPage, PageToServer>;
/** A simulator as the server sees it. */
export type PlantSocket = Socket<ServerToPlant, PlantToServer>;

/** The live side alone, on a free port, with real clients. */
export interface SocketHouse {
  readonly url: string;
  readonly server: Server;
  readonly feed: SocketFeed;
  readonly desk: TestDesk;
  readonly log: MemoryLog;
  /** A client that is about to connect. */
  page(options?: Partial<ManagerOptions & SocketOptions>): PageSocket;
  plant(options?: Partial<ManagerOptions & SocketOptions>): PlantSocket;
}

/** Ends with the test. */
export async function openSocketHouse(door = openDoor()): Promise<SocketHouse> {
  const server = createServer((_request, response) => void response.end("page"));
  const desk = createTestDesk(testLoops());
  const log = createMemoryLog();
  const feed = createSocketFeed({
    ...door,
    server,
    desk,
    clock: createSystemClock(),
    log,
    publicUrl: null,
    longestShelfMs: () => longestShelfMs,
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const opened: { disconnect(): unknown }[] = [];
  onTestFinished(async () => {
    for (const socket of opened) socket.disconnect();
    await feed.close();
  });
  const usual = { transports: ["websocket"], forceNew: true, reconnection: false };
  return {
    url,
    server,
    feed,
    desk,
    log,
    page(options = {}) {
      const socket: PageSocket = io(url, { ...usual, ...options });
      opened.push(socket);
      return socket;
    },
    plant(options = {}) {
      const socket: PlantSocket = io(`${url}${plantNamespace}`, { ...usual, ...options });
      opened.push(socket);
      return socket;
    },
  };
}

/** The next event of that name. */
export function next<E extends keyof ServerToPage>(
  page: PageSocket,
  event: E,
): Promise<Parameters<ServerToPage[E]>[0]> {
  return new Promise((resolve) => {
    const listen = page as unknown as {
      once(event: string, run: (payload: Parameters<ServerToPage[E]>[0]) => void): void;
    };
    listen.once(event, resolve);
  });
}

/** What a simulator says of itself. */
export const healthyScenario: ScenarioState = {
  loopId: "loop-1",
  runningId: "healthy",
  title: "Healthy",
  summary: "Nothing happens.",
  startedMs: 1,
  eventMs: null,
  nowMs: 2,
  speed: 10,
  choices: [{ id: "healthy", title: "Healthy", summary: "Nothing happens." }],
};
