import { MailError, type Mailer } from "../../server/app/ports.ts";
import type { Mail } from "../../server/domain/notice/notice.ts";

/** What the mail server behind a `MemoryMailer` does with the next mails. */
export type MailAnswer = "takes" | "busy" | "refuses" | "silent";

/** A mailer that keeps what it took; passes the same contract suite as the one that speaks SMTP. */
export interface MemoryMailer extends Mailer {
  /** Mails taken, in order. */
  readonly taken: readonly Mail[];
  /** Mails that were tried, taken or not. */
  readonly tried: readonly Mail[];
  /** `silent`: deliveries stay under way until the answer changes. */
  answers(answer: MailAnswer): void;
}

/** Takes every mail until told otherwise. */
export function createMemoryMailer(): MemoryMailer {
  const taken: Mail[] = [];
  const tried: Mail[] = [];
  let answer: MailAnswer = "takes";
  let closed = false;
  let waiting: (() => void)[] = [];

  const decide = async (mail: Mail): Promise<{ readonly response: string }> => {
    while (answer === "silent" && !closed) await new Promise<void>((resolve) => waiting.push(resolve));
    if (closed) throw new MailError("memory: the mailer was closed", true);
    if (answer === "busy") throw new MailError("memory: 451 busy, try again later", true);
    if (answer === "refuses") throw new MailError("memory: 550 no such person", false);
    taken.push(mail);
    return { response: "250 taken" };
  };
  const wakeAll = (): void => {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };

  return {
    name: "memory",
    taken,
    tried,
    answers(next) {
      answer = next;
      wakeAll();
    },
    send(mail) {
      tried.push(mail);
      return decide(mail);
    },
    async close() {
      closed = true;
      wakeAll();
    },
  };
}
