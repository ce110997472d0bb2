import type { EpochMs } from "../../../protocol/time.ts";
import type { Mail } from "./notice.ts";
import { toOneLine } from "./plain.ts";
import { renderMail } from "./render-mail.ts";
import { toSubjectLine } from "./subject.ts";
import { toUtcText } from "./utc.ts";

/** What a test mail says of itself. */
export interface TestMailFacts {
  readonly to: string;
  /** The mail server, for people. */
  readonly server: string;
  /** Where Loopwatch runs. */
  readonly machine: string;
  /** Right side of Message-IDs. */
  readonly host: string;
  readonly atMs: EpochMs;
  /** Which of several of one test it is. */
  readonly n: number;
}

/** A mail that says that it is a test, so that nobody takes it for an alarm. */
export function renderTestMail({ to, server, machine, host, atMs, n }: TestMailFacts): Mail {
  const place = toOneLine(machine, 100);
  return renderMail(
    {
      tone: "calm",
      badge: "TEST, no alarm",
      title: "Mails of Loopwatch reach you",
      subtitle: `Sent by hand on ${place}`,
      preview: "Nothing is wrong. Somebody tried whether mails arrive.",
      figures: [],
      facts: [
        { label: "To", value: toOneLine(to) },
        { label: "By way of", value: toOneLine(server) },
        { label: "At", value: toUtcText(atMs) },
      ],
      sections: [
        {
          title: "What to look at",
          lines: [
            { mark: "·", text: "Did it arrive in the inbox, and within a minute?" },
            { mark: "·", text: "Does your telephone show it, also at night when it is set to silent?" },
          ],
        },
      ],
      link: null,
      footer: ["Nothing has to be done."],
    },
    {
      noticeId: `test.${atMs}.${n}`,
      to,
      subject: toSubjectLine(`Test mail from Loopwatch on ${place}, no alarm`),
      host,
      after: [],
      headers: { "X-Loopwatch-Form": "test" },
      urgent: false,
      attachments: [],
      plot: null,
    },
  );
}
