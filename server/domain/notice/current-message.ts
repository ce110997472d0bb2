import type { EpochMs } from "../../../protocol/time.ts";
import { toFallbackNotice } from "./fallback-notice.ts";
import { toLateMail } from "./late-mail.ts";
import type { LetterSources } from "./letter-sources.ts";
import type { Notice, NoticeMessage } from "./notice.ts";

/** Where the writer of a late message finds other notices. */
export interface OtherNotices {
  find(id: string): Notice | null;
  /** Those that are not settled. */
  waiting(): Iterable<Notice>;
}

/** A letter about the same alarm, to the same person by the same way, which was written later and waits too. */
const isNewer = (notice: Notice, other: Notice): boolean =>
  other.occurrenceId === notice.occurrenceId &&
  other.personId === notice.personId &&
  other.message.kind === notice.message.kind &&
  other.createdMs > notice.createdMs;

/** What a notice brings when it is sent at `nowMs`, which may be long after it was written. */
export function toCurrentMessage(
  notice: Notice,
  sources: LetterSources,
  others: OtherNotices,
  nowMs: EpochMs,
): NoticeMessage {
  const { message, insteadOf, occurrenceId } = notice;
  if (message.kind === "mail") {
    const newer =
      occurrenceId === null ? 0 : [...others.waiting()].filter((other) => isNewer(notice, other)).length;
    return { kind: "mail", mail: toLateMail(notice, message.mail, { nowMs, newer, sources }) };
  }
  if (insteadOf === null) return message;
  const originals = [insteadOf, ...(notice.alsoInsteadOf ?? [])].flatMap((id) => others.find(id) ?? []);
  return toFallbackNotice(originals, sources, nowMs)?.message ?? message;
}
