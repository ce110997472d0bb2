import type { DeliveryOutcome } from "../domain/notice/decide-delivery.ts";
import type { Notice, NoticeMessage, PlotRequest } from "../domain/notice/notice.ts";
import {
  type HookSender,
  type Log,
  MailError,
  type Mailer,
  type MailPicture,
  type Plotter,
} from "./ports.ts";

/** How messages leave the house. */
export interface Carriers {
  readonly mailer: Mailer;
  readonly hooks: HookSender;
  readonly plotter: Plotter;
}

/**
 * One attempt as a value. `write`: what the notice brings at this moment. What is not the port's own error is a bug of an
 * adapter, and no reason to lose a notice.
 */
export async function carry(
  notice: Notice,
  write: () => NoticeMessage,
  carriers: Carriers,
  log: Log,
): Promise<DeliveryOutcome> {
  try {
    const { response } = await hand(toMessage(notice, write, log), carriers, log);
    return { kind: "taken", response };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { kind: "failed", retryable: !(error instanceof MailError) || error.retryable, message: text };
  }
}

function toMessage(notice: Notice, write: () => NoticeMessage, log: Log): NoticeMessage {
  try {
    return write();
  } catch (cause) {
    log.error("A notice could not be written anew; it goes as it was.", { notice: notice.id, cause });
    return notice.message;
  }
}

async function hand(
  message: NoticeMessage,
  { mailer, hooks, plotter }: Carriers,
  log: Log,
): Promise<{ readonly response: string }> {
  if (message.kind === "webhook") return hooks.send(message.hook);
  const { mail } = message;
  return mailer.send(mail, mail.plot === null ? null : await draw(mail.plot, plotter, log));
}

/** A mail without its picture says everything too. */
async function draw(request: PlotRequest, plotter: Plotter, log: Log): Promise<MailPicture | null> {
  try {
    return await plotter.draw(request);
  } catch (cause) {
    log.error("The picture of a mail could not be drawn; the mail goes without it.", { cause });
    return null;
  }
}
