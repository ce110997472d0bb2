import type { OccurrenceId } from "../../protocol/ids.ts";
import type { NoticeView } from "../../protocol/notice.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { Notice } from "../domain/notice/notice.ts";

/** Settled notices kept for the page, newest; the state store has them all. */
const mostSettled = 200;

/** Alarm threads whose first subject is remembered; an alarm older than this many others gets no more mails. */
const mostThreads = 1000;

/** The notices that wait, whole; of the settled ones what the page lists. */
export interface NoticeRegister {
  /** Takes a notice or its new version. */
  put(notice: Notice): void;
  has(id: string): boolean;
  /** Pending notices: urgent ones first, then the oldest. */
  waiting(): readonly Notice[];
  /** Newest first. */
  list(): readonly NoticeView[];
  threadSubject(occurrenceId: OccurrenceId): string | null;
  /** Waiting after a failed attempt, and given up since `sinceMs`. */
  undelivered(sinceMs: EpochMs): { readonly waiting: number; readonly givenUp: number };
  /** Why the oldest waiting notice failed last; `null` when none that waits has failed. */
  lastError(): string | null;
}

/** A notice as the page lists it: without the mail's body. */
export const toNoticeView = ({ id, occurrenceId, reason, createdMs, mail, state }: Notice): NoticeView => ({
  id,
  occurrenceId,
  to: mail.to,
  subject: mail.subject,
  reason,
  createdMs,
  state,
});

const forgetOldest = (map: Map<string, unknown>, most: number): void => {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
};

/** Memory is bounded except by what waits, which nobody may drop. */
export function createNoticeRegister(): NoticeRegister {
  const waitingById = new Map<string, Notice>();
  const settledById = new Map<string, NoticeView>();
  const subjectByOccurrence = new Map<OccurrenceId, string>();

  const all = (): readonly NoticeView[] => [
    ...settledById.values(),
    ...[...waitingById.values()].map((notice) => toNoticeView(notice)),
  ];

  return {
    put(notice) {
      const { id, occurrenceId, mail, state } = notice;
      if (occurrenceId !== null && !subjectByOccurrence.has(occurrenceId)) {
        subjectByOccurrence.set(occurrenceId, mail.subject);
        forgetOldest(subjectByOccurrence, mostThreads);
      }
      if (state.kind === "pending") {
        waitingById.set(id, notice);
        return;
      }
      waitingById.delete(id);
      settledById.set(id, toNoticeView(notice));
      forgetOldest(settledById, mostSettled);
    },
    has: (id) => waitingById.has(id) || settledById.has(id),
    waiting: () =>
      [...waitingById.values()].sort(
        (a, b) => Number(b.mail.urgent) - Number(a.mail.urgent) || a.createdMs - b.createdMs,
      ),
    list: () => [...all()].sort((a, b) => b.createdMs - a.createdMs),
    threadSubject: (occurrenceId) => subjectByOccurrence.get(occurrenceId) ?? null,
    undelivered(sinceMs) {
      const failed = [...waitingById.values()].filter(
        ({ state }) => state.kind === "pending" && state.attempts > 0,
      );
      const givenUp = [...settledById.values()].filter(
        ({ state }) => state.kind === "given up" && state.atMs >= sinceMs,
      );
      return { waiting: failed.length, givenUp: givenUp.length };
    },
    lastError() {
      for (const { state } of waitingById.values())
        if (state.kind === "pending" && state.lastError !== null) return state.lastError;
      return null;
    },
  };
}
