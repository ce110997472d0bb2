import type { EpochMs } from "../../../../protocol/time.ts";
import type { LetterReason } from "../letter.ts";
import type { NoticePolicy, PersonId } from "../policy.ts";
import type { CallFact, KeptItem } from "./call-fact.ts";
import type { CallBookState, CallMember, IncidentCalls } from "./call-state.ts";
import {
  type DueCall,
  findCalled,
  findDue,
  findEscalated,
  findReminded,
  findUnread,
  type IsThere,
  toOpenSteps,
  toToldMs,
} from "./due-calls.ts";
import { toFloodEndMs } from "./flood.ts";
import { decideFlood, toSummaryDueMs } from "./flood-letters.ts";
import type { Draft, PostRoom } from "./post-room.ts";

/** More than so many reminders and escalations at once are one letter, and then what is due soon goes along. */
const mostByThemselves = 3;

const isThereIn =
  (post: PostRoom): IsThere =>
  (id) =>
    post.person(id) !== null;

/** When an incident has something to tell by time alone; `null`: never, as it stands. */
export function toIncidentDueMs(
  incident: IncidentCalls,
  policy: NoticePolicy,
  post: PostRoom,
): EpochMs | null {
  return toEarliest(findDue(incident, policy, isThereIn(post)).map(({ dueMs }) => dueMs));
}

export function toEarliest(times: Iterable<EpochMs | null>): EpochMs | null {
  let earliest: EpochMs | null = null;
  for (const ms of times) if (ms !== null && (earliest === null || ms < earliest)) earliest = ms;
  return earliest;
}

/** When time alone has something to tell at the earliest, looked up in everything. */
export function findNextMs(state: CallBookState, policy: NoticePolicy, post: PostRoom): EpochMs | null {
  const { flood } = state;
  return toEarliest([
    ...Object.values(state.incidents).map((incident) => toIncidentDueMs(incident, policy, post)),
    ...state.posts.flatMap(({ kept }) => kept.map(({ dueMs }) => dueMs)),
    ...(flood === null ? [] : [toFloodEndMs(state)]),
    ...(flood === null ? [] : flood.readers.map((reader) => toSummaryDueMs(state, post, reader))),
  ]);
}

/**
 * What time alone brings: escalations, reminders, what was kept and is due, how a flood goes on. `isFirst`: after a start, when
 * the configuration may have changed.
 */
export function decideDue(
  state: CallBookState,
  policy: NoticePolicy,
  post: PostRoom,
  isFirst: boolean,
): readonly CallFact[] {
  const draftsByPerson = new Map<PersonId, Draft[]>();
  const give = (personId: PersonId, draft: Draft): void => {
    const drafts = draftsByPerson.get(personId);
    if (drafts === undefined) draftsByPerson.set(personId, [draft]);
    else drafts.push(draft);
  };
  const facts: CallFact[] = [];
  const unread = isFirst ? findAllUnread(state, policy, post) : [];
  const due = [...unread, ...findDueCalls(state, policy, post)];
  const reminded = due.filter(({ kind }) => kind === "reminder").map(({ incidentId }) => incidentId);
  for (const one of due) {
    const incident = state.incidents[one.incidentId]!;
    if (one.kind === "reminder") remind(incident, post, give);
    else if ("member" in one) facts.push(callTo(incident, one, { policy, post, give }));
    else facts.push(...escalate(incident, { policy, post, give }));
  }
  if (reminded.length > 0) facts.push({ kind: "reminded", incidentIds: reminded, atMs: post.nowMs });
  const posts = state.posts
    .map(({ personId, kept }) => ({
      personId,
      person: post.person(personId),
      kept: kept.filter(({ dueMs }) => dueMs <= post.nowMs),
    }))
    .filter(({ kept }) => kept.length > 0);
  for (const { personId, person, kept } of posts) {
    if (person !== null) continue;
    facts.push({ kind: "dropped", personId, atMs: post.nowMs });
    for (const item of kept) bequeath(state, item, { policy, post, give });
  }
  for (const { personId, person, kept } of posts) {
    if (person === null) continue;
    facts.push(...post.sendGathered(person, kept, draftsByPerson.get(personId) ?? []));
    draftsByPerson.delete(personId);
  }
  for (const [personId, drafts] of draftsByPerson) {
    const person = post.person(personId);
    if (person !== null) facts.push(...post.send(person, drafts));
  }
  return [...facts, ...decideFlood(state, post)];
}

const findAllUnread = (state: CallBookState, policy: NoticePolicy, post: PostRoom): readonly DueCall[] =>
  Object.values(state.incidents).flatMap((incident) => findUnread(incident, policy, isThereIn(post)) ?? []);

