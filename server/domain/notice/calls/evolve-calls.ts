import type { IncidentId } from "../../../../protocol/ids.ts";
import type { Letter, LetterReason } from "../letter.ts";
import type { PersonId } from "../policy.ts";
import { toWorse } from "../urgency.ts";
import type { CallFact } from "./call-fact.ts";
import {
  type CallBookState,
  type CallMember,
  findMember,
  findPost,
  findTold,
  type IncidentCalls,
  type PersonPost,
  type ToldHow,
} from "./call-state.ts";
import { takeReader, withFloodItem } from "./flood.ts";
import { noteTime } from "./observe-step.ts";

type Fact<Kind extends CallFact["kind"]> = Extract<CallFact, { readonly kind: Kind }>;

/** Takes a fact in. Needs no policy: a replay comes to the same state, whoever is configured by then. */
export function evolveCalls(state: CallBookState, fact: CallFact): void {
  noteTime(state, fact.kind === "letter" ? fact.letter.atMs : fact.atMs);
  switch (fact.kind) {
    case "letter":
      evolveLetter(state, fact);
      return;
    case "called":
      evolveCalled(state, fact);
      return;
    case "joined":
      evolveJoined(state, fact);
      return;
    case "escalated":
      evolveEscalated(state, fact);
      return;
    case "reminded":
      for (const id of fact.incidentIds) {
        const incident = state.incidents[id];
        if (incident === undefined) continue;
        incident.remindFromMs = fact.atMs;
        incident.reminders += 1;
      }
      return;
    case "kept":
      takePost(state, fact.personId).kept.push(...fact.kept.map((kept) => ({ ...kept, keptMs: fact.atMs })));
      return;
    case "dropped":
      dropDue(takePost(state, fact.personId), fact.atMs);
      return;
    case "flood over":
      state.flood = null;
      return;
    case "clock set back":
      return;
  }
}

function takePost(state: CallBookState, personId: PersonId): PersonPost {
  const known = findPost(state, personId);
  if (known !== null) return known;
  const post: PersonPost = { personId, letters: 0, lastLetterMs: null, kept: [] };
  state.posts.push(post);
  return post;
}

const dropDue = (post: PersonPost, nowMs: number): void => {
  post.kept = post.kept.filter(({ dueMs }) => dueMs > nowMs);
};

function markTold(
  incident: IncidentCalls,
  { alarm, atMs }: { readonly alarm: string; readonly atMs: number },
  how: ToldHow,
): CallMember | null {
  const member = findMember(incident, alarm);
  if (member === null) return null;
  const { occurrenceId: id, severity } = member;
  const told = {
    ...member,
    told: { id, how, severity, atMs },
    hasCalled: member.hasCalled || how !== "joined",
  };
  delete incident.untold[alarm];
  incident.told[alarm] = told;
  return told;
}

function hear(incident: IncidentCalls, people: readonly PersonId[]): void {
  for (const personId of people) {
    const told = findTold(incident, personId);
    if (told === null) incident.people.push({ personId, heard: incident.calls, thread: null });
    else told.heard = incident.calls;
  }
}

function evolveCalled(state: CallBookState, fact: Fact<"called">): void {
  const { occurrenceId, people, flooded, atMs } = fact;
  const incident = state.incidents[fact.incidentId];
  if (incident === undefined) return;
  const member = markTold(incident, fact, flooded.length === people.length ? "flooded" : "called");
  if (member === null) return;
  const { severity } = member;
  incident.worst = incident.worst === null ? severity : toWorse(incident.worst, severity);
  incident.leakCalled ||= member.alarmClass === "leak";
  incident.calls += 1;
  incident.remindFromMs = atMs;
  incident.reminders = 0;
  if (fact.again !== true) {
    incident.escalateFromMs = atMs;
    incident.steps = 0;
  }
  hear(incident, people);
  const { flood } = state;
  if (flood === null) return;
  for (const personId of people) {
    const reader = takeReader(flood, personId);
    if (!flooded.includes(personId)) reader.leaks += 1;
    else
      Object.assign(
        reader,
        withFloodItem(reader, { incidentId: fact.incidentId, occurrenceId, severity, atMs }),
      );
  }
}

function evolveJoined(state: CallBookState, fact: Fact<"joined">): void {
  const incident = state.incidents[fact.incidentId];
  if (incident !== undefined) markTold(incident, fact, "joined");
}

function evolveEscalated(state: CallBookState, { incidentId, step, people }: Fact<"escalated">): void {
  const incident = state.incidents[incidentId];
  if (incident === undefined) return;
  incident.steps = step;
  hear(incident, people);
}

function evolveLetter(state: CallBookState, { letter, subject, gathered }: Fact<"letter">): void {
  const post = takePost(state, letter.personId);
  post.letters += 1;
  post.lastLetterMs = letter.atMs;
  if (gathered) dropDue(post, letter.atMs);
  for (const { incidentId, reason } of letter.items) {
    const incident = state.incidents[incidentId];
    if (incident !== undefined && reason.kind === "minimum reached") incident.minimumTold = true;
  }
  if (letter.form === "flood") {
    evolveFloodLetter(state, letter);
    return;
  }
  const incidentId = toOneIncident(letter);
  const told = incidentId === null ? null : toToldPerson(state, incidentId, letter.personId);
  if (told !== null) told.thread = toThread(told.thread, letter, subject);
}

function toToldPerson(state: CallBookState, incidentId: IncidentId, personId: PersonId) {
  const incident = state.incidents[incidentId];
  return incident === undefined ? null : findTold(incident, personId);
}

/** The incident that all of a letter is about; `null` when there are several. */
export function toOneIncident({ items }: Pick<Letter, "items">): IncidentId | null {
  const first = items[0]?.incidentId;
  return first !== undefined && items.every(({ incidentId }) => incidentId === first) ? first : null;
}

/** News are answers to the latest call, and have its subject. */
function toThread(before: Letter["thread"], letter: Letter, subject: string): Letter["thread"] {
  if (before === null) return { firstId: letter.id, latestCallId: letter.id, subject };
  if (letter.form !== "call") return before;
  return { firstId: before.firstId, latestCallId: letter.id, subject };
}

/** The last words about a flood; what comes after them is told alarm by alarm. */
const isLastSummary = (reason: LetterReason | undefined): boolean => reason?.kind === "flood over";

function evolveFloodLetter({ flood }: CallBookState, letter: Letter): void {
  if (flood === null || isLastSummary(letter.items[0]?.reason)) return;
  const reader = takeReader(flood, letter.personId);
  reader.letters += 1;
  reader.fresh = 0;
  reader.toldMs = letter.atMs;
  reader.toldWorst = letter.severity;
}
