import type { AlarmKey } from "../../../protocol/alarm.ts";
import type { LoopId, OccurrenceId } from "../../../protocol/ids.ts";
import type { LedgerLeak } from "../../../protocol/incident.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import type { AlarmStep } from "../alarm/alarm.ts";
import { toOccurrence } from "../alarm/evolve-alarm.ts";
import type { DeclaredOperation } from "./incident-book.ts";
import {
  beginLeak,
  isSameHole,
  type LeakRecord,
  type LeakSight,
  type LeakTurn,
  rateLeak,
  reopenLeak,
  toSourceMs,
  turnLeak,
  worsenLeak,
} from "./leak-chapters.ts";

/** Every leak of every loop over months. Fed like the incident book. */
export interface LeakLedger {
  take(key: AlarmKey, step: AlarmStep): void;
  operated(declared: DeclaredOperation): void;
  /** Newest first; of one loop or of all. */
  list(loopId?: LoopId): readonly LedgerLeak[];
  readonly state: LeakLedgerState;
}

/** Plain data: the leaks of every loop, oldest first. */
export type LeakLedgerState = readonly (readonly [LoopId, readonly LeakRecord[]])[];

/** Leaks of one loop; the journal has all. */
const mostLeaks = 200;

/** Those that are repaired go first, the oldest of them; where none is, the oldest of all. */
function withinBound(leaks: readonly LeakRecord[]): readonly LeakRecord[] {
  if (leaks.length <= mostLeaks) return leaks;
  const out = leaks.find(({ leak }) => leak.state === "repaired") ?? leaks[0];
  return leaks.filter((record) => record !== out);
}

const openedMs = ({ entries }: LedgerLeak): EpochMs => entries[0]?.atMs ?? 0;

const turnOf: Readonly<Partial<Record<DeclaredOperation["operation"], LeakTurn["kind"]>>> = {
  isolation: "isolated",
  reopening: "reopened",
  serviced: "repaired",
};

export function createLeakLedger(state: LeakLedgerState = []): LeakLedger {
  const leaksByLoop = new Map<LoopId, readonly LeakRecord[]>(state);

  const leaksOf = (loopId: LoopId): readonly LeakRecord[] => leaksByLoop.get(loopId) ?? [];

  /** Changes the newest leak of a loop. */
  const change = (loopId: LoopId, by: (record: LeakRecord) => LeakRecord): void => {
    const leaks = leaksOf(loopId);
    const newest = leaks.at(-1);
    if (newest !== undefined) leaksByLoop.set(loopId, [...leaks.slice(0, -1), by(newest)]);
  };

  const opened = (sight: LeakSight): void => {
    const leaks = leaksOf(sight.loopId);
    const newest = leaks.at(-1);
    if (newest !== undefined && isSameHole(newest, sight.atMs))
      change(sight.loopId, (record) => reopenLeak(record, sight));
    else leaksByLoop.set(sight.loopId, withinBound([...leaks, beginLeak(sight)]));
  };

  const turn = (loopId: LoopId, kind: LeakTurn["kind"], given: Omit<LeakTurn, "kind">): void =>
    change(loopId, (record) => turnLeak(record, { kind, ...given }));

  return {
    take({ loopId, alarmClass }, { before, event, after }) {
      if (alarmClass !== "leak") return;
      const occurrenceId: OccurrenceId | null =
        (toOccurrence(after.condition) ?? toOccurrence(before.condition))?.id ?? null;
      if (occurrenceId === null) return;
      switch (event.kind) {
        case "opened":
          opened({ loopId, occurrenceId, atMs: event.atMs, finding: event.finding });
          break;
        case "worsened": {
          const sight = { loopId, occurrenceId, atMs: event.atMs, finding: event.finding };
          change(loopId, (record) => worsenLeak(record, sight, event.why));
          break;
        }
        case "revised": {
          const sight = { loopId, occurrenceId, atMs: event.atMs, finding: event.finding };
          change(loopId, (record) => rateLeak(record, sight));
          break;
        }
        case "returned":
          // Repaired is what a person says, by a reset or by a service. The alarm is also over where its loop is no longer
          // configured, and then nobody knows what became of the hole.
          turn(loopId, "stopped", { atMs: event.atMs, occurrenceId, by: null });
          break;
        case "reset":
          change(loopId, (record) => {
            const { by, atMs } = event.act;
            return turnLeak(record, { kind: "repaired", atMs: toSourceMs(record, atMs), occurrenceId, by });
          });
          break;
        default:
          break;
      }
    },
    operated({ loopId, operation, atMs, by }) {
      const kind = turnOf[operation];
      if (kind !== undefined) turn(loopId, kind, { atMs, occurrenceId: null, by });
    },
    list(loopId) {
      const records = loopId === undefined ? [...leaksByLoop.values()].flat() : leaksOf(loopId);
      return records.map(({ leak }) => leak).sort((a, b) => openedMs(b) - openedMs(a));
    },
    get state() {
      return [...leaksByLoop];
    },
  };
}
