import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

/** The SMTP answer given at a point, now or when the test says so; `null`: yes. */
type Scripted = number | null | Promise<number | null>;

/** What a real SMTP server in this process does. */
export interface SmtpScript {
  readonly recipient?: (address: string) => Scripted;
  readonly data?: () => Scripted;
  readonly auth?: number;
  /** Left out: a free port. */
  readonly port?: number;
}

/** A real SMTP server on a free loopback port. */
export interface SmtpPeer {
  readonly url: string;
  readonly port: number;
  readonly mails: readonly ParsedMail[];
  /** Connections opened so far. */
  connections(): number;
  close(): Promise<void>;
}

const toRefusal = (responseCode: number | null): Error | null =>
  responseCode === null ? null : Object.assign(new Error("scripted answer"), { responseCode });

/** Takes every mail unless the script says otherwise. */
export async function startSmtpPeer(script: SmtpScript = {}): Promise<SmtpPeer> {
  const mails: ParsedMail[] = [];
  let connections = 0;
  const server = new SMTPServer({
    disabledCommands: script.auth === undefined ? ["AUTH", "STARTTLS"] : ["STARTTLS"],
    allowInsecureAuth: true,
    authOptional: true,
    logger: false,
    closeTimeout: 100,
    onConnect(_session, answer) {
      connections++;
      answer();
    },
    onAuth(_auth, _session, answer) {
      answer(toRefusal(script.auth ?? 535));
    },
    onRcptTo({ address }, _session, answer) {
      void Promise.resolve(script.recipient?.(address) ?? null).then((code) => answer(toRefusal(code)));
    },
    onData(stream, _session, answer) {
      simpleParser(stream).then(async (mail) => {
        const refusal = toRefusal((await script.data?.()) ?? null);
        if (refusal === null) mails.push(mail);
        answer(refusal);
      }, answer);
    },
  });
  // Clients that hang up in mid-sentence are part of the tests.
  server.on("error", () => undefined);
  const listener = server.listen(script.port ?? 0, "127.0.0.1");
  await once(listener, "listening");
  const port = toPort(listener.address());
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    mails,
    connections: () => connections,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A server of another kind than mail servers should be. */
export interface OddPeer {
  readonly url: string;
  close(): Promise<void>;
}

/** Accepts connections and never says a word. */
export const startSilentPeer = (): Promise<OddPeer> => startOddPeer(() => undefined);

/** Greets, and then sends the first line of an answer again and again. */
export const startTricklingPeer = (): Promise<OddPeer> =>
  startOddPeer((socket) => {
    socket.write("220 welcome\r\n");
    const trickle = setInterval(() => socket.write("250-still here\r\n"), 10);
    socket.on("close", () => clearInterval(trickle));
  });

async function startOddPeer(greet: (socket: Socket) => void): Promise<OddPeer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    greet(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `smtp://127.0.0.1:${toPort(server.address())}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** A way to a real SMTP server that can break off in the middle of a mail. */
export interface BreakingFront extends OddPeer {
  /** The next mails are cut off behind their first bytes: so many of them. */
  breaks(mails: number): void;
  /** Mails cut off so far. */
  broken(): number;
}

/** Passes everything on to `port`, both ways, unless it is told to break off. */
export async function startBreakingFront(port: number): Promise<BreakingFront> {
  let left = 0;
  let broken = 0;
  const peer = await startOddPeer((socket) => {
    const inner = connect(port, "127.0.0.1");
    let inMail = false;
    inner.on("error", () => socket.destroy());
    inner.on("close", () => socket.destroy());
    socket.on("close", () => inner.destroy());
    inner.on("data", (part) => {
      // The answers to several commands may come in one piece.
      if (/^354/m.test(part.toString("latin1"))) inMail = true;
      socket.write(part);
    });
    socket.on("data", (part) => {
      if (!inMail || left === 0) {
        inner.write(part);
        return;
      }
      left -= 1;
      broken += 1;
      inner.write(part.subarray(0, 20), () => socket.destroy());
    });
  });
  return {
    ...peer,
    breaks(mails) {
      left = mails;
    },
    broken: () => broken,
  };
}

/** The address of a port that was free a moment ago, where nobody listens. */
export async function findDeadUrl(): Promise<string> {
  const peer = await startSilentPeer();
  await peer.close();
  return peer.url;
}

function toPort(address: ReturnType<ReturnType<typeof createServer>["address"]>): number {
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}
