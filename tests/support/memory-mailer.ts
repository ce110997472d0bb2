import { type HookSender, MailError, type Mailer, type MailPicture } from "../../server/app/ports.ts";
import type { HookMessage, Mail } from "../../server/domain/notice/notice.ts";

/** What the server behind a memory carrier does with the next messages. */
export type Answer = "takes" | "busy" | "refuses" | "silent";

/** A carrier that keeps what it took. */
export interface MemoryCarrier<T> {
  /** Messages taken, in order. */
  readonly taken: readonly T[];
  /** Messages that were tried, taken or not. */
  readonly tried: readonly T[];
  /** `silent`: deliveries stay under way until the answer changes. For one recipient, or for all that are not named. */
  answers(answer: Answer, to?: string): void;
}

/** A mailer that keeps what it took; passes the same contract suite as the one that speaks SMTP. */
export interface MemoryMailer extends Mailer, MemoryCarrier<Mail> {
  /** What came with the mails tried. */
  readonly pictures: readonly (MailPicture | null)[];
}

/** A hook sender that keeps what it took; passes the same contract suite as the one that speaks HTTP. */
export interface MemoryHooks extends HookSender, MemoryCarrier<HookMessage> {}

interface Carrier<T> extends MemoryCarrier<T> {
  carry(message: T, to: string): Promise<{ readonly response: string }>;
  close(): void;
}

function createCarrier<T>(): Carrier<T> {
  const taken: T[] = [];
  const tried: T[] = [];
  const answerByRecipient = new Map<string, Answer>();
  let general: Answer = "takes";
  let closed = false;
  let waiting: (() => void)[] = [];
  const answerTo = (to: string): Answer => answerByRecipient.get(to) ?? general;
  const wakeAll = (): void => {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };

  return {
    taken,
    tried,
    answers(answer, to) {
      if (to === undefined) general = answer;
      else answerByRecipient.set(to, answer);
      wakeAll();
    },
    async carry(message, to) {
      tried.push(message);
      while (answerTo(to) === "silent" && !closed)
        await new Promise<void>((resolve) => waiting.push(resolve));
      if (closed) throw new MailError("memory: the carrier was closed", true);
      if (answerTo(to) === "busy") throw new MailError("memory: 451 busy, try again later", true);
      if (answerTo(to) === "refuses") throw new MailError("memory: 550 no such person", false);
      taken.push(message);
      return { response: "250 taken" };
    },
    close() {
      closed = true;
      wakeAll();
    },
  };
}

/** Takes every mail until told otherwise. */
export function createMemoryMailer(): MemoryMailer {
  const carrier = createCarrier<Mail>();
  const pictures: (MailPicture | null)[] = [];
  return {
    ...carrier,
    name: "memory",
    pictures,
    send(mail, picture) {
      pictures.push(picture);
      return carrier.carry(mail, mail.to);
    },
    close: () => Promise.resolve(carrier.close()),
  };
}

/** Takes every message until told otherwise. */
export function createMemoryHooks(): MemoryHooks {
  const carrier = createCarrier<HookMessage>();
  return { ...carrier, send: (message) => carrier.carry(message, message.hook) };
}
