import { simpleParser } from "mailparser";
import type { KeptMail, KeptMailSummary } from "../../../protocol/notice.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import type { Clock, Log, Mailbox } from "../../app/ports.ts";
import { createMailFolder, type MailFolder, toReceivedMs } from "./mail-folder.ts";
import { listenForMail } from "./mail-listener.ts";

/** Mails that are listed, newest; older ones stay in the folder and can be read by their id. */
const mostListed = 500;

/** The part of a mail that can be its header, bytes; more is no header of a mail that a person wrote. */
const longestHeaderBytes = 64_000;

/** What the built-in mailbox needs. `folder` is made when it is missing. */
export interface KeptMailboxParts {
  readonly folder: string;
  readonly clock: Pick<Clock, "nowMs">;
  readonly log: Log;
}

/** The built-in mail server with the mails it has kept. */
export interface KeptMailbox extends Mailbox {
  /** Where to send mails to, e.g. `smtp://127.0.0.1:40123`. */
  readonly smtpUrl: string;
  /** Deletes mails received before a time and says how many. */
  dropBefore(ms: EpochMs): Promise<number>;
  close(): Promise<void>;
}

/** Starts a mail server on a free loopback port that keeps each mail as a file before it says "accepted". */
export async function createKeptMailbox({ folder, clock, log }: KeptMailboxParts): Promise<KeptMailbox> {
  const mailFolder = await createMailFolder(folder);
  let listed = await listNewest(mailFolder);
  const listeners: ((mail: KeptMailSummary) => void)[] = [];

  const keep = async (mail: Buffer): Promise<void> => {
    const id = await mailFolder.keep(mail, clock.nowMs());
    const summary = await toSummary(id, mail);
    listed = [summary, ...listed].slice(0, mostListed);
    for (const run of listeners) run(summary);
  };
  const listener = await listenForMail(keep, log);

  return {
    smtpUrl: `smtp://127.0.0.1:${listener.port}`,
    list: () => listed,
    async read(id) {
      const mail = await mailFolder.read(id);
      return mail === null ? null : toKeptMail(id, mail);
    },
    onMail: (run) => void listeners.push(run),
    async dropBefore(ms) {
      const dropped = new Set(await mailFolder.dropBefore(ms));
      listed = listed.filter(({ id }) => !dropped.has(id));
      return dropped.size;
    },
    close: () => listener.close(),
  };
}

async function listNewest(folder: MailFolder): Promise<readonly KeptMailSummary[]> {
  const summaries: KeptMailSummary[] = [];
  for (const id of (await folder.ids()).slice(0, mostListed)) {
    const mail = await folder.read(id);
    if (mail !== null) summaries.push(await toSummary(id, mail));
  }
  return summaries;
}

/**
 * Reads the header alone: the bodies of hundreds of mails would make a start slow. A mail that cannot be read is
 * listed all the same; refusing it now, after it was kept, would make the sender send it again.
 */
async function toSummary(id: string, mail: Buffer): Promise<KeptMailSummary> {
  const receivedMs = toReceivedMs(id) ?? 0;
  const end = mail.indexOf("\r\n\r\n");
  const header = mail.subarray(0, Math.min(end < 0 ? mail.length : end + 4, longestHeaderBytes));
  try {
    const { from, to, subject } = await simpleParser(header);
    const recipients = [to ?? []]
      .flat()
      .flatMap(({ value }) => value.map(({ address, name }) => address ?? name));
    return { id, receivedMs, from: from?.text ?? "", to: recipients, subject: subject ?? "" };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { id, receivedMs, from: "", to: [], subject: `Mail that cannot be read: ${why}` };
  }
}

/** Pictures that the HTML shows become part of it; what else came along is listed. */
async function toKeptMail(id: string, mail: Buffer): Promise<KeptMail> {
  const { text, html, attachments } = await simpleParser(mail, { skipTextToHtml: true });
  return {
    ...(await toSummary(id, mail)),
    text: text ?? "",
    html: html || null,
    attachments: attachments
      .filter(({ related }) => !related)
      .map(({ filename, contentType, size }) => ({
        name: filename ?? "without a name",
        type: contentType,
        bytes: size,
      })),
  };
}
