import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { Server } from "socket.io";
import type { PageToServer, ServerToPage } from "../../protocol/wire.ts";
import { createSocketFeed } from "../../server/adapters/live/socket-feed.ts";
import { createLog } from "../../server/adapters/log.ts";
import { createSystemClock } from "../../server/adapters/system-clock.ts";
import type { Access } from "../../server/app/access-port.ts";
import { createDoorkeeper } from "../../server/app/doorkeeper.ts";
import { createPeerReader } from "../../server/boundary/peer.ts";
import type { CrowdServerSaid, CrowdTask } from "./crowd-shape.ts";
import { toFrame, toHello, toLoop } from "./plant.ts";

// Frames to all pages at a steady pace, in a process of its own, on either of the two ways.

const task = JSON.parse(process.argv[2] ?? "") as CrowdTask;
const loop = toLoop("crowd", task.channels);
const hello = toHello([loop], Date.now());
const server = createServer();

const nobody: Access = {
  mode: "open",
  login: async () => ({ ok: false, reason: "Nobody logs in here.", retryAfterS: null }),
  visitor: () => null,
  logout: () => undefined,
  grant: () => null,
  turnedAway: () => undefined,
  noted: () => undefined,
  onChange: () => undefined,
};

/** How everybody is told. */
function openWay(): () => void {
  const toNow = () => toFrame(loop, Date.now(), 1, task.rows);
  if (task.way === "io.emit") {
    const io = new Server<PageToServer, ServerToPage>(server, { perMessageDeflate: false });
    io.on("connection", (page) => void page.emit("hello", hello));
    return () => void io.emit("frame", toNow());
  }
  const feed = createSocketFeed({
    ...{ server, clock: createSystemClock(), publicUrl: null, longestShelfMs: () => 1 },
    log: createLog({ level: "error", forPeople: true, write: (line) => process.stderr.write(line) }),
    desk: { hello: () => hello, act: () => ({ ok: false, reason: "Nobody acts here." }) },
    doorkeeper: createDoorkeeper(nobody, null),
    readPeer: createPeerReader([]),
  });
  return () => feed.frame(toNow());
}

const tell = openWay();
const delays = monitorEventLoopDelay({ resolution: 5 });
let cpu = process.cpuUsage();
let sinceMs = performance.now();
process.on("message", (asked) => {
  if (asked === "begin") setInterval(tell, task.periodMs);
  const used = process.cpuUsage(cpu);
  const said: CrowdServerSaid = {
    cpuShare: (used.user + used.system) / 1000 / (performance.now() - sinceMs),
    residentMb: process.memoryUsage().rss / 1e6,
    delayP99Ms: delays.percentile(99) / 1e6,
  };
  cpu = process.cpuUsage();
  sinceMs = performance.now();
  delays.enable();
  delays.reset();
  process.send?.(said);
});
process.on("disconnect", () => process.exit());
server.listen(0, "127.0.0.1", () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
