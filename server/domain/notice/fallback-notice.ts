import type { AlarmView } from "../../../protocol/alarm.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import { toAlarmLinks } from "./hook-content.ts";
import { toLetterMail } from "./letter-mail.ts";
import type { LetterSources } from "./letter-sources.ts";
import type { Mail, Notice } from "./notice.ts";
import type { Person, WebhookId } from "./policy.ts";
import { type LetterData, readLetterData } from "./read-letter-data.ts";
import { toShapedMessage } from "./shape-hook.ts";
import { findAlarms } from "./told-alarms.ts";

/** A mail that was not delivered, and whom it was for. */
interface Undelivered {
  readonly notice: Notice;
  readonly mail: Mail;
  readonly person: Person;
}

function toUndelivered(notice: Notice, sources: Pick<LetterSources, "person">): Undelivered | null {
  const { message, personId, insteadOf } = notice;
  const person = personId === null ? null : sources.person(personId);
  if (message.kind !== "mail" || insteadOf !== null || person === null) return null;
  return { notice, mail: message.mail, person };
}

/** The webhook that this notice's person has for it; `null`: there is none, or it is not a mail. */
export const findOtherWay = (notice: Notice, sources: Pick<LetterSources, "person">): WebhookId | null =>
  toUndelivered(notice, sources)?.person.fallback ?? null;

/** Both say the same thing of the same moment, so that one message to the webhook that they share is for both. */
export const saySame = (a: Notice, b: Notice): boolean =>
  a.createdMs === b.createdMs &&
  a.subject === b.subject &&
  a.incidentId === b.incidentId &&
  a.occurrenceId === b.occurrenceId;

/**
 * Mails that were not delivered as one message to the other way of their people; `null`: there is none, or these are no mails.
 * The first gives the way; all say the same. Alarms and text are as they are by now. `nowMs`: wall-clock time.
 */
export function toFallbackNotice(
  notices: readonly Notice[],
  sources: LetterSources,
  nowMs: EpochMs,
): Notice | null {
  const all = notices.flatMap((notice) => toUndelivered(notice, sources) ?? []);
  const [first, ...others] = all;
  const way = first?.person.fallback ?? null;
  if (first === undefined || way === null) return null;
  const { notice, mail, person } = first;
  const id = `${notice.id}.fallback`;
  const written = readLetterData(mail.attachments);
  const letter = written === null ? null : { ...written, alarms: toCurrent(written.alarms, sources) };
  const reason = `instead of a mail that was not delivered: ${notice.reason}`;
  const toLinks = ({ id: personId }: Person) => toAlarmLinks(letter?.alarms ?? [], personId, sources);
  const isShared = others.length > 0;
  const hook = toShapedMessage(
    {
      noticeId: id,
      subject: notice.subject,
      reason,
      urgent: notice.urgent,
      atMs: nowMs,
      person: { id: person.id, name: person.name },
      ...(isShared ? { people: all.map((one) => ({ ...toWhom(one), links: toLinks(one.person) })) } : {}),
      letter,
      // What several read acknowledges in nobody's name: each has a link of their own.
      links: isShared ? toAlarmLinks(letter?.alarms ?? [], null, sources) : toLinks(person),
      unlisted: letter === null ? 0 : toUnlisted(letter),
      insteadOf: {
        noticeId: notice.id,
        to: all.map((one) => one.mail.to).join(", "),
        error: "lastError" in notice.state ? notice.state.lastError : null,
        text: written === null ? mail.text : toTextNow(written, first, sources, nowMs),
      },
    },
    way,
    sources,
  );
  return {
    ...notice,
    id,
    person: all.map((one) => one.person.name).join(", "),
    reason,
    createdMs: nowMs,
    message: { kind: "webhook", hook },
    insteadOf: notice.id,
    ...(isShared ? { alsoInsteadOf: others.map((one) => one.notice.id) } : {}),
    state: { kind: "queued" },
  };
}

const toWhom = ({ person, mail }: Undelivered) => ({ id: person.id, name: person.name, to: mail.to });

const toUnlisted = ({ flood, reasons, alarms }: LetterData): number =>
  Math.max(0, (flood?.count ?? reasons.length) - alarms.length);

const toCurrent = (alarms: readonly AlarmView[], sources: LetterSources): readonly AlarmView[] =>
  alarms.map((alarm) => ({ ...(sources.alarm(alarm.id) ?? alarm), evidence: alarm.evidence }));

/** The mail's text written anew, so that it gives no time left of long ago; as it was where none of its alarms is known. */
function toTextNow(
  { letterId: id, form, severity, reasons, alarms, flood }: LetterData,
  { notice, mail, person }: Undelivered,
  sources: LetterSources,
  nowMs: EpochMs,
): string {
  const incidentById = new Map(alarms.map((alarm) => [alarm.id, alarm.incidentId]));
  const items = reasons.map((one) => ({ ...one, incidentId: incidentById.get(one.occurrenceId) ?? "" }));
  const { urgent } = notice;
  const letter = { id, personId: person.id, form, items, severity, urgent, atMs: nowMs, thread: null, flood };
  const told = findAlarms(letter, sources);
  return told.length === 0 ? mail.text : toLetterMail(letter, told, sources, mail.to).text;
}
