import type { Server as HttpServer } from "node:http";
import { type Namespace, Server, type Socket } from "socket.io";
import type { Role, Visitor } from "../../../protocol/access.ts";
import type { DurationMs } from "../../../protocol/time.ts";
import {
  type ActResult,
  loginNeeded,
  type PageToServer,
  plantNamespace,
  type ServerToPage,
} from "../../../protocol/wire.ts";
import type { Desk } from "../../app/desk-port.ts";
import type { Doorkeeper } from "../../app/doorkeeper.ts";
import type { Clock, LiveFeed, Log } from "../../app/ports.ts";
import { parseOperatorAct, withName } from "../../boundary/operator-act.ts";
import { decideOrigin, toPublicHost } from "../../boundary/origin.ts";
import type { createPeerReader } from "../../boundary/peer.ts";
import { roleToAct } from "../../domain/access/deeds.ts";
import { createConnectionRegister } from "./connection-register.ts";
import { createPageOutlet, type Kept, type Newest, type PageLine, type PageOutlet } from "./page-outlet.ts";
import { createPlantLink, type PlantNamespace } from "./plant-link.ts";
import { toPlayEntry } from "./play-entry.ts";
import { toSharedText } from "./shared-text.ts";
import { createSocketVisit, type SocketVisit } from "./socket-visit.ts";

type PageSocket = Socket<PageToServer, ServerToPage>;

/** What the live side needs. */
export interface SocketFeedParts {
  readonly server: HttpServer;
  readonly desk: Pick<Desk, "hello" | "act">;
  readonly doorkeeper: Doorkeeper;
  readonly readPeer: ReturnType<typeof createPeerReader>;
  readonly clock: Clock;
  readonly log: Log;
  /** Address under which others know us, besides loopback; `null` when there is none. */
  readonly publicUrl: string | null;
  /** Nobody shelves an alarm for longer; asked with every act: it may change. */
  readonly longestShelfMs: () => DurationMs;
}

/** The live pages and the simulator, over Socket.IO. */
export interface SocketFeed extends LiveFeed {
  /** Somebody has opened the page. */
  visitorArrived(): void;
  /** Pages connected now. */
  pages(): number;
  /** Frames of samples that pages too slow for them did not get, since the start. */
  leftOutFrames(): number;
  /** Ends every connection and the HTTP server; settles within about two seconds, whoever holds on. */
  close(): Promise<void>;
}

/** Every event that a page may send, and what it asks of who sends it. */
export const roleByEvent = {
  act: roleToAct,
  startScenario: roleToAct,
  setSpeed: roleToAct,
} as const satisfies Record<keyof PageToServer, Role>;

/** Acts and announcements are small; a larger message is a mistake or an attack. */
const longestMessageBytes = 64_000;

/** How long connections may take to end by themselves when we stop. */
const closePatienceMs: DurationMs = 1500;

