import { isUnacknowledged } from "../../../../protocol/alarm.ts";
import { toKeyText } from "../../alarm/alarm-id.ts";
import type { LetterReason } from "../letter.ts";
import type { NoticePolicy, Person, PersonId } from "../policy.ts";
import { isUrgent } from "../urgency.ts";
import type { CallChange, CallFact } from "./call-fact.ts";
import { type CallBookState, findMember, findReader, type IncidentCalls } from "./call-state.ts";
import { decideTelling } from "./decide-telling.ts";
import { findCalled } from "./due-calls.ts";
import { newReader, withFloodItem } from "./flood.ts";
import { decideSummary } from "./flood-letters.ts";
import type { Draft, PostRoom } from "./post-room.ts";

/** Leaks that a person is told one by one in one flood: the reason for all the rest may be among them. */
const mostLeaksInFlood = 5;

/** What is told of an alarm after it was told; the others tell of one that came along. */
const sequels: ReadonlySet<LetterReason["kind"]> = new Set([
  "acknowledged",
  "returned to normal",
  "reset",
  "held",
]);

/** What one step of an alarm gives to tell. */
interface Told {
  readonly change: CallChange;
  readonly incident: IncidentCalls;
  readonly draft: Draft;
}

/** Whom a step that was just observed is told, and how. */
export function decideChange(
  state: CallBookState,
  policy: NoticePolicy,
  post: PostRoom,
  change: CallChange,
): readonly CallFact[] {
  const { incidentId, view, key } = change;
  const incident = state.incidents[incidentId];
  const member = incident === undefined ? null : findMember(incident, toKeyText(key));
  if (incident === undefined || member === null) return [];
  const telling = decideTelling({ incident, member }, change);
  if (telling === null) return [];
  const { form, reason } = telling;
  const item = { incidentId, occurrenceId: view.id, reason };
  const told: Told = { change, incident, draft: { item, form, severity: view.severity } };
  if (form === "news") return decideNews(state, post, told);
  const people = findPeople(
    post,
    findCalled(incident, view, policy, (id) => post.person(id) !== null),
  );
  return people.length === 0 ? [] : decideCall(state, post, told, people);
}

const toldBefore = ({ people }: IncidentCalls): readonly PersonId[] => people.map(({ personId }) => personId);

const findPeople = (post: PostRoom, ids: readonly PersonId[]): readonly Person[] =>
  ids.map((id) => post.person(id)).filter((person) => person !== null);

function decideNews(
  state: CallBookState,
  post: PostRoom,
  { change, incident, draft }: Told,
): readonly CallFact[] {
  const { reason, ...item } = draft.item;
  const isSequel = sequels.has(reason.kind);
  // In a flood, what comes beside a cause is not told at all.
  if (!isSequel && state.flood !== null) return [];
  const letters = findPeople(post, toldBefore(incident)).flatMap((person) => post.send(person, [draft]));
  if (isSequel || letters.length === 0) return letters;
  return [{ kind: "joined", ...item, alarm: toKeyText(change.key), atMs: post.nowMs }, ...letters];
}

/** It is the call that nobody has answered yet, told once more. */
const isAgain = ({ step }: CallChange, { kind }: LetterReason): boolean =>
  (kind === "back" || kind === "minimum reached") && isUnacknowledged({ state: step.before.condition.kind });

function decideCall(
  state: CallBookState,
  post: PostRoom,
  { change, draft }: Told,
  people: readonly Person[],
): readonly CallFact[] {
  const { reason, ...item } = draft.item;
  const { severity } = draft;
  const { flood } = state;
  const isOwn = ({ id }: Person): boolean =>
    flood === null ||
    (change.view.alarmClass === "leak" &&
      isUrgent(severity) &&
      (findReader(flood, id)?.leaks ?? 0) < mostLeaksInFlood);
  const flooded = people.filter((person) => !isOwn(person));
  const called: CallFact = {
    kind: "called",
    ...item,
    alarm: toKeyText(change.key),
    people: people.map(({ id }) => id),
    flooded: flooded.map(({ id }) => id),
    ...(isAgain(change, reason) ? { again: true } : {}),
    atMs: post.nowMs,
  };
  const letters = people.flatMap((person) => {
    if (flood === null || isOwn(person)) return post.send(person, [draft]);
    const reader = findReader(flood, person.id) ?? newReader(person.id);
    return decideSummary(post, flood, withFloodItem(reader, { ...item, severity, atMs: post.nowMs }));
  });
  return [called, ...letters];
}
