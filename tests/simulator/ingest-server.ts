import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How a request to the ingest server is answered; `drop` cuts the connection without an answer. */
export type Reply =
  | { readonly status: number; readonly retryAfter?: string; readonly text?: string }
  | "drop";

/** A real HTTP server in the place of the ingest server, with a script of bad moments. */
export interface IngestServer {
  readonly url: string;
  /** Lines of the bodies answered with 2xx, in order. */
  readonly taken: string[];
  /** Path and query of every request. */
  readonly asked: string[];
  /** Answers of the next writes, before it goes on with 204. */
  readonly script: Reply[];
  /** Body of `GET /api/v1/loops/...`; `null` answers 404. */
  loop: string | null;
  close(): Promise<void>;
}

/** Listens on a free loopback port. */
export async function startIngestServer(): Promise<IngestServer> {
  const taken: string[] = [];
  const asked: string[] = [];
  const script: Reply[] = [];
  const state = { loop: null as string | null };
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    if (request.method === "GET") {
      response.writeHead(state.loop === null ? 404 : 200).end(state.loop ?? "{}");
      return;
    }
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => reply(request, response, body));
  });
  const reply = (request: IncomingMessage, response: ServerResponse, body: string) => {
    const next = script.shift() ?? { status: 204 };
    if (next === "drop") {
      request.socket.destroy();
      return;
    }
    if (next.status < 300) taken.push(...body.split("\n").filter((line) => line !== ""));
    response.writeHead(next.status, next.retryAfter === undefined ? {} : { "retry-after": next.retryAfter });
    response.end(next.status === 204 ? undefined : (next.text ?? ""));
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    taken,
    asked,
    script,
    get loop() {
      return state.loop;
    },
    set loop(body) {
      state.loop = body;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
