import { isWorse } from "../../../../protocol/alarm.ts";
import type { IncidentId } from "../../../../protocol/ids.ts";
import type { DurationMs, EpochMs } from "../../../../protocol/time.ts";
import { findRoute, type RoutedAlarm } from "../find-route.ts";
import type { NoticePolicy, PersonId } from "../policy.ts";
import { isUrgent } from "../urgency.ts";
import { type CallMember, findTold, type IncidentCalls } from "./call-state.ts";

/** Something that time alone brings for an incident. */
export interface DueCall {
  readonly incidentId: IncidentId;
  /** `handover`: all who were told are configured no more, so that others are called in their place. */
  readonly kind: "reminder" | "escalation" | "handover";
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

/** Tells of a person whether the configuration still names them. */
export type IsThere = (id: PersonId) => boolean;

const hasReader = ({ people }: IncidentCalls, isThere: IsThere): boolean =>
  people.some(({ personId }) => isThere(personId));

/** Those whom an alarm's route tells first. */
export const findHeirs = (alarm: RoutedAlarm, policy: NoticePolicy, isThere: IsThere): readonly PersonId[] =>
  [...new Set(findRoute(policy.routes, alarm)?.tell ?? [])].filter(isThere);

/** The alarm that new people are called to, by key text: what somebody would have been reminded of, or more been called for. */
export function findHandedOver(
  incident: IncidentCalls,
): { readonly alarm: string; readonly lead: CallMember } | null {
  const lead = findReminded(incident) ?? findEscalated(incident);
  const alarm = Object.keys(incident.told).find((key) => incident.told[key] === lead);
  return lead === null || alarm === undefined ? null : { alarm, lead };
}

/** Due at once: nobody who knows of it is there. */
function findHandover(incident: IncidentCalls, policy: NoticePolicy, isThere: IsThere): DueCall | null {
  if (incident.people.length === 0 || hasReader(incident, isThere)) return null;
  const handed = findHandedOver(incident);
  if (handed === null || findHeirs(handed.lead, policy, isThere).length === 0) return null;
  return toDue(incident, "handover", incident.remindFromMs, 0);
}

/** What time alone brings for an incident, in no order. */
export function findDue(incident: IncidentCalls, policy: NoticePolicy, isThere: IsThere): readonly DueCall[] {
  const handover = findHandover(incident, policy, isThere);
  if (handover !== null) return [handover];
  return [findReminder(incident, policy, isThere), findEscalation(incident, policy, isThere)].filter(
    (due) => due !== null,
  );
}

function findReminder(incident: IncidentCalls, policy: NoticePolicy, isThere: IsThere): DueCall | null {
  const lead = findReminded(incident);
  if (lead === null || !hasReader(incident, isThere)) return null;
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
  isThere: IsThere,
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

function findEscalation(incident: IncidentCalls, policy: NoticePolicy, isThere: IsThere): DueCall | null {
  const [next] = toOpenSteps(incident, policy, isThere);
  return next === undefined ? null : toDue(incident, "escalation", incident.escalateFromMs, next.afterMs);
}