/** What is due; where that is much, with what is due soon, so that the next minutes do not bring a letter each. */
function findDueCalls(state: CallBookState, policy: NoticePolicy, post: PostRoom): readonly DueCall[] {
  const soon: DueCall[] = [];
  for (const incident of Object.values(state.incidents)) {
    if (incident.people.length === 0) continue;
    soon.push(...findDue(incident, policy, isThereIn(post)).filter(({ soonMs }) => soonMs <= post.nowMs));
  }
  const due = soon.filter(({ dueMs }) => dueMs <= post.nowMs);
  const all = due.length > 0 && soon.length > mostByThemselves ? soon : due;
  // Who is called has no need to be reminded.
  const called = new Set(all.filter(({ kind }) => kind === "back").map(({ incidentId }) => incidentId));
  return all.filter(({ kind, incidentId }) => kind !== "reminder" || !called.has(incidentId));
}

const toDraft = (incident: IncidentCalls, lead: CallMember, reason: LetterReason): Draft => ({
  item: { incidentId: incident.id, occurrenceId: lead.occurrenceId, reason },
  form: "call",
  severity: lead.severity,
});

type Give = (personId: PersonId, draft: Draft) => void;

/** What is needed to find people for a thing, and to tell them. */
interface Telling {
  readonly policy: NoticePolicy;
  readonly post: PostRoom;
  readonly give: Give;
}

const toReminder = (incident: IncidentCalls, lead: CallMember, post: PostRoom): Draft => {
  if (lead.told === null) return toDraft(incident, lead, { kind: "first" });
  const forMs = Math.max(0, post.nowMs - toToldMs(lead));
  return toDraft(incident, lead, { kind: "reminder", count: incident.reminders + 1, forMs });
};

function remind(incident: IncidentCalls, post: PostRoom, give: Give): void {
  const lead = findReminded(incident);
  if (lead === null) return;
  const draft = toReminder(incident, lead, post);
  for (const { personId } of incident.people) give(personId, draft);
}

function callTo(
  incident: IncidentCalls,
  { kind, alarm, member }: Extract<DueCall, { readonly member: CallMember }>,
  { policy, post, give }: Telling,
): CallFact {
  const people = findCalled(incident, member, policy, isThereIn(post));
  const draft = kind === "back" ? toDraft(incident, member, { kind }) : toReminder(incident, member, post);
  for (const personId of people) give(personId, draft);
  const { occurrenceId } = member;
  return {
    kind: "called",
    incidentId: incident.id,
    alarm,
    occurrenceId,
    people,
    flooded: [],
    ...(kind === "back" ? { again: true } : {}),
    atMs: post.nowMs,
  };
}

/**
 * What was kept for somebody who is configured no more is told to those whom the route names by now, unless others were told
 * of the incident. Of one that was forgotten nobody knows the route any more.
 */
function bequeath(
  state: CallBookState,
  { item, form, severity }: KeptItem,
  { policy, post, give }: Telling,
): void {
  const incident = state.incidents[item.incidentId];
  const isThere = isThereIn(post);
  if (incident === undefined || incident.people.some(({ personId }) => isThere(personId))) return;
  const told = Object.values(incident.told);
  const member = told.find(({ occurrenceId }) => occurrenceId === item.occurrenceId) ?? told[0];
  if (member === undefined) return;
  for (const personId of findCalled(incident, { ...member, severity }, policy, isThere))
    give(personId, { item, form, severity });
}

/** All steps whose time has come, at once: each person hears of the first that names them. */
function escalate(incident: IncidentCalls, { policy, post, give }: Telling): readonly CallFact[] {
  const lead = findEscalated(incident);
  const open = toOpenSteps(incident, policy, isThereIn(post));
  const first = open[0];
  if (lead === null || first === undefined) return [];
  const sinceMs = post.nowMs - incident.escalateFromMs;
  const due = open.filter((one) => one === first || one.afterMs <= sinceMs);
  const told = new Set<PersonId>();
  for (const { step, people } of due) {
    // What came back was told anew, and has been ignored for longer.
    const forMs = Math.max(0, sinceMs, post.nowMs - toToldMs(lead));
    const draft = toDraft(incident, lead, { kind: "escalated", step, forMs });
    for (const personId of people) {
      if (told.has(personId)) continue;
      told.add(personId);
      give(personId, draft);
    }
  }
  return [
    {
      kind: "escalated",
      incidentId: incident.id,
      step: due.at(-1)!.step,
      people: [...told],
      atMs: post.nowMs,
    },
  ];
}
