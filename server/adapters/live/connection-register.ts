import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { DurationMs } from "../../../protocol/time.ts";

/** Every connection of an HTTP server, so that closing it cannot hang on one. */
export interface ConnectionRegister {
  /** Waits for `close` to settle, while it ends idle connections; after `patienceMs` it ends all others. */
  closing(close: () => Promise<void>, patienceMs: DurationMs): Promise<void>;
}

/** How often connections that have become idle are ended while the server closes. */
const sweepEveryMs: DurationMs = 50;

/**
 * Node's `closeAllConnections` does not know connections that became websockets, and `close` waits for every one: a
 * page on a machine that was put to sleep would hold us for half a minute. Create this before the server listens.
 */
export function createConnectionRegister(server: Server): ConnectionRegister {
  const connections = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  return {
    async closing(close, patienceMs) {
      const sweep = setInterval(() => server.closeIdleConnections(), sweepEveryMs);
      const deadline = setTimeout(() => {
        for (const socket of connections) socket.destroy();
      }, patienceMs);
      try {
        await close();
      } finally {
        clearInterval(sweep);
        clearTimeout(deadline);
      }
    },
  };
}
