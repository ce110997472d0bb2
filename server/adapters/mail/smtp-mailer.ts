import { createTransport, type NodemailerError } from "nodemailer";
import { type DurationMs, seconds } from "../../../protocol/time.ts";
import { MailError, type Mailer, type MailPicture } from "../../app/ports.ts";
import type { SmtpConfig } from "../../boundary/notice-config.ts";
import type { Mail } from "../../domain/notice/notice.ts";
import { toMessage } from "./mail-message.ts";
import { toSecurity } from "./smtp-security.ts";

/** A machine that takes no connection within this is not there. */
const connectMs: DurationMs = seconds(10);

/**
 * Silence of a mail server after which it counts as not there. Servers that let strangers wait, or look through a mail before
 * they take it, need half a minute an answer; RFC 5321, 4.5.3.2, asks for minutes. Whoever hangs up behind the last word of a
 * mail that is being looked through sends it again and again, for it was taken each time.
 */
export const usualSilenceMs: DurationMs = seconds(60);

/** A whole delivery may take this many silences: a server that trickles its answers is never silent. */
const silencesPerDelivery = 5;

/** How long a delivery that is under way may still take when the mailer is closed. */
const closeGraceMs: DurationMs = seconds(1);

/** Connections at once unless configured otherwise. */
const usualConnections = 4;

/** Address of a mail server and what it is told; what is left out of the configuration is as usual. */
export interface SmtpOptions extends Partial<Omit<SmtpConfig, "url" | "from">> {
  /** `smtp://user:password@host:port`, or `smtps://…` for TLS from the start. */
  readonly url: string;
  /** Sender's address, with or without a name. */
  readonly from: string;
  /** Shown to people in place of host and port. */
  readonly name?: string;
  /** Silence after which the server counts as not there. */
  readonly silenceMs?: DurationMs;
}

/**
 * Sends through an SMTP server, over connections that are kept. Throws `MailError` when the address, a
 * certificate or a key cannot be read. Permanent is only the server's refusal of this very mail (5xx to its sender, recipient or body): a wrong
 * password or a server that is closed for us is for the operator to mend, and the mail waits meanwhile.
 */
export function createSmtpMailer(options: SmtpOptions): Mailer {
  const address = parseSmtpUrl(options.url);
  const limitMs = options.silenceMs ?? usualSilenceMs;
  const transport = createTransport(
    {
      pool: true,
      url: options.url,
      ...toSecurity(options),
      maxConnections: options.connections ?? usualConnections,
      // One, for a kept connection that the server has meanwhile closed; other retries are the outbox's.
      maxRequeues: 1,
      connectionTimeout: Math.min(limitMs, connectMs),
      greetingTimeout: limitMs,
      socketTimeout: limitMs,
      dnsTimeout: Math.min(limitMs, connectMs),
    },
    {
      from: options.from,
      ...(options.replyTo == null ? {} : { replyTo: options.replyTo }),
      disableFileAccess: true,
      disableUrlAccess: true,
    },
  );
  const closing = new AbortController();
  const underWay = new Set<Promise<unknown>>();

  const deliver = async (mail: Mail, picture: MailPicture | null): Promise<{ readonly response: string }> => {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(limitMs * silencesPerDelivery)]);
    try {
      const info = await transport.sendMail({ ...toMessage(mail, picture), signal });
      // With several addresses nodemailer counts one that was accepted as success.
      const refused = info.rejectedErrors?.[0];
      if (refused !== undefined) throw refused;
      return { response: info.response };
    } catch (error) {
      throw toMailError(error, address.host);
    }
  };

  return {
    name: options.name ?? address.host,
    send(mail, picture) {
      const delivery = deliver(mail, picture);
      const ended = delivery.then(
        () => undefined,
        () => undefined,
      );
      underWay.add(ended);
      void ended.then(() => underWay.delete(ended));
      return delivery;
    },
    async close() {
      const grace = new Promise((resolve) => setTimeout(resolve, closeGraceMs).unref());
      if (underWay.size > 0) await Promise.race([Promise.all(underWay), grace]);
      closing.abort();
      transport.close();
    },
  };
}

function parseSmtpUrl(url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address === null || !/^smtps?:$/.test(address.protocol) || address.hostname === "")
    // The address itself stays out of the message: it may hold a password.
    throw new MailError("The mail server's address must look like smtp://user:password@host:587.", false);
  return address;
}

/** Codes of nodemailer for an answer to this mail, rather than to the connection or the login. */
const aboutThisMail: readonly string[] = ["EENVELOPE", "EMESSAGE"];

/** 530 "authentication required" comes in answer to a mail's sender and yet is about the login. */
const loginRequired = 530;

function toMailError(error: unknown, host: string): MailError {
  if (!(error instanceof Error)) return new MailError(`${host}: ${String(error)}`, true, error);
  const { code, permanent, responseCode }: NodemailerError = error;
  const final =
    aboutThisMail.includes(code ?? "") &&
    responseCode !== loginRequired &&
    // Without an answer's number it was nodemailer that found no address to send to.
    (permanent ?? (responseCode === undefined && code === "EENVELOPE"));
  return new MailError(`${host}: ${error.message}`, !final, error);
}
