import { isWorse, type Severity } from "../../../../protocol/alarm.ts";
import type { AlarmEvent, Finding } from "../../alarm/alarm.ts";
import { toAnnunciated } from "../../alarm/annunciation.ts";
import { toOccurrence } from "../../alarm/evolve-alarm.ts";
import type { LetterReason } from "../letter.ts";
import { isUrgent } from "../urgency.ts";
import type { CallChange } from "./call-fact.ts";
import type { CallMember, IncidentCalls } from "./call-state.ts";
import { toPeaceEndMs } from "./due-calls.ts";

/** Whether a step calls people or is news to those who were called, and why; `null`: nobody hears of it. */
export type Telling = { readonly form: "call" | "news"; readonly reason: LetterReason } | null;

const call = (reason: LetterReason): Telling => ({ form: "call", reason });
const news = (reason: LetterReason): Telling => ({ form: "news", reason });

/** An alarm of an incident, and the incident without it. */
export interface Affected {
  readonly incident: IncidentCalls;
  readonly member: CallMember;
}

/** What one step of an alarm has to tell, whoever is to hear it. The step was observed before. */
export function decideTelling(affected: Affected, change: CallChange): Telling {
  const { event } = change.step;
  if (toAnnunciated(change.step) !== null) return decideAnnunciation(affected, change);
  switch (event.kind) {
    case "acknowledged":
      return decideNews(affected, { kind: "acknowledged", by: event.act.by });
    case "returned":
      return decideNews(affected, { kind: "returned to normal", why: event.reason });
    case "reset":
      return decideNews(affected, { kind: "reset", by: event.act.by });
    case "shelved":
      return decideHeld(affected, { kind: "held", by: event.act.by, as: "shelved" });
    case "taken out of service":
      return decideHeld(affected, { kind: "held", by: event.act.by, as: "out of service" });
    case "revised":
      return decideMinimum(affected, change);
    default:
      return null;
  }
}

/**
 * Only what somebody was told of by a letter has a sequel. Of an alarm that came in a flood there is none: ten thousand
 * acknowledgements are as little read as ten thousand alarms.
 */
function decideNews({ member }: Affected, reason: LetterReason): Telling {
  const { told, occurrenceId, hasCalled, held } = member;
  if (told === null || told.how === "flooded") return null;
  // Whoever acknowledges what came back in its peace answers the call before.
  const isAnswer = reason.kind === "acknowledged" && hasCalled && !held;
  return told.id === occurrenceId || isAnswer ? news(reason) : null;
}

/** Of what somebody must act on now, nobody is kept in the belief that others are called. */
const decideHeld = (affected: Affected, reason: LetterReason): Telling =>
  isUrgent(affected.member.severity) && affected.member.present ? decideNews(affected, reason) : null;

const isDown = (finding: Finding | undefined): boolean => (finding?.timeLeft?.p50Ms ?? 1) <= 0;

/** Once an incident: an estimate near its end comes and goes by its noise. */
function decideMinimum({ incident, member }: Affected, { step }: CallChange): Telling {
  const was = toOccurrence(step.before.condition)?.finding;
  const is = toOccurrence(step.after.condition)?.finding;
  if (!isDown(is) || isDown(was) || incident.minimumTold === true) return null;
  return member.hasCalled && !member.held && member.present ? call({ kind: "minimum reached" }) : null;
}

function decideAnnunciation(affected: Affected, change: CallChange): Telling {
  const { event } = change.step;
  const { hasCalled, told } = affected.member;
  if (hasCalled) return decideOwnCall(affected, change);
  if (told !== null && !isConsequence(affected)) return decideOwnCall(affected, change);
  const held = toWhatHeld(event);
  return decideJoining(affected, held === null ? null : { kind: "no longer held", was: held });
}

/** An alarm that has called before calls again whenever it is more than it was. */
function decideOwnCall({ incident, member }: Affected, { step, nowMs }: CallChange): Telling {
  const { event, before } = step;
  const was = toOccurrence(before.condition)?.finding.severity ?? null;
  switch (event.kind) {
    case "worsened":
      return call(event.why === "growth" || was === null ? { kind: "grew" } : { kind: "worse", from: was });
    case "called again": {
      const act = "acknowledgement" in before.condition ? before.condition.acknowledgement : null;
      if (act === null) return null;
      return call({ kind: "ignored", by: act.by, forMs: Math.max(0, nowMs - act.atMs) });
    }
    default: {
      const held = toWhatHeld(event);
      if (held !== null) return call({ kind: "no longer held", was: held });
      const worse = toWorseThanTold(incident, member.severity);
      if (worse !== null) return call(worse);
      const peaceEndMs = toPeaceEndMs(member);
      const isKnown = before.condition.kind === "returned unacknowledged";
      return isKnown && peaceEndMs !== null && nowMs < peaceEndMs ? null : call({ kind: "back" });
    }
  }
}

const toWorseThanTold = ({ worst }: IncidentCalls, severity: Severity): LetterReason | null =>
  worst !== null && isWorse(severity, worst) ? { kind: "worse", from: worst } : null;

/** Something that has called is there: what comes with it is its consequence until it is worse. */
const isConsequence = ({ incident, member }: Affected): boolean =>
  Object.values(incident.told).some((other) => other !== member && other.hasCalled && other.present);

/**
 * An alarm that has not called before. The first of an incident calls; so does one that is worse than what was told, and a
 * leak, which is the cause of what was told. Where all that called has gone, the next is a first one again.
 * `why`: what there is to say instead of "first" or "joined".
 */
function decideJoining(affected: Affected, why: LetterReason | null): Telling {
  const { incident, member } = affected;
  if (incident.worst === null || !isConsequence(affected)) return call(why ?? { kind: "first" });
  const worse = toWorseThanTold(incident, member.severity);
  if (worse !== null) return call(why ?? worse);
  if (member.alarmClass === "leak" && !incident.leakCalled) return call(why ?? { kind: "first" });
  if (member.severity === "advisory") return null;
  if (member.told === null || why !== null) return news(why ?? { kind: "joined" });
  // It comes and goes with its cause: those who know of it are left in peace, until it is worse than they know.
  if (!isWorse(member.severity, member.told.severity)) return null;
  return news({ kind: "worse", from: member.told.severity });
}

function toWhatHeld({ kind }: AlarmEvent): "shelved" | "suppressed" | "out of service" | null {
  switch (kind) {
    case "unshelved":
    case "shelf ended":
      return "shelved";
    case "put back in service":
      return "out of service";
    case "unsuppressed":
      return "suppressed";
    default:
      return null;
  }
}
