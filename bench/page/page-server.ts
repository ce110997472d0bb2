import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import express from "express";
import { Server } from "socket.io";
import { build } from "vite";
import type { History } from "../../protocol/telemetry.ts";
import { beatEveryMs, type Hello, type PageToServer, type ServerToPage } from "../../protocol/wire.ts";
import { createHeaders } from "../../server/adapters/http/guard.ts";

/** The page as it is shipped, with a server behind it that says what is laid down. */
export interface PageServer {
  readonly url: string;
  readonly pages: Pick<Server<PageToServer, ServerToPage>, "emit">;
  /** The number that beats tell from now on. */
  saysSeq(seq: number): void;
  close(): Promise<void>;
}

/** Builds the page into `dir` and serves it on a free port. `history`: of every loop, `null`: there is none. */
export async function startPageServer(
  dir: string,
  greet: () => Hello,
  history: ((loopId: string) => History) | null,
): Promise<PageServer> {
  await build({
    configFile: fileURLToPath(new URL("../../client/vite.config.ts", import.meta.url)),
    logLevel: "error",
    build: { outDir: dir, emptyOutDir: true },
  });
  const app = express();
  app.use(createHeaders(() => false));
  app.get("/api/v1/loops/:id/history", (request, response) => {
    if (history === null || request.query["of"] !== undefined) response.status(404).json(null);
    else response.json(history(request.params.id));
  });
  app.use(express.static(dir));
  const http = createServer(app);
  const live = new Server<PageToServer, ServerToPage>(http);
  let seq = 0;
  live.on("connection", (page) => void page.emit("hello", { ...greet(), seq }));
  const beats = setInterval(() => live.emit("beat", { serverMs: Date.now(), seq }), beatEveryMs);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    pages: live,
    saysSeq: (next) => {
      seq = next;
    },
    async close() {
      clearInterval(beats);
      await live.close();
    },
  };
}
