import type { OccurrenceId } from "../../protocol/ids.ts";
import type { NoticeView } from "../../protocol/notice.ts";
import { type DurationMs, days, type EpochMs } from "../../protocol/time.ts";
import type { Health } from "../../protocol/wire.ts";
import { type DeliveryOutcome, decideDelivery, longestBackoffMs } from "../domain/notice/decide-delivery.ts";
import type { Mail, Notice } from "../domain/notice/notice.ts";
import { createNoticeRegister, toNoticeView } from "./notice-register.ts";
import { createNoticeSaver } from "./notice-saver.ts";
import { type Cancel, type Clock, type Log, MailError, type Mailer, type StateStore } from "./ports.ts";

/** Mails on their way at once: one slow mail does not hold up the next, and a mail server is not flooded. */
const mostAtOnce = 2;

/** How long a notice that was given up keeps the mail's health from being fine. */
const givenUpShownMs = days(1);

/** What the outbox works with. `onNotice` hears every change of every notice; it must not throw. */
export interface OutboxParts {
  readonly state: Pick<StateStore, "commit">;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly log: Log;
  readonly onNotice: (notice: NoticeView) => void;
}

/**
 * Mails that were decided on, until a mail server took them. No call waits for a mail server, none throws. A
 * crash between sending and recording sends once more, with the same Message-ID: at least once, never not at all.
 */
export interface Outbox {
  /** Takes notices that the caller has already committed. One whose id is known is not taken again. */
  add(notices: readonly Notice[]): void;
  /** Takes up after a start what the state store has; what was waiting is tried at once. */
  recover(notices: readonly Notice[]): void;
  /** Tries everything that waits now, whatever its backoff says: the mail server may be back. */
  wake(): void;
  /** Newest first: all that wait, and the most recent that are settled. */
  list(): readonly NoticeView[];
  /** Subject of the first mail about an occurrence; `null` when none was written. */
  threadSubject(occurrenceId: OccurrenceId): string | null;
  /** Notices that reached nobody: waiting after a failed attempt, and given up since `sinceMs`. */
  undelivered(sinceMs: EpochMs): { readonly waiting: number; readonly givenUp: number };
  health(): Health["mail"];
  /** Starts nothing more; resolves when no mail is on its way. Closing the mailer cuts short what is. */
  stop(): Promise<void>;
}

/** Retries with growing pauses (`decide-delivery.ts`), at most `mostAtOnce` mails at a time, urgent ones first. */
export function createOutbox({ state, mailer, clock, log, onNotice }: OutboxParts): Outbox {
  const register = createNoticeRegister();
  const saver = createNoticeSaver({ state, clock, log });
  const sending = new Map<string, Promise<void>>();
  let stopped = false;
  let cancelTimer: Cancel = () => undefined;

  const settle = (notice: Notice): void => {
    register.put(notice);
    saver.save(notice);
    onNotice(toNoticeView(notice));
  };

  const deliver = async (notice: Notice): Promise<void> => {
    const outcome = await attempt(mailer, notice.mail);
    // A mail cut off by our own stop has not failed; it waits for the next start as it is.
    if (stopped && outcome.kind === "failed") return;
    const next = decideDelivery(notice, outcome, clock.nowMs());
    const detail = { notice: notice.id, to: notice.mail.to, state: next.kind };
    if (outcome.kind === "taken") log.info("A mail was taken.", { ...detail, response: outcome.response });
    else log.warn("A mail was not taken.", { ...detail, error: outcome.message });
    settle({ ...notice, state: next });
  };

  const pump = (): void => {
    cancelTimer();
    if (stopped) return;
    const nowMs = clock.nowMs();
    for (const notice of register.waiting()) {
      if (sending.size >= mostAtOnce) return; // The end of a delivery pumps again.
      if (sending.has(notice.id) || !isDue(notice, nowMs)) continue;
      const run = deliver(notice)
        .catch((cause: unknown) =>
          log.error("A mail's outcome could not be handled.", { notice: notice.id, cause }),
        )
        .finally(() => {
          sending.delete(notice.id);
          pump();
        });
      sending.set(notice.id, run);
    }
    const waits = register
      .waiting()
      .filter(({ id }) => !sending.has(id))
      .map((notice) => waitMs(notice, nowMs));
    if (waits.length > 0) cancelTimer = clock.after(Math.min(...waits), pump);
  };

  // Through a timer and not at once: even the composing of a mail shall not hold up the caller's alarm.
  const pumpSoon = (): void => {
    cancelTimer();
    if (!stopped) cancelTimer = clock.after(0, pump);
  };

  return {
    add(notices) {
      for (const notice of notices) {
        if (register.has(notice.id)) continue;
        register.put(notice);
        onNotice(toNoticeView(notice));
      }
      pumpSoon();
    },
    recover(notices) {
      for (const notice of notices) register.put(dueNow(notice, clock.nowMs()));
      pumpSoon();
    },
    wake() {
      for (const notice of register.waiting()) register.put(dueNow(notice, clock.nowMs()));
      pumpSoon();
    },
    list: () => register.list(),
    threadSubject: (occurrenceId) => register.threadSubject(occurrenceId),
    undelivered: (sinceMs) => register.undelivered(sinceMs),
    health() {
      const { waiting, givenUp } = register.undelivered(clock.nowMs() - givenUpShownMs);
      const unsaved = saver.unsaved();
      return {
        name: mailer.name,
        ok: waiting + givenUp + unsaved === 0,
        detail: toHealthText({ waiting, givenUp, unsaved, lastError: register.lastError() }),
        waiting: register.waiting().length,
      };
    },
    async stop() {
      stopped = true;
      cancelTimer();
      await Promise.all(sending.values());
      saver.stop();
    },
  };
}

/** One attempt as a value. What is not the port's own error is a bug of an adapter, and no reason to lose a mail. */
async function attempt(mailer: Mailer, mail: Mail): Promise<DeliveryOutcome> {
  try {
    const { response } = await mailer.send(mail);
    return { kind: "taken", response };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "failed", retryable: !(error instanceof MailError) || error.retryable, message };
  }
}

/** Due, or set so far ahead that the wall clock must have been put back since: then the pause means nothing. */
const isDue = (notice: Notice, nowMs: EpochMs): boolean => waitMs(notice, nowMs) === 0;

function waitMs({ state }: Notice, nowMs: EpochMs): DurationMs {
  if (state.kind !== "pending") return longestBackoffMs;
  const ms = Math.max(0, state.nextAttemptMs - nowMs);
  return ms > longestBackoffMs ? 0 : ms;
}

const dueNow = (notice: Notice, nowMs: EpochMs): Notice =>
  notice.state.kind === "pending" ? { ...notice, state: { ...notice.state, nextAttemptMs: nowMs } } : notice;

function toHealthText(standing: {
  readonly waiting: number;
  readonly givenUp: number;
  readonly unsaved: number;
  readonly lastError: string | null;
}): string {
  const { waiting, givenUp, unsaved, lastError } = standing;
  const parts = [
    ...(waiting === 0
      ? []
      : [`${toMails(waiting)} not delivered yet, tried again: ${lastError ?? "no answer"}`]),
    ...(givenUp === 0 ? [] : [`${toMails(givenUp)} given up in the last day`]),
    ...(unsaved === 0 ? [] : [`the state of ${toMails(unsaved)} could not be recorded on disk`]),
  ];
  return parts.length === 0 ? "Every mail was taken." : `${parts.join("; ")}.`;
}

const toMails = (n: number): string => (n === 1 ? "1 mail" : `${n} mails`);
