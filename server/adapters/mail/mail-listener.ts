import { once } from "node:events";
import { SMTPServer, type SMTPServerDataStream } from "smtp-server";
import type { Log } from "../../app/ports.ts";

/** Largest mail taken, bytes. Ours are under 100 KB. */
const largestMailBytes = 1_000_000;

/** Connections at once; our own mailer uses two. */
const mostClients = 20;

/** How long a client may finish when the server closes, ms. */
const closeTimeoutMs = 500;

/** An SMTP server that is listening on the loopback interface. */
export interface MailListener {
  readonly port: number;
  close(): Promise<void>;
}

/** An error with the number that the SMTP client is answered with. */
const toSmtpError = (message: string, responseCode: number): Error =>
  Object.assign(new Error(message), { responseCode });

/**
 * Takes mails by SMTP on a free port of 127.0.0.1, without login or TLS: only this machine can reach it. A mail is
 * answered 250 after `keep` resolved, 452 ("insufficient storage", the client tries again) when it rejected.
 */
export async function listenForMail(keep: (mail: Buffer) => Promise<void>, log: Log): Promise<MailListener> {
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    authOptional: true,
    disableReverseLookup: true,
    size: largestMailBytes,
    maxClients: mostClients,
    closeTimeout: closeTimeoutMs,
    banner: "Loopwatch built-in mailbox",
    logger: false,
    onData(stream, _session, answer) {
      take(stream, keep).then(
        () => answer(null, "Kept"),
        (error: unknown) => {
          log.error("A mail could not be kept.", { cause: error });
          answer(
            error instanceof Error && "responseCode" in error
              ? error
              : toSmtpError("Cannot keep the mail now", 452),
          );
        },
      );
    },
  });
  // Once it listens, errors are those of single connections, and the server goes on.
  server.on("error", (cause) => log.warn("A connection to the built-in mailbox failed.", { cause }));
  const listener = server.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("The built-in mailbox has no port.");
  return {
    port: address.port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function take(stream: SMTPServerDataStream, keep: (mail: Buffer) => Promise<void>): Promise<void> {
  const chunks: Buffer[] = [];
  // An oversized mail is read to its end, which SMTP asks for, but not held in memory.
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk);
  if (stream.sizeExceeded) throw toSmtpError(`The mail is larger than ${largestMailBytes} bytes`, 552);
  await keep(Buffer.concat(chunks));
}
