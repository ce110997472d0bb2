import type { AlarmKey, AlarmView } from "../../protocol/alarm.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { LoopProof } from "../../protocol/incident.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { AlarmEvent, AlarmStep } from "../domain/alarm/alarm.ts";
import { toKeyText } from "../domain/alarm/alarm-id.ts";
import { type AlarmSet, createAlarmSet, type KeptAlarm } from "../domain/alarm/alarm-set.ts";
import { toAlarmView, toClosedView } from "../domain/alarm/alarm-view.ts";
import {
  createIncidentBook,
  type DeclaredOperation,
  type IncidentBook,
  type IncidentBookState,
} from "../domain/incident/incident-book.ts";
import { createLeakLedger, type LeakLedger, type LeakLedgerState } from "../domain/incident/leak-ledger.ts";
import { type CallBook, createCallBook } from "../domain/notice/calls/call-book.ts";
import type { CallChange, CallFact } from "../domain/notice/calls/call-fact.ts";
import type { CallBookState } from "../domain/notice/calls/call-state.ts";
import type { NoticePolicy } from "../domain/notice/policy.ts";
import { toReasonLabel } from "../domain/notice/reason.ts";
import type { JournalEntry } from "./ports.ts";
import { createStandingAlarms, type StandingAlarms } from "./standing-alarms.ts";

/** Everything that the journal comes to, as plain data. */
export interface SavedAlarmState {
  readonly alarms: readonly KeptAlarm[];
  readonly incidents: IncidentBookState;
  readonly ledger: LeakLedgerState;
  readonly calls: CallBookState;
  readonly proofs: readonly LoopProof[];
  /** By key text; left out in older snapshots. */
  readonly known?: readonly (readonly [string, EpochMs])[];
  /** The last operations, by `toOperationText`; left out in older snapshots. */
  readonly operations?: readonly string[];
  /** Left out in older snapshots. */
  readonly tellings?: readonly (readonly [LoopId, number])[];
}

/** Raised when the shape of `SavedAlarmState`, or the meaning of anything in it, changes. */
export const savedAlarmVersion = 1;

/** What one step of one alarm changed. */
export interface Accounted {
  /** Views that are others now: of an occurrence that is over first, of the one that stands last. */
  readonly views: readonly AlarmView[];
  /** What those are asked who decide on letters; `null`: nothing stands. */
  readonly change: CallChange | null;
}

/** The alarms, their incidents, the leak ledger and who was told: the journal folded. Decides nothing. */
export interface AlarmState {
  readonly alarms: AlarmSet;
  readonly incidents: IncidentBook;
  readonly ledger: LeakLedger;
  readonly calls: CallBook;
  readonly standing: StandingAlarms;
  proofs(): readonly LoopProof[];
  /** Newest source time of what telemetry made happen to an alarm; `null`: nothing. */
  knownMs(key: AlarmKey): EpochMs | null;
  /** The newest of all alarms of a loop but its silence, which has the time of the wall; `-Infinity`: nothing. */
  loopKnownMs(loopId: LoopId): EpochMs;
  /** How often a loop's lane had told something when the last of its facts was written; `undefined`: nobody knows. */
  tellings(loopId: LoopId): number | undefined;
  heard(loopId: LoopId, tellings: number): void;
  /** Takes in a step that was made with `alarms`. */
  account(key: AlarmKey, step: AlarmStep, writtenMs: EpochMs): Accounted;
  evolve(key: AlarmKey, event: AlarmEvent, writtenMs: EpochMs): Accounted;
  operated(declared: DeclaredOperation, writtenMs: EpochMs): void;
  /** This operation is in the journal: a sender says it again, or the detectors are told again what they knew. */
  knowsOperation(declared: DeclaredOperation): boolean;
  told(fact: CallFact, writtenMs: EpochMs): void;
  proved(proof: LoopProof): void;
  /** Takes in one entry of the journal as it was written. */
  replay(entry: JournalEntry): void;
  save(): SavedAlarmState;
}

/** Events that the clock on the wall or a person brings. */
const ofTheWall: ReadonlySet<AlarmEvent["kind"]> = new Set([
  "blinded",
  "heard",
  "shelf ended",
  "called again",
]);

/** Operations that are known again; senders repeat what they sent within minutes, and a start recalls two days. */
const mostOperations = 1000;

const toOperationText = ({ loopId, operation, atMs }: DeclaredOperation): string =>
  `${loopId} ${operation} ${atMs}`;

