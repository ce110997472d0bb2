import type { FloodView } from "../../../../protocol/incident.ts";
import type { EpochMs } from "../../../../protocol/time.ts";
import type { NoticePolicy, PersonId } from "../policy.ts";
import type { CallChange, CallFact } from "./call-fact.ts";
import { type CallBookState, emptyCallBookState } from "./call-state.ts";
import { decideChange } from "./decide-change.ts";
import { decideDue, findNextMs, toEarliest, toIncidentDueMs } from "./decide-due.ts";
import { evolveCalls } from "./evolve-calls.ts";
import { toFloodEndMs, toFloodView } from "./flood.ts";
import { toSummaryDueMs } from "./flood-letters.ts";
import { observeStep, wentBack } from "./observe-step.ts";
import { createPostRoom, type PostRoom } from "./post-room.ts";

/** Who must be told, who was told, and when to tell again. */
export interface CallBook {
  /** Takes a step in, live and on replay; decides nothing. */
  observe(change: CallChange): void;
  /** Takes a fact in, live and on replay. */
  evolve(fact: CallFact): void;
  /** Facts that follow from the step that was just observed. The caller writes them down and gives them to `evolve`. */
  decide(change: CallChange): readonly CallFact[];
  /**
   * Facts that time alone brings: escalations, reminders, bundles that are due, the end of a flood. Costs nothing before
   * `nextMs`, and is to be asked all the same: it also notices that the wall clock went back.
   */
  decideByClock(nowMs: EpochMs): readonly CallFact[];
  /** When `decideByClock` has something to say at the earliest; `null`: nothing is under way. */
  nextMs(): EpochMs | null;
  flood(): FloodView | null;
  /** Plain data as it is now, from which another book goes on. */
  readonly state: CallBookState;
}

/** Data has no parts that are not data, so that a copy by text is a whole one. */
const copy = (state: CallBookState): CallBookState => JSON.parse(JSON.stringify(state));

export function createCallBook(policy: NoticePolicy, saved?: CallBookState): CallBook {
  const state = saved === undefined ? emptyCallBookState() : copy(saved);
  let { people, routes } = policy;
  let personById = new Map(people.map((person) => [person.id, person]));
  const toPost = (nowMs: EpochMs): PostRoom => createPostRoom(personById, state, nowMs);

  let isFirst = saved !== undefined;

  /**
   * Not later than the moment of which `nextMs` speaks, and mostly that; `undefined`: to be looked up. Steps only bring it
   * nearer, so that none of them costs a look at everything.
   */
  let soonestMs: EpochMs | null | undefined;
  const bringNearer = (times: readonly (EpochMs | null)[]): void => {
    if (soonestMs !== undefined) soonestMs = toEarliest([soonestMs, ...times]);
  };
  /** The policy may be another one since the last step. */
  const look = (): void => {
    if (policy.people === people && policy.routes === routes) return;
    ({ people, routes } = policy);
    personById = new Map(people.map((person) => [person.id, person]));
    soonestMs = undefined;
  };
  const toDueMs = (incidentId: string, nowMs: EpochMs): EpochMs | null => {
    const incident = state.incidents[incidentId];
    return incident === undefined ? null : toIncidentDueMs(incident, policy, toPost(nowMs));
  };

  const toSummaryDues = (flooded: readonly PersonId[], nowMs: EpochMs): readonly (EpochMs | null)[] =>
    (state.flood?.readers ?? [])
      .filter(({ personId }) => flooded.includes(personId))
      .map((reader) => toSummaryDueMs(state, toPost(nowMs), reader));

  const nextMs = (nowMs: EpochMs): EpochMs | null => {
    if (soonestMs === undefined) soonestMs = findNextMs(state, policy, toPost(nowMs));
    return soonestMs;
  };

  return {
    observe(change) {
      look();
      if (wentBack(state, change.nowMs)) soonestMs = undefined;
      observeStep(state, change);
      bringNearer([
        toDueMs(change.incidentId, change.nowMs),
        state.flood === null ? null : toFloodEndMs(state),
      ]);
    },
    evolve(fact) {
      evolveCalls(state, fact);
      switch (fact.kind) {
        case "called":
          bringNearer([toDueMs(fact.incidentId, fact.atMs), ...toSummaryDues(fact.flooded, fact.atMs)]);
          return;
        case "joined":
        case "escalated":
          bringNearer([toDueMs(fact.incidentId, fact.atMs)]);
          return;
        case "kept":
          bringNearer(fact.kept.map(({ dueMs }) => dueMs));
          return;
        case "letter":
          return;
        case "reminded":
        case "dropped":
        case "flood over":
        case "clock set back":
          soonestMs = undefined;
      }
    },
    decide(change) {
      look();
      return decideChange(state, policy, toPost(change.nowMs), change);
    },
    decideByClock(nowMs) {
      look();
      if (wentBack(state, nowMs)) return [{ kind: "clock set back", atMs: nowMs }];
      const first = isFirst;
      isFirst = false;
      const dueMs = nextMs(nowMs);
      if (!first && (dueMs === null || nowMs < dueMs)) return [];
      soonestMs = undefined;
      return decideDue(state, policy, toPost(nowMs), first);
    },
    nextMs: () => nextMs(state.latestMs ?? 0),
    flood: () => (state.flood === null ? null : toFloodView(state.flood)),
    get state() {
      return copy(state);
    },
  };
}
