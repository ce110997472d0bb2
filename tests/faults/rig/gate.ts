import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

/** Stands in front of a real InfluxDB, passes everything on, and can fail in ways that a real one seldom does. */
export interface Gate {
  readonly url: string;
  /** Writes that came by, in order. */
  readonly writes: readonly string[];
  /** From now on a write goes in, but its answer ends after the head. */
  stall(): void;
  /** From now on answers come whole again. */
  open(): void;
  /** Answers that were left hanging. */
  readonly stalled: number;
}

/** Ends with the test. */
export async function openGate(target: string): Promise<Gate> {
  const writes: string[] = [];
  let isStalling = false;
  let stalled = 0;
  const server = createServer((question, answer) => void pass(question, answer));

  const pass = async (question: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of question) parts.push(part);
    const body = Buffer.concat(parts);
    const isWrite = question.url?.startsWith("/write") === true;
    if (isWrite) writes.push(body.toString());
    const told = await forward(question, body);
    const [status, text] = told;
    if (isWrite && isStalling) {
      stalled++;
      answer.writeHead(500, { "content-length": 1000 });
      answer.flushHeaders();
      return;
    }
    answer.writeHead(status, { "content-type": "application/json", "x-influxdb-version": "1.6.7" });
    answer.end(status === 204 ? undefined : text);
  };
  const forward = ({ method, url, headers }: IncomingMessage, body: Buffer): Promise<[number, string]> =>
    new Promise((resolve) => {
      const sent = request(`${target}${url ?? ""}`, { method, headers }, (answer) => {
        let text = "";
        answer.on("data", (part: Buffer) => {
          text += part.toString();
        });
        answer.once("end", () => resolve([answer.statusCode ?? 502, text]));
      });
      sent.once("error", (error) => resolve([502, error.message]));
      sent.end(body);
    });

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    writes,
    stall() {
      isStalling = true;
    },
    open() {
      isStalling = false;
    },
    get stalled() {
      return stalled;
    },
  };
}