export function createAlarmState(policy: NoticePolicy, saved?: SavedAlarmState): AlarmState {
  const alarms = createAlarmSet(saved?.alarms);
  const incidents = createIncidentBook(saved?.incidents);
  const ledger = createLeakLedger(saved?.ledger);
  const calls = createCallBook(policy, saved?.calls);
  const standing = createStandingAlarms();
  const proofByLoop = new Map<LoopId, LoopProof>((saved?.proofs ?? []).map((proof) => [proof.loopId, proof]));
  const operations = new Set<string>(saved?.operations);
  const knownMsByKey = new Map<string, EpochMs>(saved?.known);

  const tellingsByLoop = new Map<LoopId, number>(saved?.tellings);
  const heard = (loopId: LoopId, tellings: number | undefined): void => {
    if (tellings !== undefined) tellingsByLoop.set(loopId, tellings);
  };

  for (const { key, alarm } of alarms.kept()) {
    const view = toAlarmView(key, alarm, incidents.incidentOf(key) ?? "");
    standing.put(key, alarm, view === null ? [] : [view]);
  }

  const knownMs = (key: AlarmKey): EpochMs | null => knownMsByKey.get(toKeyText(key)) ?? null;

  const noteKnown = (key: AlarmKey, event: AlarmEvent): void => {
    if ("act" in event || ofTheWall.has(event.kind)) return;
    knownMsByKey.set(toKeyText(key), Math.max(knownMs(key) ?? event.atMs, event.atMs));
  };

  const account = (key: AlarmKey, step: AlarmStep, writtenMs: EpochMs): Accounted => {
    noteKnown(key, step.event);
    const was = toAlarmView(key, step.before, incidents.incidentOf(key) ?? "");
    const incidentId = incidents.take(key, step, writtenMs) ?? incidents.incidentOf(key) ?? "";
    ledger.take(key, step);
    const is = toAlarmView(key, step.after, incidentId);
    const views: AlarmView[] = [];
    if (was !== null && was.id !== is?.id) views.push(toClosedView(was, step.after.version, step.event));
    if (is !== null) views.push(is);
    standing.put(key, step.after, views);
    const view = views.at(-1);
    if (view === undefined) return { views, change: null };
    const change: CallChange = { key, step, incidentId: view.incidentId, view, nowMs: writtenMs };
    calls.observe(change);
    return { views, change };
  };

  const evolve = (key: AlarmKey, event: AlarmEvent, writtenMs: EpochMs): Accounted =>
    account(key, alarms.evolve(key, event), writtenMs);

  const operated = (declared: DeclaredOperation, writtenMs: EpochMs): void => {
    operations.add(toOperationText(declared));
    for (const oldest of operations) if (operations.size > mostOperations) operations.delete(oldest);
    incidents.operated(declared, writtenMs);
    ledger.operated(declared);
  };

  const told = (fact: CallFact, writtenMs: EpochMs): void => {
    calls.evolve(fact);
    if (fact.kind !== "letter") return;
    for (const { incidentId, reason } of fact.letter.items)
      incidents.told(
        incidentId,
        `A notice was written to ${fact.person}: ${toReasonLabel(reason)}.`,
        writtenMs,
      );
  };

  const proved = (proof: LoopProof): void => void proofByLoop.set(proof.loopId, proof);

  return {
    alarms,
    incidents,
    ledger,
    calls,
    standing,
    proofs: () => [...proofByLoop.values()],
    knownMs,
    loopKnownMs(loopId) {
      const sensing = toKeyText({ loopId, alarmClass: "sensing", part: null });
      const known = [...knownMsByKey].filter(([text]) => text.startsWith(`${loopId}.`) && text !== sensing);
      return Math.max(...known.map(([, ms]) => ms));
    },
    tellings: (loopId) => tellingsByLoop.get(loopId),
    heard,
    account,
    evolve,
    operated,
    knowsOperation: (declared) => operations.has(toOperationText(declared)),
    told,
    proved,
    replay(entry) {
      switch (entry.kind) {
        case "alarm":
          evolve(entry.key, entry.event, entry.writtenMs);
          heard(entry.key.loopId, entry.tellings);
          break;
        case "operation":
          operated(entry.declared, entry.writtenMs);
          heard(entry.declared.loopId, entry.tellings);
          break;
        case "call":
          told(entry.fact, entry.writtenMs);
          break;
        case "proof":
          proved(entry.proof);
          break;
      }
    },
    save: () => ({
      alarms: [...alarms.kept()],
      incidents: incidents.state,
      ledger: ledger.state,
      calls: calls.state,
      proofs: [...proofByLoop.values()],
      known: [...knownMsByKey],
      operations: [...operations],
      tellings: [...tellingsByLoop],
    }),
  };
}
