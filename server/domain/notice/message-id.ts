import type { OccurrenceId } from "../../../protocol/ids.ts";
import type { NoticeReason } from "./reason.ts";

/** Right side of a Message-ID when the sender's address has none; RFC 2606 keeps it free for ever. */
const noHost = "loopwatch.invalid";

/** Host for Message-IDs: the domain of the sender's address (`Loopwatch <a@example.org>` gives `example.org`). */
export function toMailHost(from: string): string {
  return /@([A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?)>?\s*$/.exec(from)?.[1]?.toLowerCase() ?? noHost;
}

/** An address in the characters that ids allow; no two addresses give the same (`_` starts a code point in hex). */
const toAddressPart = (address: string): string =>
  address
    .toLowerCase()
    .replace(/[^a-z0-9.-]/gu, (character) => `_${(character.codePointAt(0) ?? 0).toString(16)}_`);

/** Id of the mail that opens an alarm's thread in one person's mailbox. */
export const toFirstNoticeId = (occurrenceId: OccurrenceId, to: string): string =>
  `${occurrenceId}.first.${toAddressPart(to)}`;

/**
 * Id of a later mail about the same occurrence. The reason is part of it, because what ends an occurrence (an
 * acknowledgement, the return to normal) need not give it a new version.
 */
export const toFollowUpNoticeId = (
  occurrence: { readonly id: OccurrenceId; readonly version: number },
  reason: NoticeReason,
  to: string,
): string =>
  `${occurrence.id}.v${occurrence.version}.${reason.kind.replaceAll(" ", "-")}.${toAddressPart(to)}`;

/** Id of the summary of one UTC day (`2022-12-15`) for one person. */
export const toSummaryNoticeId = (utcDay: string, to: string): string =>
  `summary.${utcDay}.${toAddressPart(to)}`;

/** The Message-ID of a notice: the same each time it is sent, so that a second delivery is recognisable. */
export const toMessageId = (noticeId: string, host: string): string => `<${noticeId}@${host}>`;
