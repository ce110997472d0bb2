import { once } from "node:events";
import { SMTPServer } from "smtp-server";
import type { TestCertificates } from "./tls-front.ts";

/** A mail as it came over the wire. */
export interface RawMail {
  readonly text: string;
  readonly isEncrypted: boolean;
}

/** A real SMTP server that keeps every byte of a mail. */
export interface RawSmtpPeer {
  readonly port: number;
  readonly mails: readonly RawMail[];
  close(): Promise<void>;
}

/** Offers STARTTLS where it has a certificate, or speaks TLS from the start. */
export async function startRawSmtpPeer(
  certificates: Pick<TestCertificates, "key" | "cert"> | null,
  mode: "starttls" | "tls" = "starttls",
): Promise<RawSmtpPeer> {
  const mails: RawMail[] = [];
  const server = new SMTPServer({
    ...(certificates ?? {}),
    secure: mode === "tls",
    disabledCommands: certificates === null ? ["AUTH", "STARTTLS"] : ["AUTH"],
    authOptional: true,
    logger: false,
    closeTimeout: 100,
    onData(stream, session, answer) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        mails.push({ text: Buffer.concat(chunks).toString("latin1"), isEncrypted: session.secure });
        answer();
      });
    },
  });
  // Clients that do not trust the certificate hang up in mid-sentence.
  server.on("error", () => undefined);
  const listener = server.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    port: address.port,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
