import { isWorse } from "../../../../protocol/alarm.ts";
import type { IncidentId } from "../../../../protocol/ids.ts";
import type { DurationMs, EpochMs } from "../../../../protocol/time.ts";
import { findRoute } from "../find-route.ts";
import type { NoticePolicy, PersonId } from "../policy.ts";
import { isUrgent } from "../urgency.ts";
import { type CallMember, findTold, type IncidentCalls } from "./call-state.ts";

/** Something that time alone brings for an incident. */
export interface DueCall {
  readonly incidentId: IncidentId;
  readonly kind: "reminder" | "escalation";
  readonly dueMs: EpochMs;
  /** When it may go along with others. */
  readonly soonMs: EpochMs;
}

/** What is due soon goes along with what is due, by this share of its time. */
const soonShare = 0.25;

/**
 * Alarms that wait for somebody: told, unacknowledged and not held. What only came along with a call is waited for when
 * nothing stands any more that has called.
 */
function toWaiting({ told }: IncidentCalls): readonly CallMember[] {
  const standing = Object.values(told).filter(({ stands }) => stands);
  const called = standing.filter(({ hasCalled }) => hasCalled);
  return (called.length > 0 ? called : standing).filter((member) => member.unacknowledged && !member.held);
}

/** The worst, and of equal ones the oldest: the alarm that a reminder is about. */
function findLead(members: readonly CallMember[]): CallMember | null {
  let lead: CallMember | null = null;
  for (const member of members) {
    if (lead === null || isWorse(member.severity, lead.severity)) lead = member;
    else if (member.severity === lead.severity && toToldMs(member) < toToldMs(lead)) lead = member;
  }
  return lead;
}

export const toToldMs = ({ told }: CallMember): EpochMs => told?.atMs ?? 0;

/** The alarm that somebody is reminded of: a warning or worse, also when it has returned, for nobody has looked yet. */
export const findReminded = (incident: IncidentCalls): CallMember | null =>
  findLead(toWaiting(incident).filter(({ severity }) => isUrgent(severity)));

/** The alarm for which more people are called: its condition must be there. What has returned can wait for who was told. */
export const findEscalated = (incident: IncidentCalls): CallMember | null =>
  findLead(toWaiting(incident).filter(({ present }) => present));

export function findReminder(incident: IncidentCalls, policy: NoticePolicy): DueCall | null {
  const lead = findReminded(incident);
  if (lead === null || incident.people.length === 0) return null;
  const repeatMs = findRoute(policy.routes, lead)?.repeatMs ?? null;
  return repeatMs === null ? null : toDue(incident, "reminder", incident.remindFromMs, repeatMs);
}

const toDue = (
  { id }: IncidentCalls,
  kind: DueCall["kind"],
  fromMs: EpochMs,
  afterMs: DurationMs,
): DueCall => ({
  incidentId: id,
  kind,
  dueMs: fromMs + afterMs,
  soonMs: fromMs + afterMs * (1 - soonShare),
});

/** A step of the escalation that somebody has yet to hear of. */
export interface OpenStep {
  /** Counts from 1. */
  readonly step: number;
  readonly afterMs: DurationMs;
  readonly people: readonly PersonId[];
}

/** Steps that are still to come, with those who have not heard of the incident's latest call. */
export function toOpenSteps(
  incident: IncidentCalls,
  policy: NoticePolicy,
  isThere: (id: PersonId) => boolean,
): readonly OpenStep[] {
  const lead = findEscalated(incident);
  if (lead === null) return [];
  const hasHeard = (id: PersonId): boolean => findTold(incident, id)?.heard === incident.calls;
  return (findRoute(policy.routes, lead)?.escalate ?? [])
    .map(({ afterMs, tell }, i) => ({
      step: i + 1,
      afterMs,
      people: tell.filter((id) => isThere(id) && !hasHeard(id)),
    }))
    .filter(({ step, people }) => step > incident.steps && people.length > 0);
}

export function findEscalation(
  incident: IncidentCalls,
  policy: NoticePolicy,
  isThere: (id: PersonId) => boolean,
): DueCall | null {
  const [next] = toOpenSteps(incident, policy, isThere);
  return next === undefined ? null : toDue(incident, "escalation", incident.escalateFromMs, next.afterMs);
}
