import { toAlarmLinks } from "./hook-content.ts";
import type { Letter } from "./letter.ts";
import { gatherLetterData } from "./letter-data.ts";
import type { LetterSources } from "./letter-sources.ts";
import { toLetterSubject } from "./letter-subject.ts";
import type { HookMessage } from "./notice.ts";
import type { WebhookId } from "./policy.ts";
import { toShapedMessage } from "./shape-hook.ts";
import { findAlarms, toReasonText } from "./told-alarms.ts";

/** The letter as a message to a webhook, in the shape that its receiver reads; alarms most urgent first. */
export function toHookMessage(letter: Letter, sources: LetterSources, hook: WebhookId): HookMessage {
  const { id, form, items, personId, flood } = letter;
  const told = findAlarms(letter, sources);
  const [main] = told;
  const isOne = (form === "call" || form === "news") && main !== undefined;
  const incident = isOne ? sources.incident(main.alarm.incidentId) : null;
  const data = gatherLetterData(
    letter,
    told.map(({ alarm }) => alarm),
    incident,
  );
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
      links: toAlarmLinks(data.alarms, personId, sources),
      unlisted: Math.max(0, (flood?.count ?? items.length) - data.alarms.length),
      insteadOf: null,
    },
    hook,
    sources,
  );
}
