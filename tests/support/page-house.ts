import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import express from "express";
import { Server } from "socket.io";
import { build } from "vite";
import type { ActResult, Hello, OperatorAct, PageToServer, ServerToPage } from "../../protocol/wire.ts";
import { beatEveryMs } from "../../protocol/wire.ts";
import { createHeaders } from "../../server/adapters/http/guard.ts";
import { sendMail } from "../../server/adapters/http/send-mail.ts";

/** The page alone, built as it is shipped, with a server behind it that says what a test lays down. */
export interface PageHouse {
  readonly url: string;
  /** What every page gets when it connects. */
  say(hello: Hello): void;
  /** Sends to all pages that are there. */
  readonly pages: Pick<Server<PageToServer, ServerToPage>, "emit">;
  /** Answers `GET path` with JSON; the query does not count, but for `?of=`, which `path` may end with. */
  answer(path: string, body: unknown): void;
  /** Addresses of the API that were asked for, with their query. */
  readonly asked: readonly string[];
  readonly acts: readonly OperatorAct[];
  /** What acts are answered from now on. */
  answersActs(result: ActResult): void;
  /** Beats go on with this sequence of alarms. */
  beatsWith(seq: number): void;
  /** Ends every connection; the pages call again. */
  hangUp(): void;
  close(): Promise<void>;
}

/** Builds the page into `dir`, as it is shipped. */
export async function buildPage(dir: string): Promise<void> {
  await build({
    configFile: fileURLToPath(new URL("../../client/vite.config.ts", import.meta.url)),
    logLevel: "error",
    build: { outDir: dir, emptyOutDir: true },
  });
}

/** Builds the page into `dir` and serves it on a free port. */
export async function openPageHouse(dir: string, first: Hello): Promise<PageHouse> {
  await buildPage(dir);
  let hello = first;
  let result: ActResult = { ok: true };
  let seq = first.seq;
  let saidMs = Date.now();
  const answers = new Map<string, unknown>();
  const asked: string[] = [];
  const acts: OperatorAct[] = [];

  const app = express();
  // What the real server forbids must not be needed here.
  app.use(createHeaders(() => false));
  app.use("/api", (request, response) => {
    asked.push(request.originalUrl);
    const path = decodeURIComponent(request.baseUrl + request.path);
    const { of } = request.query;
    const body = answers.get(typeof of === "string" ? `${path}?of=${of}` : path);
    if (request.query["as"] === "html") {
      sendMail(response, (body as { readonly html: string }).html);
      return;
    }
    response.status(body === undefined ? 404 : 200).json(body ?? null);
  });
  app.use(express.static(dir));
  const http = createServer(app);
  const live = new Server<PageToServer, ServerToPage>(http);
  live.on("connection", (page) => {
    saidMs = Date.now();
    page.emit("hello", hello);
    page.on("act", (act, reply) => {
      acts.push(act);
      reply(result);
    });
  });
  const beats = setInterval(
    () => live.emit("beat", { serverMs: hello.serverMs + Date.now() - saidMs, seq }),
    beatEveryMs,
  );
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    pages: live,
    asked,
    acts,
    say: (next) => {
      hello = next;
      seq = next.seq;
    },
    answer: (path, body) => void answers.set(path, body),
    answersActs: (next) => {
      result = next;
    },
    beatsWith: (next) => {
      seq = next;
    },
    hangUp: () => void live.disconnectSockets(true),
    close: async () => {
      clearInterval(beats);
      await live.close();
    },
  };
}
