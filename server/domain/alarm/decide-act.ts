import type { PersonsAct } from "../../../protocol/alarm.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import type { AlarmAct } from "../../../protocol/wire.ts";
import type { Alarm, AlarmEvent, Condition } from "./alarm.ts";
import { toHolds } from "./alarm-view.ts";
import { toOccurrence } from "./evolve-alarm.ts";

/** What an act comes to: an event, or a sentence for the person who tried. */
export type ActDecision =
  | { readonly kind: "done"; readonly event: AlarmEvent }
  | { readonly kind: "refused"; readonly reason: string };

const refuse = (reason: string): ActDecision => ({ kind: "refused", reason });
const done = (event: AlarmEvent): ActDecision => ({ kind: "done", event });

const overOrOther = "This alarm is over or has become another one. Look at the list again.";

/** How the alarm stands now, for somebody who acted on an older version of it. */
function tellNow({ condition, holds }: Alarm): string {
  const held = holds.outOfService ?? holds.shelved;
  const heldText = held === null ? "" : ` and ${held.kind}, by ${held.act.by}`;
  switch (condition.kind) {
    case "normal":
    case "rising":
      return `it does not stand${heldText}`;
    case "unacknowledged":
      return `it is ${condition.occurrence.finding.severity}, not acknowledged${heldText}`;
    case "acknowledged":
      return `it is acknowledged by ${condition.acknowledgement.by}${heldText}`;
    case "returned unacknowledged":
      return `it has returned to normal${heldText}`;
    case "latched unacknowledged":
      return `it has returned and waits to be acknowledged and reset${heldText}`;
    case "latched":
      return `it is acknowledged by ${condition.acknowledgement.by} and waits to be reset${heldText}`;
  }
}

function decideAcknowledge(condition: Condition, act: PersonsAct): ActDecision {
  if (condition.kind === "acknowledged" || condition.kind === "latched")
    return refuse(`${condition.acknowledgement.by} has acknowledged it already.`);
  return done({ kind: "acknowledged", act });
}

/** Acts that do not decide anything about the alarm itself: nobody must have seen its newest version for them. */
const isUnversioned = ({ kind }: AlarmAct): boolean => kind === "comment" || kind === "silence";

/** Nothing stands and nothing holds it: whatever has changed meanwhile, there is nothing that the person had to see. */
const isAtRest = ({ condition, holds }: Alarm): boolean =>
  toOccurrence(condition) === null && toHolds(holds).length === 0;

/** What comes of a person's act; `nowMs` is wall-clock time. Nothing is done on a version that the person has not seen. */
export function decideAct(alarm: Alarm, act: AlarmAct, nowMs: EpochMs): ActDecision {
  const { condition, holds } = alarm;
  const by: PersonsAct = { by: act.by, atMs: nowMs, comment: act.comment };
  if ("occurrenceId" in act && toOccurrence(condition)?.id !== act.occurrenceId) return refuse(overOrOther);
  // What was done already is the clearer answer than that something has changed.
  if (act.kind === "acknowledge" && (condition.kind === "acknowledged" || condition.kind === "latched"))
    return decideAcknowledge(condition, by);
  if (!isUnversioned(act) && !isAtRest(alarm) && act.version !== alarm.version)
    return refuse(`The alarm has changed since it was shown: ${tellNow(alarm)}. Look at it again.`);
  switch (act.kind) {
    case "acknowledge":
      return decideAcknowledge(condition, by);
    case "silence":
      return done({ kind: "silenced", act: by });
    case "reset":
      if (condition.kind === "latched") return done({ kind: "reset", act: by });
      return refuse(
        condition.kind === "latched unacknowledged"
          ? "Acknowledge it first: a reset says that the loop is well, an acknowledgement that somebody looked."
          : "Only an alarm that has returned and is latched can be reset.",
      );
    case "comment":
      if (act.comment === "") return refuse("Write what you want to say.");
      return done({ kind: "commented", act: by });
    case "assign":
      return done({ kind: "assigned", act: by, to: act.to });
    case "shelve":
      return done({ kind: "shelved", act: by, untilMs: nowMs + act.forMs });
    case "unshelve":
      return holds.shelved === null ? refuse("It is not shelved.") : done({ kind: "unshelved", act: by });
    case "take out of service":
      return holds.outOfService === null
        ? done({ kind: "taken out of service", act: by })
        : refuse(`${holds.outOfService.act.by} has taken it out of service already.`);
    case "put back in service":
      return holds.outOfService === null
        ? refuse("It is in service.")
        : done({ kind: "put back in service", act: by });
  }
}
