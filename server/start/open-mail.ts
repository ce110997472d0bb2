import { join } from "node:path";
import { createKeptMailbox, type KeptMailbox } from "../adapters/mail/kept-mailbox.ts";
import { createSmtpMailer } from "../adapters/mail/smtp-mailer.ts";
import { type Clock, type Log, MailError, type Mailer } from "../app/ports.ts";
import type { Config } from "../boundary/config.ts";
import { StartError } from "./start-error.ts";

/** A way for mails to leave, and the mailbox that keeps them when no other mail server is configured. */
export interface OpenMail {
  readonly mailer: Mailer;
  readonly mailbox: KeptMailbox | null;
  close(): Promise<void>;
}

/** `SMTP_URL` when it is set; else a mail server of our own that keeps every mail under `<dataDir>/mail`. */
export async function openMail(
  config: Config["mail"],
  dataDir: string,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<OpenMail> {
  if (config.smtpUrl !== null) {
    try {
      const mailer = createSmtpMailer({ url: config.smtpUrl, from: config.from });
      return { mailer, mailbox: null, close: () => mailer.close() };
    } catch (cause) {
      if (!(cause instanceof MailError)) throw cause;
      throw new StartError(`${cause.message} Check SMTP_URL, or unset it to keep mails here.`, cause);
    }
  }
  const mailbox = await createKeptMailbox({ folder: join(dataDir, "mail"), clock, log });
  const mailer = createSmtpMailer({ url: mailbox.smtpUrl, from: config.from, name: "built-in mailbox" });
  return {
    mailer,
    mailbox,
    async close() {
      await mailer.close();
      await mailbox.close();
    },
  };
}
