import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { SMTPServer } from "smtp-server";

/** A real mail server in this process that counts what it took. */
export interface MailServer {
  readonly url: string;
  /** Subjects, oldest first. */
  readonly subjects: readonly string[];
  close(): Promise<void>;
}

/** Waits so long before each answer to a recipient and to a mail. */
export async function startMailServer(answerAfterMs: number): Promise<MailServer> {
  const subjects: string[] = [];
  const closing = new AbortController();
  const pause = (): Promise<void> =>
    answerAfterMs === 0
      ? Promise.resolve()
      : delay(answerAfterMs, undefined, { signal: closing.signal }).catch(() => undefined);
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    logger: false,
    closeTimeout: 100,
    onMailFrom: (_address, _session, answer) => void pause().then(() => answer()),
    onRcptTo: (_address, _session, answer) => void pause().then(() => answer()),
    onData(stream, _session, answer) {
      let head = "";
      stream.on("data", (part: Buffer) => {
        if (head.length < 20_000) head += part.toString("latin1");
      });
      stream.on("end", () => {
        subjects.push(/^Subject: (.*)$/m.exec(head)?.[1]?.trim() ?? "");
        void pause().then(() => answer());
      });
    },
  });
  server.on("error", () => undefined);
  const listener = server.listen(0, "127.0.0.1");
  await once(listener, "listening");
  return {
    url: toUrl(listener.address()),
    subjects,
    close() {
      closing.abort();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** The address of a mail server that is away: nobody listens there. */
export async function findAwayUrl(): Promise<string> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = toUrl(server.address());
  server.close();
  await once(server, "close");
  return url;
}

function toUrl(address: ReturnType<ReturnType<typeof createServer>["address"]>): string {
  if (address === null || typeof address === "string") throw new Error("The mail server has no port.");
  return `smtp://127.0.0.1:${address.port}`;
}
