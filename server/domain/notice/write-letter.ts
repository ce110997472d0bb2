import { toHookMessage } from "./hook-message.ts";
import type { Letter } from "./letter.ts";
import { toLetterMail } from "./letter-mail.ts";
import type { LetterSources } from "./letter-sources.ts";
import { toLetterSubject } from "./letter-subject.ts";
import type { Notice } from "./notice.ts";
import { toReasonLabel } from "./reason.ts";
import { findAlarms, type ToldAlarm } from "./told-alarms.ts";

/** What a letter has become: a notice for each way to its person, and what it is called. */
export interface WrittenNotices {
  readonly notices: readonly Notice[];
  readonly subject: string;
}

/** Reasons of a letter that are named in lists. */
const mostLabels = 3;

/**
 * Writes a letter to its person: a mail, a message to a webhook, or both. The same letter gives the same ids, so that
 * writing twice is recognised. None where the person is not configured any more.
 */
export function writeLetter(letter: Letter, sources: LetterSources): WrittenNotices {
  const person = sources.person(letter.personId);
  const told = findAlarms(letter, sources);
  const subject = toLetterSubject(letter, told);
  const base: Omit<Notice, "id" | "message"> = {
    ...toPlace(letter, told),
    personId: letter.personId,
    person: person?.name ?? null,
    subject,
    reason: toLabel(letter),
    urgent: letter.urgent,
    createdMs: letter.atMs,
    insteadOf: null,
    state: { kind: "queued" },
  };
  const notices: Notice[] = [];
  if (person !== null && person.mail !== null) {
    const mail = toLetterMail(letter, told, sources, person.mail);
    notices.push({ ...base, id: letter.id, message: { kind: "mail", mail } });
  }
  if (person !== null && person.webhook !== null) {
    const hook = toHookMessage(letter, sources, person.webhook);
    notices.push({ ...base, id: `${letter.id}.hook`, message: { kind: "webhook", hook } });
  }
  return { notices, subject };
}

/** The incident where the letter is about one; the alarm where it is about one. */
function toPlace(
  { items, form }: Letter,
  told: readonly ToldAlarm[],
): Pick<Notice, "incidentId" | "occurrenceId"> {
  const incidents = new Set(items.map(({ incidentId }) => incidentId));
  const isOne = form === "call" || form === "news";
  return {
    incidentId: incidents.size === 1 ? (items[0]?.incidentId ?? null) : null,
    occurrenceId: isOne ? (told[0]?.alarm.id ?? items[0]?.occurrenceId ?? null) : null,
  };
}

/** The reasons in a few words: `first`, `2 alarms: first, worse`. */
function toLabel({ items, more = 0 }: Letter): string {
  const labels = [...new Set(items.map(({ reason }) => toReasonLabel(reason)))];
  const text = `${labels.slice(0, mostLabels).join(", ")}${labels.length > mostLabels ? ", …" : ""}`;
  const count = items.length + more;
  return count > 1 ? `${count} alarms: ${text}` : text;
}
