import type { AlarmView } from "../../protocol/alarm.ts";
import type { OccurrenceId } from "../../protocol/ids.ts";
import { seconds } from "../../protocol/time.ts";
import type { AuditEntry } from "../domain/access/audit-entry.ts";
import type { Notice } from "../domain/notice/notice.ts";
import type { Cancel, Clock, JournalEntry, JournalFact, Log, Snapshot, StateStore } from "./ports.ts";

/** Pause before what the state store refused (a full disk, mostly) is offered to it again. */
const saveAgainMs = seconds(5);

/** Numbers what happens and writes it down together with what follows from it: all of it in one transaction, or nothing. */
export interface JournalWriter {
  /** Number of the last fact. */
  readonly seq: number;
  add(fact: JournalFact): JournalEntry;
  /** Goes into the same transaction as the facts added before. */
  notices(notices: readonly Notice[]): void;
  occurrence(view: AlarmView): void;
  snapshot(snapshot: Snapshot): void;
  /** As the notices. */
  audit(entry: AuditEntry): void;
  /** Goes on behind what a replay has read. */
  continueAfter(seq: number): void;
  /** Writes all that was added; never throws: what the store refuses is kept and tried again. */
  commit(): void;
  /** Facts that are not on disk yet, because the store refused them. */
  unsaved(): number;
  stop(): void;
}

interface Pending {
  readonly journal: JournalEntry[];
  readonly notices: Notice[];
  /** The newest view of each; the store wants no other. */
  readonly occurrences: Map<OccurrenceId, AlarmView>;
  snapshot: Snapshot | null;
  readonly audit: AuditEntry[];
}

const nothing = (): Pending => ({
  ...{ journal: [], notices: [], audit: [] },
  occurrences: new Map(),
  snapshot: null,
});

export function createJournalWriter(parts: {
  readonly state: Pick<StateStore, "commit">;
  readonly clock: Clock;
  readonly log: Log;
}): JournalWriter {
  const { state, clock, log } = parts;
  let pending = nothing();
  let cancelRetry: Cancel = () => undefined;
  let seq = 0;
  let stopped = false;

  const isEmpty = (): boolean =>
    pending.journal.length + pending.notices.length + pending.audit.length === 0 && pending.snapshot === null;

  const commit = (): void => {
    if (isEmpty()) return;
    cancelRetry();
    const { journal, notices, occurrences, snapshot, audit } = pending;
    try {
      state.commit({
        journal,
        notices,
        occurrences: [...occurrences.values()],
        ...(snapshot === null ? {} : { snapshot }),
        ...(audit.length === 0 ? {} : { audit }),
      });
      pending = nothing();
    } catch (cause) {
      // People must hear of it all the same.
      log.error("What happened to alarms could not be written to the journal; it is tried again.", { cause });
      if (!stopped) cancelRetry = clock.after(saveAgainMs, commit);
    }
  };

  return {
    get seq() {
      return seq;
    },
    add(fact) {
      seq += 1;
      const entry: JournalEntry = { seq, writtenMs: clock.nowMs(), ...fact };
      pending.journal.push(entry);
      return entry;
    },
    notices: (notices) => void pending.notices.push(...notices),
    occurrence: (view) => void pending.occurrences.set(view.id, view),
    snapshot(snapshot) {
      pending.snapshot = snapshot;
    },
    audit: (entry) => void pending.audit.push(entry),
    continueAfter(last) {
      seq = Math.max(seq, last);
    },
    commit,
    unsaved: () => pending.journal.length,
    stop() {
      stopped = true;
      cancelRetry();
      commit();
    },
  };
}
