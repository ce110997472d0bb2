/** Right side of a Message-ID when the sender's address has none; RFC 2606 keeps it free for ever. */
const noHost = "loopwatch.invalid";

/** Host for Message-IDs: the domain of the sender's address (`Loopwatch <a@example.org>` gives `example.org`). */
export function toMailHost(from: string): string {
  return /@([A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?)>?\s*$/.exec(from)?.[1]?.toLowerCase() ?? noHost;
}

/** The Message-ID of a notice: the same each time it is sent, so that a second delivery is recognisable. */
export const toMessageId = (noticeId: string, host: string): string => `<${noticeId}@${host}>`;
