import { isWorse } from "../../../protocol/alarm.ts";
import type { Alarm, AlarmEvent, Occurrence } from "../alarm/alarm.ts";
import type { NoticeReason } from "./reason.ts";

/** Whether people are told, about which occurrence, and why; or why they are left in peace. */
export type NoticeDecision =
  | { readonly kind: "tell"; readonly occurrence: Occurrence; readonly reason: NoticeReason }
  | { readonly kind: "none"; readonly because: string };

/** An alarm that has an occurrence. */
type LiveAlarm = Exclude<Alarm, { readonly kind: "normal" }>;
type FoundEvent = Extract<AlarmEvent, { readonly kind: "found" }>;

const tell = (occurrence: Occurrence, reason: NoticeReason): NoticeDecision => ({
  kind: "tell",
  occurrence,
  reason,
});
const none = (because: string): NoticeDecision => ({ kind: "none", because });

/**
 * Whether an occurrence is worth a mail. Coolant that goes is, whatever its severity. An advisory of the other classes
 * (the loop is warming, a sensor is noisy) asks nobody to act within the shift: a mail for each would wake people for
 * nothing and teach them to sleep through the one that matters. It stands on the page and in the daily summary.
 */
const isMailed = ({ alarmClass, finding }: Occurrence): boolean =>
  alarmClass === "leak" || finding.verdict === "leak" || finding.severity !== "advisory";

/** Why nobody gets a mail about an occurrence that is on the page. */
const onPageOnly = "an advisory that is no leak is told by the page and the daily summary";

/**
 * Decides from one step of an alarm (state before, state after, what happened) whether people hear of it.
 * Each state is told once; an alarm that gets worse or grows is a new call, also after an acknowledgement. That it was
 * acknowledged or is over is told to those who heard of it.
 */
export function decideNotices(previous: Alarm, next: Alarm, event: AlarmEvent): NoticeDecision {
  switch (event.kind) {
    case "found":
      return decideFound(previous, next, event);
    case "returned":
      return decideReturned(previous, next, event.reason);
    case "acknowledged":
      return decideAcknowledged(previous, next, event.acknowledgement.by);
    case "rising":
      throw new Error("TODO: Not implemented yet");
    case "sank":
      throw new Error("TODO: Not implemented yet");
    case "opened":
      throw new Error("TODO: Not implemented yet");
    case "worsened":
      throw new Error("TODO: Not implemented yet");
    case "revised":
      throw new Error("TODO: Not implemented yet");
    case "falling":
      throw new Error("TODO: Not implemented yet");
    case "stayed":
      throw new Error("TODO: Not implemented yet");
    case "blinded":
      throw new Error("TODO: Not implemented yet");
    case "heard":
      throw new Error("TODO: Not implemented yet");
    case "suppressed":
      throw new Error("TODO: Not implemented yet");
    case "unsuppressed":
      throw new Error("TODO: Not implemented yet");
    case "called again":
      throw new Error("TODO: Not implemented yet");
    case "silenced":
      throw new Error("TODO: Not implemented yet");
    case "reset":
      throw new Error("TODO: Not implemented yet");
    case "commented":
      throw new Error("TODO: Not implemented yet");
    case "assigned":
      throw new Error("TODO: Not implemented yet");
    case "shelved":
      throw new Error("TODO: Not implemented yet");
    case "unshelved":
      throw new Error("TODO: Not implemented yet");
    case "shelf ended":
      throw new Error("TODO: Not implemented yet");
    case "taken out of service":
      throw new Error("TODO: Not implemented yet");
    case "put back in service":
      throw new Error("TODO: Not implemented yet");
  }
}

function decideFound(previous: Alarm, next: Alarm, event: FoundEvent): NoticeDecision {
  if (next.kind === "normal") return none(`"${event.finding.headline}" did not open an alarm`);
  if (!isMailed(next.occurrence)) return none(onPageOnly);
  if (previous.kind === "normal") return tell(next.occurrence, { kind: "first" });
  const from = previous.occurrence.finding.severity;
  // Compared by severity and not by occurrence id: however an escalation is numbered, it is a new call.
  if (isWorse(next.occurrence.finding.severity, from)) return tell(next.occurrence, { kind: "worse", from });
  if (cameBack(previous, next)) return tell(next.occurrence, { kind: "back" });
  if (hasGrown(previous, next)) return tell(next.occurrence, { kind: "grew" });
  if (next.occurrence.id !== previous.occurrence.id) return tell(next.occurrence, { kind: "first" });
  return none("the same alarm, no more severe than before");
}

const cameBack = (previous: LiveAlarm, next: LiveAlarm): boolean =>
  previous.kind === "returned unacknowledged" && next.kind !== "returned unacknowledged";

const hasGrown = (previous: LiveAlarm, next: LiveAlarm): boolean =>
  (next.occurrence.finding.grewTimes ?? 0) > (previous.occurrence.finding.grewTimes ?? 0);

function decideReturned(previous: Alarm, next: Alarm, why: string): NoticeDecision {
  if (previous.kind === "normal") return none("there was no alarm to return to normal");
  if (previous.kind === "returned unacknowledged")
    return none("it was told before that it returned to normal");
  if (next.kind === "unacknowledged" || next.kind === "acknowledged") return none("the alarm stays");
  if (!isMailed(previous.occurrence)) return none(onPageOnly);
  return tell(next.kind === "normal" ? previous.occurrence : next.occurrence, {
    kind: "returned to normal",
    why,
  });
}

function decideAcknowledged(previous: Alarm, next: Alarm, by: string): NoticeDecision {
  if (previous.kind === "normal") return none("there was no alarm to acknowledge");
  if (previous.kind === "acknowledged") return none(`${previous.acknowledgement.by} acknowledged it before`);
  if (next.kind === "unacknowledged" || next.kind === "returned unacknowledged")
    return none("the acknowledgement was not accepted");
  if (!isMailed(previous.occurrence)) return none(onPageOnly);
  return tell(next.kind === "normal" ? previous.occurrence : next.occurrence, { kind: "acknowledged", by });
}
