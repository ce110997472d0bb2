import { createZoneClock } from "../../timetable/zone-clock.ts";
import { toMessageId } from "../message-id.ts";
import type { Mail, Notice } from "../notice.ts";
import { toOneLine } from "../plain.ts";
import type { Person } from "../policy.ts";
import { renderHtml } from "../render-html.ts";
import { automaticHeaders } from "../render-mail.ts";
import { renderText } from "../render-text.ts";
import { toUtcClock, toUtcDay } from "../utc.ts";
import { toDigestContent } from "./digest-content.ts";
import type { DigestFacts } from "./digest-facts.ts";

/** To whom it goes, and whose mail it is. */
export interface DigestPost {
  /** Who has no mail address is left out: a webhook takes alarms. */
  readonly people: readonly Person[];
  /** Right side of Message-IDs (`toMailHost`). */
  readonly host: string;
}

/** Longest subject, characters; phones show some 40, servers refuse near 1,000. */
const longestSubject = 120;

const reasonOf = { digest: "daily digest", "hand-over": "shift hand-over" } as const;

/** One a person and time of day, however often it is written: `digest.2022-12-15T0600Z.ada`. */
const toNoticeId = ({ kind, dueMs }: DigestFacts, personId: string): string =>
  `${kind}.${toUtcDay(dueMs)}T${toUtcClock(dueMs).slice(0, 5).replace(":", "")}Z.${personId}`;

/** `Daily digest 2022-12-15: no open alarm`, `Shift hand-over 2022-12-15 14:00: 2 open alarms`; local time. */
function toSubject({ kind, zone, dueMs }: DigestFacts, summary: string): string {
  const due = createZoneClock(zone).toText(dueMs);
  const what = kind === "digest" ? `Daily digest ${due.slice(0, 10)}` : `Shift hand-over ${due}`;
  return toOneLine(`${what}: ${summary}`, longestSubject);
}

/** The daily digest or the hand-over of a shift, one notice a person. */
export function writeDigest(facts: DigestFacts, { people, host }: DigestPost): readonly Notice[] {
  const content = toDigestContent(facts);
  const subject = toSubject(facts, content.preview);
  const reason = reasonOf[facts.kind];
  const common = {
    subject,
    text: renderText(content),
    html: renderHtml(content),
    inReplyTo: null,
    references: [],
    headers: {
      ...automaticHeaders,
      Precedence: "bulk",
      "List-Id": `<${facts.kind}.${host}>`,
      "X-Loopwatch-State": facts.kind,
    },
    urgent: false,
    attachments: [],
    plot: null,
  } satisfies Omit<Mail, "to" | "messageId">;

  return people.flatMap(({ id: personId, name, mail: to }) => {
    if (to === null) return [];
    const id = toNoticeId(facts, personId);
    const mail: Mail = { ...common, to, messageId: toMessageId(id, host) };
    return [
      {
        id,
        incidentId: null,
        occurrenceId: null,
        personId,
        person: name,
        subject,
        reason,
        urgent: false,
        createdMs: facts.atMs,
        message: { kind: "mail", mail },
        insteadOf: null,
        state: { kind: "queued" },
      },
    ];
  });
}
