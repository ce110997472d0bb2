import type { AlarmKey, AlarmView } from "../../protocol/alarm.ts";
import type { LoopId, OccurrenceId } from "../../protocol/ids.ts";
import type { LoopProof } from "../../protocol/incident.ts";
import { type DurationMs, type EpochMs, minutes, seconds } from "../../protocol/time.ts";
import type { ActResult, AlarmAct } from "../../protocol/wire.ts";
import type { AuditEntry } from "../domain/access/audit-entry.ts";
import type { Alarm, AlarmEvent, AlarmRules, Observation } from "../domain/alarm/alarm.ts";
import { decideAct } from "../domain/alarm/decide-act.ts";
import { isOnTheClock } from "../domain/alarm/decide-alarm.ts";
import type { DeclaredOperation } from "../domain/incident/incident-book.ts";
import type { CallFact } from "../domain/notice/calls/call-fact.ts";
import type { Letter } from "../domain/notice/letter.ts";
import type { Notice } from "../domain/notice/notice.ts";
import type { NoticePolicy } from "../domain/notice/policy.ts";
import type { Actor } from "./access-port.ts";
import {
  type Accounted,
  type AlarmState,
  createAlarmState,
  type SavedAlarmState,
  savedAlarmVersion,
} from "./alarm-state.ts";
import { toAlarmActEntry } from "./audit-act.ts";
import { createJournalWriter } from "./journal-writer.ts";
import type { Cancel, Clock, Heard, LiveFeed, Log, StateStore } from "./ports.ts";

/**
 * Every alarm of every loop: decides, writes down, then tells the pages and hands notices to the outbox. What is observed
 * is told when `settle` is called, so that whatever one batch of telemetry brings goes to the disk in one piece.
 */
export interface AlarmDesk {
  readonly state: AlarmState;
  alarmOf(key: AlarmKey): Alarm;
  /** Every occurrence that stands. */
  standing(): Iterable<AlarmView>;
  observe(key: AlarmKey, seen: Observation): void;
  /** Nothing is heard of a loop any more, or something again; wall-clock time. */
  blind(loopId: LoopId, isBlind: boolean): void;
  /** `act.by` is the name under which it is written down. */
  act(act: AlarmAct, actor: Actor): ActResult;
  /** A line of the audit that belongs to what has happened since, or to nothing. */
  audit(entry: AuditEntry): void;
  operated(declared: DeclaredOperation): void;
  proved(proof: LoopProof): void;
  /** Writes down and tells what has happened since. */
  settle(): void;
  /** Number of the last fact of the journal. */
  readonly seq: number;
  /** Facts that are not on disk yet, because the state store refused them. */
  unsaved(): number;
  /** Raised with every change of what stands around the alarms: counts, holds, incidents, floods, proofs. */
  readonly changes: number;
  stop(): void;
}

/** What a letter has become. */
export interface WrittenLetter {
  readonly notices: readonly Notice[];
  readonly subject: string;
  /** Whom it is for, by name. */
  readonly person: string;
}

export interface AlarmDeskParts {
  readonly store: Pick<StateStore, "commit" | "occurrences">;
  /** What the store has of before; a snapshot is of `savedAlarmVersion`. */
  readonly saved: Pick<ReturnType<StateStore["load"]>, "snapshot" | "journal">;
  readonly clock: Clock;
  readonly log: Log;
  readonly feed: Pick<LiveFeed, "alarm">;
  readonly policy: NoticePolicy;
  readonly rulesOf: (key: AlarmKey) => AlarmRules;
  /** How often the loop's lane has told something so far. Left out where there is none. */
  readonly tellings?: (loopId: LoopId) => number | undefined;
  /** Called while the letter's alarms are as they are told; looks up everything else in `state`. */
  readonly writeLetter: (letter: Letter, state: AlarmState) => WrittenLetter;
  /** Writes a changed alarm into the telemetry store, at the time of the event. */
  readonly record: (alarm: AlarmView, atMs: EpochMs) => void;
  /** Takes notices that are on disk, or will be: they are kept beside the event until the disk takes both. */
  readonly send: (notices: readonly Notice[]) => void;
}

