import type { AlarmView } from "../../../protocol/alarm.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import type { Loop } from "../loop/loop.ts";
import { toFirstNoticeId, toFollowUpNoticeId, toSummaryNoticeId } from "./message-id.ts";
import type { Notice } from "./notice.ts";
import { isCall, type NoticeReason, toReasonLabel } from "./reason.ts";
import { renderMail } from "./render-mail.ts";
import { renderSummary, type SummaryFacts } from "./render-summary.ts";
import { toUtcDay } from "./utc.ts";

/** What turns the decision to tell into mails. */
export interface Telling {
  readonly loop: Loop;
  readonly reason: NoticeReason;
  /** Mail addresses; each gets a notice of its own. */
  readonly recipients: readonly string[];
  /** Right side of Message-IDs (`toMailHost`). */
  readonly host: string;
  /** Address at which the live page shows this loop; `null` when there is none to give. */
  readonly pageUrl: string | null;
  /** Source time at which the alarm looked like this; `null` when unknown. */
  readonly asOfMs: EpochMs | null;
  /** Wall-clock time. */
  readonly nowMs: EpochMs;
  /** Subject of the first mail about this occurrence; `null` when none was written yet. */
  readonly threadSubject: string | null;
}

/** One pending notice for each recipient. Ids follow from alarm, version and address, so writing twice gives the same. */
export function writeNotices(alarm: AlarmView, telling: Telling): readonly Notice[] {
  const { loop, reason, threadSubject, nowMs } = telling;
  const opensThread = isCall(reason) && threadSubject === null;
  return [...new Set(telling.recipients)].map((to) => {
    const id = opensThread ? toFirstNoticeId(alarm.id, to) : toFollowUpNoticeId(alarm, reason, to);
    return {
      id,
      occurrenceId: alarm.id,
      reason: toReasonLabel(reason),
      createdMs: nowMs,
      mail: renderMail(alarm, loop, reason, { ...telling, noticeId: id, to }),
      state: { kind: "pending", attempts: 0, nextAttemptMs: nowMs, lastError: null },
    };
  });
}

/** One pending daily summary for each recipient; one a UTC day, however often it is written. */
export function writeSummaryNotices(
  facts: SummaryFacts,
  post: { readonly recipients: readonly string[]; readonly host: string },
): readonly Notice[] {
  return [...new Set(post.recipients)].map((to) => {
    const id = toSummaryNoticeId(toUtcDay(facts.atMs), to);
    return {
      id,
      occurrenceId: null,
      reason: "daily summary",
      createdMs: facts.atMs,
      mail: renderSummary(facts, { noticeId: id, to, host: post.host }),
      state: { kind: "pending", attempts: 0, nextAttemptMs: facts.atMs, lastError: null },
    };
  });
}
