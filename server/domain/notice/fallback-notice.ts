import type { AlarmView } from "../../../protocol/alarm.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import { toAlarmLinks } from "./hook-content.ts";
import type { LetterSources } from "./letter-sources.ts";
import type { Notice } from "./notice.ts";
import { readLetterData } from "./read-letter-data.ts";
import { toShapedMessage } from "./shape-hook.ts";

/**
 * A mail that was not delivered as a message to its person's other way; `null`: there is none, or it is not a mail. The
 * alarms are as they are by now, the text as it was written. `nowMs`: wall-clock time.
 */
export function toFallbackNotice(notice: Notice, sources: LetterSources, nowMs: EpochMs): Notice | null {
  const { message, personId, state } = notice;
  const person = personId === null ? null : sources.person(personId);
  if (message.kind !== "mail" || notice.insteadOf !== null || person === null || person.fallback === null)
    return null;
  const { mail } = message;
  const id = `${notice.id}.fallback`;
  const written = readLetterData(mail.attachments);
  const letter = written === null ? null : { ...written, alarms: toCurrent(written.alarms, sources) };
  const reason = `instead of a mail that was not delivered: ${notice.reason}`;
  const hook = toShapedMessage(
    {
      noticeId: id,
      subject: notice.subject,
      reason,
      urgent: notice.urgent,
      atMs: nowMs,
      person: { id: person.id, name: person.name },
      letter,
      links: toAlarmLinks(letter?.alarms ?? [], person.id, sources),
      unlisted:
        letter === null
          ? 0
          : Math.max(0, (letter.flood?.count ?? letter.reasons.length) - letter.alarms.length),
      insteadOf: {
        noticeId: notice.id,
        to: mail.to,
        error: "lastError" in state ? state.lastError : null,
        text: mail.text,
      },
    },
    person.fallback,
    sources,
  );
  return {
    ...notice,
    id,
    reason,
    createdMs: nowMs,
    message: { kind: "webhook", hook },
    insteadOf: notice.id,
    state: { kind: "queued" },
  };
}

const toCurrent = (alarms: readonly AlarmView[], sources: LetterSources): readonly AlarmView[] =>
  alarms.map((alarm) => ({ ...(sources.alarm(alarm.id) ?? alarm), evidence: alarm.evidence }));
