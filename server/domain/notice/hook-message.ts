import { toAlarmLinks } from "./hook-content.ts";
import type { Letter } from "./letter.ts";
import { toLetterData } from "./letter-data.ts";
import type { LetterSources } from "./letter-sources.ts";
import { toLetterSubject } from "./letter-subject.ts";
import type { HookMessage } from "./notice.ts";
import type { WebhookId } from "./policy.ts";
import { readLetterData } from "./read-letter-data.ts";
import { toShapedMessage } from "./shape-hook.ts";
import { findAlarms, toReasonText } from "./told-alarms.ts";

/** The letter as a message to a webhook, in the shape that its receiver reads; alarms most urgent first. */
export function toHookMessage(letter: Letter, sources: LetterSources, hook: WebhookId): HookMessage {
  const { id, form, items, personId, flood } = letter;
  const told = findAlarms(letter, sources);
  const [main] = told;
  const isOne = (form === "call" || form === "news") && main !== undefined;
  const incident = isOne ? sources.incident(main.alarm.incidentId) : null;
  const file = toLetterData(
    letter,
    told.map(({ alarm }) => alarm),
    incident,
  );
  // The very data that goes with a mail, so that both say the same and are as small.
  const data = readLetterData([file]);
  const alarms = data?.alarms ?? [];
  const person = sources.person(personId);
  return toShapedMessage(
    {
      noticeId: `${id}.hook`,
      subject: toLetterSubject(letter, told),
      reason: toReasonText(told),
      urgent: letter.urgent,
      atMs: letter.atMs,
      person: person === null ? null : { id: personId, name: person.name },
      letter: data,
      links: toAlarmLinks(alarms, personId, sources),
      unlisted: Math.max(0, (flood?.count ?? items.length) - alarms.length),
      insteadOf: null,
    },
    hook,
    sources,
  );
}
