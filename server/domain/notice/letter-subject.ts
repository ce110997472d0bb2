import type { Letter } from "./letter.ts";
import { toExtent } from "./list-content.ts";
import { toReasonLabel } from "./reason.ts";
import { toCallSubject, toReplySubject, toSubjectHead, toSubjectLine, toSubjectTopic } from "./subject.ts";
import type { ToldAlarm } from "./told-alarms.ts";
import { toUtcClock } from "./utc.ts";

/** Subject of several in one: how many, why, and the most urgent of them. */
function toBundleSubject({ severity, items, more = 0 }: Letter, told: readonly ToldAlarm[]): string {
  const [main] = told;
  const extent = toExtent(told, items.length + more);
  if (main === undefined) return `${severity.toUpperCase()} ${extent}`;
  const labels = new Set(told.map(({ reason }) => toReasonLabel(reason)));
  const [label] = labels;
  const why = labels.size === 1 && label !== undefined && more === 0 ? ` (${label})` : "";
  return `${severity.toUpperCase()} ${extent}${why}: ${main.alarm.loopId} ${toSubjectTopic(main.alarm)}`;
}

function toFloodSubject({ flood, severity, items }: Letter): string {
  if (flood === null) return `${severity.toUpperCase()} alarm flood: ${items.length} alarms`;
  const loops = flood.loops === 1 ? "1 loop" : `${flood.loops} loops`;
  const since = toUtcClock(flood.sinceMs).slice(0, 5);
  return `${flood.worst.toUpperCase()} alarm flood: ${flood.count} alarms on ${loops} since ${since} UTC`;
}

/**
 * What a letter is called. What asks for an act has the decision of this moment as its subject, also within a thread; news
 * keep the subject of their thread. `told`: most urgent first.
 */
export function toLetterSubject(letter: Letter, told: readonly ToldAlarm[]): string {
  const { form, thread, items } = letter;
  const [main] = told;
  switch (form) {
    case "call":
      return main === undefined
        ? toSubjectLine(toBundleSubject(letter, told))
        : toCallSubject(main.alarm, main.reason);
    case "news":
      if (thread !== null) return toReplySubject(thread.subject);
      return main === undefined
        ? toSubjectLine(toBundleSubject(letter, told))
        : toSubjectLine(
            `${toSubjectHead(main.alarm.severity, main.alarm)}: ${toReasonLabel(main.reason)}, ${toSubjectTopic(main.alarm)}`,
          );
    case "bundle":
      return toSubjectLine(toBundleSubject(letter, told));
    case "flood":
      return thread !== null && items[0]?.reason.kind === "flood over"
        ? toReplySubject(thread.subject)
        : toSubjectLine(toFloodSubject(letter));
  }
}
