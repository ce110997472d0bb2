import { join } from "node:path";
import type { KeptMailbox } from "../adapters/mail/kept-mailbox.ts";
import { createSmtpMailer } from "../adapters/mail/smtp-mailer.ts";
import { type Clock, type Log, MailError, type Mailer } from "../app/ports.ts";
import type { SmtpConfig } from "../boundary/notice-config.ts";
import { StartError } from "./start-error.ts";

/** A way for mails to leave, and the mailbox that keeps them when no other mail server is configured. */
export interface OpenMail {
  readonly mailer: Mailer;
  readonly mailbox: KeptMailbox | null;
  close(): Promise<void>;
}

/** `SMTP_URL` when it is set; else a mail server of our own that keeps every mail under `<dataDir>/mail`. */
export async function openMail(
  config: SmtpConfig,
  dataDir: string,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<OpenMail> {
  const { url, from } = config;
  if (url !== null) {
    try {
      const mailer = createSmtpMailer({ ...config, url });
      return { mailer, mailbox: null, close: () => mailer.close() };
    } catch (cause) {
      if (!(cause instanceof MailError)) throw cause;
      throw new StartError(
        `${cause.message} Check SMTP_URL and the section smtp, or unset SMTP_URL to keep mails here.`,
        cause,
      );
    }
  }
  // Loaded only where it is used: its libraries take a quarter of a start.
  const { createKeptMailbox } = await import("../adapters/mail/kept-mailbox.ts");
  const mailbox = await createKeptMailbox({ folder: join(dataDir, "mail"), clock, log });
  const mailer = createSmtpMailer({ url: mailbox.smtpUrl, from, name: "built-in mailbox" });
  return {
    mailer,
    mailbox,
    async close() {
      await mailer.close();
      await mailbox.close();
    },
  };
}