/** How often time alone is looked at: shelves that end, reminders, escalations. */
const tickEveryMs: DurationMs = seconds(1);

/** A snapshot is taken after so many facts, and at most once in so long: a start then reads little of the journal. */
const factsASnapshot = 2000;
const snapshotEveryMs: DurationMs = minutes(5);

/** Past alarms that are listed after a start. */
const recalledClosed = 200;

/** Events that change nothing that anybody sees. */
const unseen: ReadonlySet<AlarmEvent["kind"]> = new Set(["rising", "sank", "falling", "stayed"]);

/** What is said before the first number: how long something has lasted is no other reason. */
const toGist = (reason: string): string => reason.replace(/\d.*$/s, "");

/** It could not be tried, again, and for the same reason. */
const isUntriedAgain = ({ outcome: before }: LoopProof, { outcome: now }: LoopProof): boolean =>
  before.kind === "not tried" && now.kind === "not tried" && toGist(before.reason) === toGist(now.reason);

const toEventMs = (event: AlarmEvent): EpochMs => ("act" in event ? event.act.atMs : event.atMs);

/** Takes up what the store has; tells nobody of it. */
export function createAlarmDesk(parts: AlarmDeskParts): AlarmDesk {
  const { store, clock, log, feed, rulesOf } = parts;
  const writer = createJournalWriter({ state: store, clock, log });
  const state = recover(parts);
  writer.continueAfter(state.seq);
  const told: { readonly seq: number; readonly view: AlarmView; readonly atMs: EpochMs }[] = [];
  const unsent: Notice[] = [];
  // Counted from the last snapshot and not from the start: who is killed early again and again needs one too.
  const at = { changes: 0, snapshotSeq: parts.saved.snapshot?.seq ?? 0, snapshotMs: clock.nowMs() };

  const write = (fact: CallFact): void => {
    if (fact.kind !== "letter") {
      state.told(fact, writer.add({ kind: "call", fact }).writtenMs);
      return;
    }
    const { notices, subject, person } = parts.writeLetter(fact.letter, state);
    const written: CallFact = { ...fact, subject, person };
    const { writtenMs } = writer.add({ kind: "call", fact: written });
    writer.notices(notices);
    unsent.push(...notices);
    state.told(written, writtenMs);
  };

  const tell = ({ views, change }: Accounted, event: AlarmEvent): void => {
    at.changes += 1;
    if (unseen.has(event.kind)) return;
    for (const view of views) {
      told.push({ seq: writer.seq, view, atMs: toEventMs(event) });
      writer.occurrence(view);
    }
    if (change === null) return;
    for (const fact of state.calls.decide(change)) write(fact);
  };

  const happened = (key: AlarmKey, event: AlarmEvent, accounted: Accounted): void => {
    tell(accounted, event);
    if (event.kind === "revised" || unseen.has(event.kind)) return;
    const view = accounted.views.at(-1);
    log.info(`Alarm ${event.kind}: ${view?.id ?? `${key.loopId} ${key.alarmClass}`}`, {
      severity: view?.severity,
      headline: view?.headline,
    });
  };

  const heardOf = (loopId: LoopId): Heard => {
    const now = parts.tellings?.(loopId);
    if (now === undefined) return {};
    // While a start goes through what the journal knows, the clock brings facts too.
    const tellings = Math.max(now, state.tellings(loopId) ?? 0);
    state.heard(loopId, tellings);
    return { tellings };
  };

  const observe = (key: AlarmKey, seen: Observation): void => {
    for (const step of state.alarms.observe(key, seen, rulesOf(key))) {
      const { writtenMs } = writer.add({ kind: "alarm", key, event: step.event, ...heardOf(key.loopId) });
      happened(key, step.event, state.account(key, step, writtenMs));
    }
  };

  const settle = (): void => {
    writer.commit();
    for (const { seq, view, atMs } of told.splice(0)) {
      feed.alarm(seq, view);
      parts.record(view, atMs);
    }
    if (unsent.length > 0) parts.send(unsent.splice(0));
  };

  const takeSnapshot = (): void => {
    at.snapshotSeq = writer.seq;
    at.snapshotMs = clock.nowMs();
    writer.snapshot({ seq: writer.seq, version: savedAlarmVersion, state: state.save() });
  };

  const tick = (): void => {
    const nowMs = clock.nowMs();
    const timed: AlarmKey[] = [];
    for (const { key, alarm } of state.alarms.kept()) if (isOnTheClock(alarm)) timed.push(key);
    for (const key of timed) observe(key, { kind: "clock", atMs: nowMs });
    for (const fact of state.calls.decideByClock(nowMs)) {
      at.changes += 1;
      write(fact);
    }
    const isMuch = writer.seq - at.snapshotSeq >= factsASnapshot;
    if (isMuch && nowMs - at.snapshotMs >= snapshotEveryMs) takeSnapshot();
    settle();
  };
  const cancelTick: Cancel = clock.every(tickEveryMs, tick);

  const findKey = (id: OccurrenceId): AlarmKey | null => {
    const view = state.standing.find(id);
    return view === null ? null : { loopId: view.loopId, alarmClass: view.alarmClass, part: view.part };
  };

  return {
    state,
    alarmOf: state.alarms.get,
    standing: state.standing.standing,
    observe,
    blind(loopId, isBlind) {
      const seen: Observation = { kind: isBlind ? "blind" : "heard", atMs: clock.nowMs() };
      for (const { key } of [...state.alarms.keptOf(loopId)])
        if (key.alarmClass !== "sensing" && key.alarmClass !== "house") observe(key, seen);
    },
    act(act, actor) {
      const key = "key" in act ? act.key : findKey(act.occurrenceId);
      const before = key === null ? null : state.alarms.get(key);
      const atMs = clock.nowMs();
      const refuse = (refusal: string): ActResult => {
        writer.audit(toAlarmActEntry({ act, actor, atMs, refusal }, before));
        writer.commit();
        return { ok: false, reason: refusal };
      };
      if (key === null || before === null) return refuse("There is no such alarm.");
      const decision = decideAct(before, act, atMs);
      if (decision.kind === "refused") return refuse(decision.reason);
      const { event } = decision;
      const { writtenMs } = writer.add({ kind: "alarm", key, event, ...heardOf(key.loopId) });
      happened(key, event, state.evolve(key, event, writtenMs));
      writer.audit(toAlarmActEntry({ act, actor, atMs, refusal: null }, before, state.alarms.get(key)));
      settle();
      return { ok: true };
    },
    audit: writer.audit,
    operated(declared) {
      if (state.knowsOperation(declared)) return;
      at.changes += 1;
      const { writtenMs } = writer.add({ kind: "operation", declared, ...heardOf(declared.loopId) });
      state.operated(declared, writtenMs);
    },
    proved(proof) {
      at.changes += 1;
      const before = state.proofs().find(({ loopId }) => loopId === proof.loopId);
      // A loop that cannot be tried is looked at every half hour; the page tells when, the journal needs it once.
      if (before === undefined || !isUntriedAgain(before, proof)) writer.add({ kind: "proof", proof });
      state.proved(proof);
    },
    settle,
    get seq() {
      return writer.seq;
    },
    unsaved: () => writer.unsaved(),
    get changes() {
      return at.changes;
    },
    stop() {
      cancelTick();
      if (writer.seq > at.snapshotSeq) takeSnapshot();
      settle();
      writer.stop();
    },
  };
}

/** The alarms as the journal left them. */
function recover({ store, saved, policy, log }: AlarmDeskParts): AlarmState & { readonly seq: number } {
  const { snapshot, journal } = saved;
  const state = createAlarmState(policy, snapshot === null ? undefined : (snapshot.state as SavedAlarmState));
  let seq = snapshot?.seq ?? 0;
  let replayed = 0;
  for (const entry of journal) {
    state.replay(entry);
    seq = entry.seq;
    replayed += 1;
  }
  state.standing.remember(store.occurrences({ limit: recalledClosed }));
  if (seq > 0) log.info("The alarm journal was read.", { facts: seq, replayed });
  return { ...state, seq };
}
