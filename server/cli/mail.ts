import { writeFileSync } from "node:fs";
import { hostname } from "node:os";
import type { EpochMs } from "../../protocol/time.ts";
import { createSmtpMailer } from "../adapters/mail/smtp-mailer.ts";
import { createResvgRasterizer } from "../adapters/picture/resvg-rasterizer.ts";
import { createPlotter } from "../app/plotter.ts";
import { MailError, type Mailer } from "../app/ports.ts";
import type { Environment } from "../boundary/config-env.ts";
import type { SmtpConfig } from "../boundary/notice-config.ts";
import { toMailPreview } from "../domain/notice/mail-preview.ts";
import { toMailHost } from "../domain/notice/message-id.ts";
import { renderTestMail } from "../domain/notice/render-test-mail.ts";
import { writeLetter } from "../domain/notice/write-letter.ts";
import { CommandError } from "./command-error.ts";
import { readConfig } from "./configured.ts";
import { exampleOnsetMs } from "./example/example-alarms.ts";
import { createExampleHistory } from "./example/example-history.ts";
import { exampleCall, exampleSources } from "./example/example-letter.ts";
import { exampleLoop } from "./example/example-loop.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

/** Where a test mail goes and how it leaves. */
export interface MailTestOptions {
  readonly config?: string;
  readonly to?: string;
  readonly json: boolean;
}

/** What came of one test mail. */
interface Tried {
  readonly to: string;
  readonly ok: boolean;
  readonly answer: string;
}

/** `loopwatch mail --test`: hands a real mail to the configured server and prints what it answers. 1: it was not taken. */
export async function testMail(
  options: MailTestOptions,
  env: Environment,
  { terminal, nowMs }: { readonly terminal: Terminal; readonly nowMs: EpochMs },
): Promise<ExitCode> {
  const { smtp, addresses } = readSettings(options, env);
  if (smtp.url === null)
    throw new CommandError(
      "No mail server is configured: Loopwatch keeps its mails itself, and none would leave this machine. Set SMTP_URL.",
    );
  const mailer = openMailer({ ...smtp, url: smtp.url });
  const tried: Tried[] = [];
  for (const [i, to] of addresses.entries()) {
    const facts = { to, server: mailer.name, machine: hostname(), host: toMailHost(smtp.from), atMs: nowMs };
    tried.push(await attempt(mailer, to, () => mailer.send(renderTestMail({ ...facts, n: i + 1 }), null)));
  }
  await mailer.close();
  const isOk = tried.every(({ ok }) => ok);
  if (options.json)
    terminal.out(
      `${JSON.stringify({ ok: isOk, server: mailer.name, from: smtp.from, mails: tried }, null, 2)}\n`,
    );
  else
    for (const { to, ok, answer } of tried)
      terminal.out(`${to}: ${ok ? "taken" : "not taken"} by ${mailer.name}: ${answer}\n`);
  return isOk ? 0 : 1;
}

async function attempt(mailer: Mailer, to: string, send: () => ReturnType<Mailer["send"]>): Promise<Tried> {
  try {
    return { to, ok: true, answer: (await send()).response };
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    return { to, ok: false, answer: error.message.replace(`${mailer.name}: `, "") };
  }
}

function readSettings(
  { config: file, to }: MailTestOptions,
  env: Environment,
): { readonly smtp: SmtpConfig; readonly addresses: readonly string[] } {
  const { notice, smtp } = readConfig(file, env);
  const known = notice.people.flatMap(({ mail }) => (mail === null ? [] : [mail]));
  const addresses = to === undefined ? [...new Set(known)] : [to];
  if (addresses.length === 0)
    throw new CommandError("Nobody in the configuration has a mail address. Say one with --to.");
  return { smtp, addresses };
}

function openMailer(smtp: SmtpConfig & { readonly url: string }): Mailer {
  try {
    return createSmtpMailer(smtp);
  } catch (error) {
    if (error instanceof MailError) throw new CommandError(error.message, error);
    throw error;
  }
}

/** `loopwatch mail --preview`: the exact mail of an example alarm, as a page that any browser shows. */
export async function previewMail(file: string, terminal: Terminal): Promise<ExitCode> {
  const warn = (message: string): void => terminal.err(`${message}\n`);
  const { notices } = writeLetter(exampleCall, exampleSources());
  const mail = notices.flatMap(({ message }) => (message.kind === "mail" ? [message.mail] : []))[0];
  if (mail === undefined) throw new CommandError("The example tells nobody.");
  const plotter = createPlotter({
    loops: [exampleLoop],
    store: createExampleHistory(exampleOnsetMs),
    rasterizer: await createResvgRasterizer({ warn }),
    clock: { after: (ms, run) => toCancel(setTimeout(run, ms)) },
    log: { warn },
  });
  const picture = mail.plot === null ? null : await plotter.draw(mail.plot);
  const { subject, html } = toMailPreview(mail, picture);
  try {
    writeFileSync(file, html);
  } catch (cause) {
    throw new CommandError(`${file} cannot be written.`, cause);
  }
  terminal.out(`${file} shows the mail "${subject}".\n`);
  return 0;
}

const toCancel = (timer: NodeJS.Timeout) => (): void => clearTimeout(timer);
