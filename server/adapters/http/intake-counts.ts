import type { Server } from "node:http";
import type { Socket } from "node:net";

/** Connections to the server. */
export interface ConnectionCounts {
  /** Open now, pages and senders alike. */
  readonly open: number;
  /** Closed without ever having said a whole request head, since the start. */
  readonly silent: number;
}

/** Bodies of telemetry on their way in. */
export interface BodyCounts {
  /** Bodies that have begun and are not whole. */
  readonly pending: number;
  /** What they hold of the memory, bytes. */
  readonly pendingBytes: number;
  /** Since the start: given up because nothing came any more. */
  readonly stalled: number;
  /** Since the start: the sender hung up in the middle. */
  readonly gone: number;
  /** Since the start: sent away because too much was coming in at once. */
  readonly tooMany: number;
}

/** How senders behave, as `/api/v1/health` tells it. */
export interface IntakeCounts {
  readonly connections: ConnectionCounts;
  readonly bodies: BodyCounts;
}

/** Counts the connections of a server that upgrades some of them (live pages). */
export function watchConnections(server: Server): () => ConnectionCounts {
  const spoken = new WeakSet<object>();
  let open = 0;
  let silent = 0;
  server.on("connection", (socket: Socket) => {
    open++;
    socket.once("close", () => {
      open--;
      if (!spoken.has(socket)) silent++;
    });
  });
  server.on("request", ({ socket }) => spoken.add(socket));
  server.on("upgrade", ({ socket }) => spoken.add(socket));
  return () => ({ open, silent });
}