/** Serves pages on `/` and simulators on `plantNamespace`, on the given HTTP server. */
export function createSocketFeed(parts: SocketFeedParts): SocketFeed {
  const { server, desk, clock, log, publicUrl, longestShelfMs, doorkeeper, readPeer } = parts;
  const publicHost = toPublicHost(publicUrl);
  const connections = createConnectionRegister(server);
  const io = new Server(server, {
    serveClient: false,
    maxHttpBufferSize: longestMessageBytes,
    perMessageDeflate: false,
    transports: ["websocket", "polling"],
    allowRequest: (request, answer) => {
      const { host, origin } = request.headers;
      const reason = decideOrigin({ host, origin }, { publicHost, mode: doorkeeper.access.mode });
      answer(reason, reason === null);
    },
  });
  const pages: Namespace<PageToServer, ServerToPage> = io.of("/");
  const plants: PlantNamespace = io.of(plantNamespace);
  let leftOut = 0;
  const countLeftOut = (): void => void leftOut++;
  const outletByPage = new Map<PageSocket, PageOutlet>();
  const visitByPage = new Map<PageSocket, { readonly visit: SocketVisit; readonly you: Visitor }>();
  const offer = (item: Newest): void => {
    for (const outlet of outletByPage.values()) outlet.offer(item);
  };
  const keep = (item: Kept): void => {
    for (const outlet of outletByPage.values()) outlet.keep(item);
  };
  const toVisit = (socket: Pick<Socket, "handshake">): SocketVisit =>
    createSocketVisit(socket.handshake, doorkeeper, readPeer);
  const plant = createPlantLink({
    plants,
    log,
    scopeOf: (socket) => toVisit(socket).scope(),
    onScenario: (scenario) => offer({ key: "scenario", event: "scenario", payload: scenario }),
  });

  const takeAct = (act: unknown, entry: ReturnType<SocketVisit["actor"]>): ActResult => {
    if (!entry.ok) return entry;
    const parsed = parseOperatorAct(withName(act, entry.actor), longestShelfMs());
    return parsed.ok ? desk.act(parsed.value, entry.actor) : parsed;
  };

  /** What is asked of the simulator stands in the audit, done or not. */
  const play = async (
    visit: SocketVisit,
    deed: string,
    ask: () => Promise<ActResult>,
  ): Promise<ActResult> => {
    const entry = visit.actor(deed === "set speed" ? roleByEvent.setSpeed : roleByEvent.startScenario, deed);
    if (!entry.ok) return entry;
    const result = await ask();
    doorkeeper.access.noted(toPlayEntry(entry.actor, deed, result, clock.nowMs()));
    return result;
  };

  pages.use((page, next) => {
    next(toVisit(page).visitor() === null ? new Error(loginNeeded) : undefined);
  });
  pages.on("connection", (page) => {
    const visit = toVisit(page);
    const you = visit.visitor();
    if (you === null) {
      page.disconnect(true);
      return;
    }
    plant.visitorArrived();
    page.emit("hello", { ...desk.hello(), scenario: plant.scenario(), you });
    outletByPage.set(page, createPageOutlet({ ...toLine(page, log), leftOut: countLeftOut }, clock));
    visitByPage.set(page, { visit, you });
    page.on("disconnect", () => {
      outletByPage.get(page)?.close();
      outletByPage.delete(page);
      visitByPage.delete(page);
    });
    page.on("act", (act: unknown, answer: unknown) => {
      reply(answer, takeAct(act, visit.actor(roleByEvent.act, "act")));
    });
    page.on("startScenario", async (act: unknown, answer: unknown) => {
      reply(answer, await play(visit, "start scenario", () => plant.startScenario(act)));
    });
    page.on("setSpeed", async (act: unknown, answer: unknown) => {
      reply(answer, await play(visit, "set speed", () => plant.setSpeed(act)));
    });
  });
  const lookAgain = (): void => {
    for (const [page, { visit, you }] of visitByPage) {
      const now = visit.visitor();
      // With another role the page calls again and learns of it with its snapshot.
      if (now === null || now.role !== you.role || now.name !== you.name) page.disconnect(true);
    }
    plant.lookAgain();
  };
  doorkeeper.access.onChange(lookAgain);

  return {
    alarm: (seq, alarm) => keep({ event: "alarm", payload: { seq, alarm } }),
    notice: (notice) => keep({ event: "notice", payload: notice }),
    mail: (mail) => keep({ event: "mail", payload: mail }),
    overview: (changed) => offer({ key: "overview", event: "overview", payload: changed }),
    frame: (frame) => offer({ key: `frame ${frame.loopId}`, event: "frame", payload: frame }),
    estimate: (estimate) =>
      offer({ key: `estimate ${estimate.loopId}`, event: "estimate", payload: estimate }),
    signal: (signal) => offer({ key: `signal ${signal.loopId}`, event: "signal", payload: signal }),
    condition: (condition) =>
      offer({ key: `condition ${condition.loopId}`, event: "condition", payload: condition }),
    health: (health) => offer({ key: "health", event: "health", payload: health }),
    beat(seq) {
      // Sessions also end by their age, which nobody tells.
      lookAgain();
      offer({ key: "beat", event: "beat", payload: { serverMs: clock.nowMs(), seq } });
    },
    anew() {
      for (const [page, { you }] of visitByPage) {
        outletByPage.get(page)?.renew();
        page.emit("hello", { ...desk.hello(), scenario: plant.scenario(), you });
      }
    },
    visitorArrived: () => plant.visitorArrived(),
    pages: () => outletByPage.size,
    leftOutFrames: () => leftOut,
    async close() {
      pages.disconnectSockets(true);
      plants.disconnectSockets(true);
      await connections.closing(() => io.close(), closePatienceMs);
    },
  };
}

/** A page may leave out the answer, or send something else in its place. */
function reply(answer: unknown, result: ActResult): void {
  if (typeof answer === "function") answer(result);
}

/** The way to one page, as long as it reads. */
function toLine(page: PageSocket, log: Log): PageLine {
  return {
    isFree: () => page.conn.transport.writable,
    send: (item) => void page.conn.send(toSharedText(item)),
    cutOff(unread) {
      log.warn(
        "A page does not keep up with the alarms and was cut off; it gets a snapshot when it is back.",
        {
          page: page.id,
          unread,
        },
      );
      // A goodbye would wait behind what the page does not read.
      page.conn.close(true);
    },
  };
}
