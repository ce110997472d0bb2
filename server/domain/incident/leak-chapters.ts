import type { LoopId, OccurrenceId } from "../../../protocol/ids.ts";
import type { LedgerEntry, LedgerLeak } from "../../../protocol/incident.ts";
import { type DurationMs, days, type EpochMs } from "../../../protocol/time.ts";
import type { Finding } from "../alarm/alarm.ts";
import { withRate } from "./rate-history.ts";

/** A leak as it is kept: plain data, never changed in place. */
export interface LeakRecord {
  readonly leak: LedgerLeak;
  /** When its alarm was over although nobody has repaired anything; `null` while it stands or is repaired. Source time. */
  readonly stoppedMs: EpochMs | null;
  readonly repairedMs: EpochMs | null;
  /** Rate when it was last found to have opened or grown, kg/h. */
  readonly steppedKgPerH: number | null;
}

/** A hole does not heal: what stops and comes again within this time is the same leak. */
const sameHoleMs: DurationMs = days(90);

/** A repair that does not hold for this long was none. */
const repairHoldsMs: DurationMs = days(7);

/** A leak has grown when it loses half as much again. */
const grownShare = 1.5;

/** Chapters of one leak: the first stays, of the others the newest. */
const mostEntries = 200;

const lastRate = ({ rates }: LedgerLeak): number | null => rates.at(-1)?.kgPerH ?? null;

function withEntry(record: LeakRecord, entry: LedgerEntry): LeakRecord {
  const { leak } = record;
  const entries =
    leak.entries.length < mostEntries
      ? [...leak.entries, entry]
      : [leak.entries[0]!, ...leak.entries.slice(2), entry];
  return { ...record, leak: { ...leak, entries } };
}

const withState = (record: LeakRecord, state: LedgerLeak["state"]): LeakRecord => ({
  ...record,
  leak: { ...record.leak, state },
});

/** What an alarm says of a leak at some moment. */
export interface LeakSight {
  readonly loopId: LoopId;
  readonly occurrenceId: OccurrenceId;
  readonly atMs: EpochMs;
  readonly finding: Finding;
}

const toRated = (record: LeakRecord, { atMs, finding }: LeakSight): LeakRecord => {
  if (finding.leakKgPerH === null) return record;
  const point = { atMs, kgPerH: finding.leakKgPerH, sdKgPerH: finding.leakSdKgPerH };
  return { ...record, leak: { ...record.leak, rates: withRate(record.leak.rates, point) } };
};

const toEntry = (kind: LedgerEntry["kind"], sight: LeakSight): LedgerEntry => ({
  kind,
  atMs: sight.atMs,
  leakKgPerH: sight.finding.leakKgPerH,
  occurrenceId: sight.occurrenceId,
  by: null,
});

export function beginLeak(sight: LeakSight): LeakRecord {
  const { occurrenceId, loopId, finding } = sight;
  const record: LeakRecord = {
    leak: { id: occurrenceId, loopId, state: "open", entries: [], rates: [] },
    stoppedMs: null,
    repairedMs: null,
    steppedKgPerH: finding.leakKgPerH,
  };
  return toRated(withEntry(record, toEntry("opened", sight)), sight);
}

/** True when a leak that is found now is this one again, and no other. */
export function isSameHole({ stoppedMs, repairedMs }: LeakRecord, atMs: EpochMs): boolean {
  if (repairedMs !== null) return Math.abs(atMs - repairedMs) <= repairHoldsMs;
  return stoppedMs === null || Math.abs(atMs - stoppedMs) <= sameHoleMs;
}

export function reopenLeak(record: LeakRecord, sight: LeakSight): LeakRecord {
  const open = withState({ ...record, stoppedMs: null, repairedMs: null }, "open");
  const stepped = { ...open, steppedKgPerH: sight.finding.leakKgPerH ?? record.steppedKgPerH };
  return toRated(withEntry(stepped, toEntry("reopened", sight)), sight);
}

/** A worse call: it has grown when the detector says so, or when the rate itself does. */
export function worsenLeak(record: LeakRecord, sight: LeakSight, why: "severity" | "growth"): LeakRecord {
  if (record.leak.state === "repaired") return record;
  const { leakKgPerH } = sight.finding;
  const before = record.steppedKgPerH;
  const isMore = leakKgPerH !== null && before !== null && leakKgPerH >= grownShare * before;
  const rated = toRated(record, sight);
  if (why !== "growth" && !isMore) return { ...rated, steppedKgPerH: before ?? leakKgPerH };
  return withEntry({ ...rated, steppedKgPerH: leakKgPerH ?? before }, toEntry("grew", sight));
}

export function rateLeak(record: LeakRecord, sight: LeakSight): LeakRecord {
  // A repair is declared before the telemetry of before it has all been judged.
  if (record.leak.state === "repaired") return record;
  return { ...toRated(record, sight), steppedKgPerH: record.steppedKgPerH ?? sight.finding.leakKgPerH };
}

/**
 * The source time of what a person did by the clock on the wall after the alarm was over: the same, unless the telemetry is a
 * recording or runs faster than the clock.
 */
export function toSourceMs({ stoppedMs }: LeakRecord, wallMs: EpochMs): EpochMs {
  if (stoppedMs === null) return wallMs;
  return wallMs >= stoppedMs && wallMs - stoppedMs <= sameHoleMs ? wallMs : stoppedMs;
}

/** What was done about a leak, or what became of it without anybody's doing (`by`: `null`). */
export interface LeakTurn {
  readonly kind: "stopped" | "isolated" | "repaired" | "reopened";
  readonly atMs: EpochMs;
  readonly occurrenceId: OccurrenceId | null;
  readonly by: string | null;
}

/** The leak after such a turn; the same one where it changes nothing. */
export function turnLeak(record: LeakRecord, turn: LeakTurn): LeakRecord {
  const { kind, atMs } = turn;
  const { state } = record.leak;
  if (state === "repaired") return record;
  const told = withEntry(record, { ...turn, leakKgPerH: lastRate(record.leak) });
  switch (kind) {
    case "stopped":
      return record.stoppedMs === null ? { ...told, stoppedMs: atMs } : record;
    case "isolated":
      return state === "open" ? withState(told, "isolated") : record;
    // Joined again with its hole, the part leaks on.
    case "reopened":
      return state === "isolated" ? withState(told, "open") : record;
    case "repaired":
      return withState({ ...told, repairedMs: atMs, stoppedMs: null }, "repaired");
  }
}
