import { isWorse } from "../../../../protocol/alarm.ts";
import type { IncidentId } from "../../../../protocol/ids.ts";
import { type DurationMs, type EpochMs, minutes } from "../../../../protocol/time.ts";
import { findRoute, type RoutedAlarm } from "../find-route.ts";
import type { NoticePolicy, PersonId } from "../policy.ts";
import { isUrgent } from "../urgency.ts";
import { type CallMember, findTold, type IncidentCalls } from "./call-state.ts";

/** Something that time alone brings for an incident. */
export type DueCall = {
  readonly incidentId: IncidentId;
  readonly dueMs: EpochMs;
  /** When it may go along with others. */
  readonly soonMs: EpochMs;
} & (
  | { readonly kind: "reminder" | "escalation" }
  /**
   * A call to one alarm. `handover`: all who were told are configured no more, so that others are called in their place.
   * `back`: what came back in its peace stands still.
   */
  | { readonly kind: "handover" | "back"; readonly alarm: string; readonly member: CallMember }
);

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

/** Those whom an alarm calls: the people of its route, and who was told of the incident before. */
export function findCalled(
  { people }: IncidentCalls,
  alarm: RoutedAlarm,
  policy: NoticePolicy,
  isThere: IsThere,
): readonly PersonId[] {
  const route = findRoute(policy.routes, alarm);
  if (route === null && alarm.severity === "advisory") return [];
  const before = people.map(({ personId }) => personId);
  return [...new Set([...(route?.tell ?? []), ...before])].filter(isThere);
}

/** It called when there was nobody whom it could call, and waits since. */
const callsFirst = ({ present, unacknowledged, held, severity }: CallMember): boolean =>
  present && unacknowledged && !held && severity !== "advisory";

/** Due at once: nobody who knows of it is there. It is about what they would be reminded of, or more people called for. */
function findHandover(incident: IncidentCalls, policy: NoticePolicy, isThere: IsThere): DueCall | null {
  if (incident.people.length === 0 || hasReader(incident, isThere)) return null;
  const member = findReminded(incident) ?? findEscalated(incident);
  const alarm = Object.keys(incident.told).find((key) => incident.told[key] === member);
  if (member === null || alarm === undefined) return null;
  if (findCalled(incident, member, policy, isThere).length === 0) return null;
  const dueMs = incident.remindFromMs;
  return { incidentId: incident.id, kind: "handover", alarm, member, dueMs, soonMs: dueMs };
}

/** What a start finds of which nobody was ever told: the configuration may name somebody by now. */
export function findUnread(incident: IncidentCalls, policy: NoticePolicy, isThere: IsThere): DueCall | null {
  if (incident.people.length > 0) return null;
  const member = findLead(Object.values(incident.untold).filter(callsFirst));
  const alarm = Object.keys(incident.untold).find((key) => incident.untold[key] === member);
  if (member === null || alarm === undefined) return null;
  if (findCalled(incident, member, policy, isThere).length === 0) return null;
  return { incidentId: incident.id, kind: "handover", alarm, member, dueMs: 0, soonMs: 0 };
}

/**
 * What comes back so soon after its letter, unacknowledged and no worse, is what people know: a limit that chatters. A leak
 * does not; it comes back on evidence.
 */
const peaceMs: DurationMs = minutes(15);

/** Until when an alarm that comes back unacknowledged is not told of again; `null`: it is told at once. */
export function toPeaceEndMs({ hasCalled, told, alarmClass, severity }: CallMember): EpochMs | null {
  if (!hasCalled || told === null || alarmClass === "leak" || isWorse(severity, told.severity)) return null;
  return told.atMs + peaceMs;
}

/** Of what came back in its peace, people may have heard last that it is over. */
function findBack(incident: IncidentCalls, policy: NoticePolicy, isThere: IsThere): readonly DueCall[] {
  return Object.entries(incident.told).flatMap(([alarm, member]): readonly DueCall[] => {
    const dueMs = toPeaceEndMs(member);
    const isUnknown = member.told?.id !== member.occurrenceId;
    if (dueMs === null || !isUnknown || !member.present || !member.unacknowledged || member.held) return [];
    if (findCalled(incident, member, policy, isThere).length === 0) return [];
    return [{ incidentId: incident.id, kind: "back", alarm, member, dueMs, soonMs: dueMs }];
  });
}

/** What time alone brings for an incident, in no order. */
export function findDue(incident: IncidentCalls, policy: NoticePolicy, isThere: IsThere): readonly DueCall[] {
  const handover = findHandover(incident, policy, isThere);
  if (handover !== null) return [handover];
  const others = [findReminder(incident, policy, isThere), findEscalation(incident, policy, isThere)];
  return [...findBack(incident, policy, isThere), ...others.filter((due) => due !== null)];
}

function findReminder(incident: IncidentCalls, policy: NoticePolicy, isThere: IsThere): DueCall | null {
  const lead = findReminded(incident);
  if (lead === null || !hasReader(incident, isThere)) return null;
  const repeatMs = findRoute(policy.routes, lead)?.repeatMs ?? null;
  return repeatMs === null ? null : toDue(incident, "reminder", incident.remindFromMs, repeatMs);
}

const toDue = (
  { id }: IncidentCalls,
  kind: "reminder" | "escalation",
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
