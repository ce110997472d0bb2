import type { NoticeState, NoticeView } from "../../protocol/notice.ts";
import type { EpochMs } from "../../protocol/time.ts";
import { isSettled, toAttempts } from "../domain/notice/decide-delivery.ts";
import type { Notice } from "../domain/notice/notice.ts";
import type { NoticeTally } from "./vitals.ts";

/** Notices that a page is shown, newest: not settled, and settled. The state store has them all. */
const mostWaitingShown = 300;
const mostSettledShown = 200;

/** The notices that wait, whole; of the settled ones what the page lists. */
export interface NoticeRegister {
  /** Takes a notice or its new version; it is not on its way then. */
  put(notice: Notice): void;
  /** An attempt begins. */
  sending(notice: Notice): void;
  /** One that is not settled; `null`: it is settled, or not known. */
  waiting(id: string): Notice | null;
  /** All that are not settled. */
  allWaiting(): Iterable<Notice>;
  has(id: string): boolean;
  view(notice: Notice): NoticeView;
  /** Newest first. */
  list(): readonly NoticeView[];
  /** Not settled. */
  onTheirWay(): number;
  counts(): NoticeTally;
  /** Not settled, after a failed attempt. */
  failed(): number;
  /** All that failed, also while the next attempt is under way, and of those that are listed what was given up since. */
  undelivered(sinceMs: EpochMs): readonly NoticeView[];
  /** Why the one that has failed for longest failed last; `null` when none has. */
  lastError(): string | null;
}

/** A notice as the page lists it: without what it brings. */
export const toNoticeView = (notice: Notice, state: NoticeState = notice.state): NoticeView => ({
  id: notice.id,
  incidentId: notice.incidentId,
  occurrenceId: notice.occurrenceId,
  channel: notice.message.kind,
  to: notice.message.kind === "mail" ? notice.message.mail.to : notice.message.hook.hook,
  person: notice.person,
  subject: notice.subject,
  reason: notice.reason,
  createdMs: notice.createdMs,
  state,
  insteadOf: notice.insteadOf,
});

/** Memory is bounded except by what waits, which nobody may drop. */
export function createNoticeRegister(): NoticeRegister {
  const waitingById = new Map<string, Notice>();
  const failedById = new Map<string, Notice>();
  const sending = new Set<string>();
  const settledById = new Map<string, NoticeView>();

  const settle = (notice: Notice): void => {
    waitingById.delete(notice.id);
    settledById.set(notice.id, toNoticeView(notice));
    for (const id of settledById.keys()) {
      if (settledById.size <= mostSettledShown) return;
      settledById.delete(id);
    }
  };

  const view = (notice: Notice): NoticeView => {
    if (!sending.has(notice.id)) return toNoticeView(notice);
    const lastError = "lastError" in notice.state ? notice.state.lastError : null;
    return toNoticeView(notice, { kind: "sending", attempt: toAttempts(notice) + 1, lastError });
  };

  return {
    put(notice) {
      const { id, state } = notice;
      sending.delete(id);
      if (state.kind === "retrying") failedById.set(id, notice);
      else failedById.delete(id);
      if (isSettled(notice)) settle(notice);
      else waitingById.set(id, notice);
    },
    sending: ({ id }) => void sending.add(id),
    waiting: (id) => waitingById.get(id) ?? null,
    allWaiting: () => waitingById.values(),
    has: (id) => waitingById.has(id) || settledById.has(id),
    view,
    list() {
      const waiting = [...waitingById.values()].sort((a, b) => b.createdMs - a.createdMs);
      const shown = [...waiting.slice(0, mostWaitingShown).map(view), ...settledById.values()];
      return shown.sort((a, b) => b.createdMs - a.createdMs);
    },
    onTheirWay: () => waitingById.size,
    counts() {
      const retrying = [...failedById.keys()].filter((id) => !sending.has(id)).length;
      return { queued: waitingById.size - sending.size - retrying, sending: sending.size, retrying };
    },
    failed: () => failedById.size,
    undelivered: (sinceMs) => [
      ...[...failedById.values()].map((notice) => toNoticeView(notice)),
      ...[...settledById.values()].filter(({ state }) => state.kind === "given up" && state.atMs >= sinceMs),
    ],
    lastError() {
      const [notice] = failedById.values();
      return notice?.state.kind === "retrying" ? notice.state.lastError : null;
    },
  };
}
