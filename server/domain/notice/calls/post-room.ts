import { bySeverity, type Severity } from "../../../../protocol/alarm.ts";
import { type DurationMs, type EpochMs, minutes, seconds } from "../../../../protocol/time.ts";
import type { Letter, LetterItem } from "../letter.ts";
import type { Person, PersonId } from "../policy.ts";
import { findQuietEnd } from "../quiet-times.ts";
import { isUrgent, toWorse } from "../urgency.ts";
import type { CallFact, KeptItem } from "./call-fact.ts";
import { type CallBookState, findPost, findTold } from "./call-state.ts";
import { toOneIncident } from "./evolve-calls.ts";

/** What comes for a person so soon after a letter, and can wait, goes together. */
const gatherMs: DurationMs = seconds(30);
/** In a flood nobody reads what can wait. */
const gatherInFloodMs: DurationMs = minutes(10);

/** More letters than this at once are one. */
const mostAtOnce = 3;

/** Things that one letter tells; of more the most urgent. */
const mostItems = 100;

/** One thing for one person, before it is known in which letter it goes. */
export interface Draft {
  readonly item: LetterItem;
  readonly form: "call" | "news";
  readonly severity: Severity;
}

/** Makes letters of what is to be told: at once, later, or many in one. One is made for each decision. */
export interface PostRoom {
  readonly nowMs: EpochMs;
  /** `null`: nobody of that name is configured any more. */
  person(id: PersonId): Person | null;
  /** What one person is told: letters, or that it is kept for later. */
  send(person: Person, drafts: readonly Draft[]): readonly CallFact[];
  /** Letters of what was kept for a person and is due, with what comes at the same time. */
  sendGathered(person: Person, kept: readonly KeptItem[], drafts: readonly Draft[]): readonly CallFact[];
  /** A letter of its own about a flood. */
  summary(person: Person, letter: Pick<Letter, "items" | "severity" | "urgent" | "flood" | "more">): CallFact;
}

const isUrgentDraft = ({ form, severity }: Pick<Draft, "form" | "severity">): boolean =>
  form === "call" && isUrgent(severity);

export function createPostRoom(
  personById: ReadonlyMap<PersonId, Person>,
  state: CallBookState,
  nowMs: EpochMs,
): PostRoom {
  const usedByPerson = new Map<PersonId, number>();

  /** Letters of one decision have not been counted yet. */
  const toNumber = (personId: PersonId): number => {
    const used = (usedByPerson.get(personId) ?? 0) + 1;
    usedByPerson.set(personId, used);
    return (findPost(state, personId)?.letters ?? 0) + used;
  };

  /** When a thing can be told that is not urgent; `null`: now. */
  const toDue = (person: Person, severity: Severity): EpochMs | null => {
    const quietEndMs = findQuietEnd(person, severity, nowMs);
    if (quietEndMs !== null) return quietEndMs;
    const lastMs = findPost(state, person.id)?.lastLetterMs ?? null;
    const gatheredMs = lastMs === null ? nowMs : lastMs + (state.flood === null ? gatherMs : gatherInFloodMs);
    if (gatheredMs <= nowMs) return null;
    return findQuietEnd(person, severity, gatheredMs) ?? gatheredMs;
  };

  const toFact = (person: Person, letter: Letter, gathered: boolean): CallFact => ({
    kind: "letter",
    letter,
    subject: "",
    person: person.name,
    gathered,
  });

  const toSingle = (person: Person, { item, form, severity }: Draft): Letter => {
    const incident = state.incidents[item.incidentId];
    return {
      id: `${item.incidentId}.${person.id}.${toNumber(person.id)}`,
      personId: person.id,
      form,
      items: [item],
      severity,
      urgent: isUrgentDraft({ form, severity }),
      atMs: nowMs,
      thread: incident === undefined ? null : (findTold(incident, person.id)?.thread ?? null),
      flood: null,
    };
  };

  const toBundle = (person: Person, drafts: readonly Draft[]): Letter => {
    const sorted = mostUrgentFirst(drafts);
    const items = sorted.slice(0, mostItems).map(({ item }) => item);
    const incidentId = toOneIncident({ items });
    const incident = incidentId === null ? undefined : state.incidents[incidentId];
    return {
      id: toBundleId(person.id),
      personId: person.id,
      form: "bundle",
      items,
      severity: sorted.map(({ severity }) => severity).reduce(toWorse),
      urgent: sorted.some(isUrgentDraft),
      atMs: nowMs,
      thread: incident === undefined ? null : (findTold(incident, person.id)?.thread ?? null),
      flood: null,
      ...(sorted.length > items.length ? { more: sorted.length - items.length } : {}),
    };
  };

  const toBundleId = (personId: PersonId): string =>
    `bundle.${personId}.${Math.floor(nowMs / 1000)}.${toNumber(personId)}`;

  const toLetters = (person: Person, drafts: readonly Draft[]): readonly Letter[] => {
    if (drafts.length === 0) return [];
    const isOne = drafts.length > 1 && (state.flood !== null || goTogether(drafts));
    return isOne ? [toBundle(person, drafts)] : drafts.map((draft) => toSingle(person, draft));
  };

  const toKeptFact = ({ id }: Person, kept: readonly KeptItem[]): readonly CallFact[] =>
    kept.length === 0 ? [] : [{ kind: "kept", personId: id, kept, atMs: nowMs }];

  return {
    nowMs,
    person: (id) => personById.get(id) ?? null,
    send(person, drafts) {
      const { now, kept } = sort(drafts, ({ severity }) => toDue(person, severity));
      const letters = toLetters(person, now).map((letter) => toFact(person, letter, false));
      return [...letters, ...toKeptFact(person, kept)];
    },
    sendGathered(person, due, drafts) {
      const { now, kept } = sort(drafts, ({ severity }) => findQuietEnd(person, severity, nowMs));
      const letters = toLetters(person, [...due, ...now]).map((letter) => toFact(person, letter, true));
      return [...letters, ...toKeptFact(person, kept)];
    },
    summary: (person, letter) =>
      toFact(
        person,
        {
          ...letter,
          id: toBundleId(person.id),
          personId: person.id,
          form: "flood",
          atMs: nowMs,
          thread: null,
        },
        false,
      ),
  };
}

/** What goes now and what is kept; urgent things are never asked. */
function sort(
  drafts: readonly Draft[],
  toDueMs: (draft: Draft) => EpochMs | null,
): { readonly now: readonly Draft[]; readonly kept: readonly KeptItem[] } {
  const now: Draft[] = [];
  const kept: KeptItem[] = [];
  for (const draft of drafts) {
    const dueMs = isUrgentDraft(draft) ? null : toDueMs(draft);
    if (dueMs === null) now.push(draft);
    else kept.push({ ...draft, dueMs });
  }
  return { now, kept };
}

/** Few urgent things go each by itself, so that each is in its thread; what can wait, and what belongs together, does not. */
function goTogether(drafts: readonly Draft[]): boolean {
  const incidents = new Set(drafts.map(({ item }) => item.incidentId));
  const canWait = drafts.filter((draft) => !isUrgentDraft(draft));
  return drafts.length > mostAtOnce || canWait.length > 1 || incidents.size < drafts.length;
}

/** Calls before news, the worse before the less bad, and what came first before what came later. */
function mostUrgentFirst(drafts: readonly Draft[]): readonly Draft[] {
  return drafts.toSorted((a, b) => Number(a.form === "news") - Number(b.form === "news") || bySeverity(a, b));
}
