import type { MailContent } from "./mail-content.ts";
import { toMessageId } from "./message-id.ts";
import type { Mail, MailAttachment, PlotRequest } from "./notice.ts";
import { renderHtml } from "./render-html.ts";
import { renderText } from "./render-text.ts";

/** What a mail is besides what it says. */
export interface MailEnvelope {
  readonly noticeId: string;
  readonly to: string;
  readonly subject: string;
  /** Right side of Message-IDs (`toMailHost`). */
  readonly host: string;
  /** Notices of the thread before this one, oldest first. */
  readonly after: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly urgent: boolean;
  readonly attachments: readonly MailAttachment[];
  readonly plot: PlotRequest | null;
}

/** The content as a mail to one person. */
export function renderMail(content: MailContent, envelope: MailEnvelope): Mail {
  const { noticeId, host, after, headers, to, subject, urgent, attachments, plot } = envelope;
  const references = [...new Set(after)].map((id) => toMessageId(id, host));
  return {
    to,
    subject,
    text: renderText(content),
    html: renderHtml(content),
    messageId: toMessageId(noticeId, host),
    inReplyTo: references.at(-1) ?? null,
    references,
    headers: { ...automaticHeaders, "List-Id": `Loopwatch <loopwatch.${host}>`, ...headers },
    urgent,
    attachments,
    plot,
  };
}

/** No answering machine shall answer an alarm: RFC 3834, and Exchange's own header. */
export const automaticHeaders: Readonly<Record<string, string>> = {
  "Auto-Submitted": "auto-generated",
  "X-Auto-Response-Suppress": "All",
};
