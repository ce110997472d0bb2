import type { AlarmClass, Severity, Verdict } from "./alarm.ts";
import type { IncidentId, LoopId, OccurrenceId } from "./ids.ts";
import type { DurationMs, EpochMs } from "./time.ts";

/** Something that happened in an incident: a line of its timeline. */
export interface IncidentEvent {
  /** Source time for what telemetry says, wall-clock time for what people did. */
  readonly atMs: EpochMs;
  /** Wall-clock time at which it was written: the order of the timeline. */
  readonly writtenMs: EpochMs;
  readonly kind:
    | "opened"
    | "worse"
    | "grew"
    | "revised"
    | "returned"
    | "blind"
    | "seen again"
    | "acknowledged"
    | "called again"
    | "shelved"
    | "unshelved"
    | "out of service"
    | "back in service"
    | "suppressed"
    | "reset"
    | "comment"
    | "assigned"
    | "operation"
    | "told";
  readonly occurrenceId: OccurrenceId | null;
  /** `null` where no person did it. */
  readonly by: string | null;
  /** A whole sentence for people. */
  readonly text: string;
}

/** One alarm of an incident, in first-out order. */
export interface IncidentMember {
  readonly occurrenceId: OccurrenceId;
  readonly alarmClass: AlarmClass;
  /** When it began, as well as that is known: what orders the members. Source time. */
  readonly beganMs: EpochMs;
  readonly openedMs: EpochMs;
  readonly severity: Severity;
  readonly verdict: Verdict;
  readonly headline: string;
  /** False when it is over. */
  readonly stands: boolean;
}

/** One cause and the alarms it brought. */
export interface IncidentView {
  readonly id: IncidentId;
  readonly loopId: LoopId;
  /** The alarm that explains the others. */
  readonly causeId: OccurrenceId;
  readonly title: string;
  /** Worst that it has been. */
  readonly severity: Severity;
  /** Source time at which its first alarm opened. */
  readonly openedMs: EpochMs;
  /** Source time at which its last alarm was over; `null` while one stands. */
  readonly closedMs: EpochMs | null;
  /** By `beganMs`: what moved first stands first. */
  readonly members: readonly IncidentMember[];
  /** In the order in which it was written; of very long ones the first and the newest. */
  readonly timeline: readonly IncidentEvent[];
}

/** One chapter in the life of a leak. */
export interface LedgerEntry {
  readonly kind: "opened" | "grew" | "stopped" | "isolated" | "repaired" | "reopened";
  /** Source time. */
  readonly atMs: EpochMs;
  readonly leakKgPerH: number | null;
  readonly occurrenceId: OccurrenceId | null;
  readonly by: string | null;
}

/** A leak over months, through all its alarms. */
export interface LedgerLeak {
  /** Named after its first occurrence. */
  readonly id: OccurrenceId;
  readonly loopId: LoopId;
  readonly state: "open" | "isolated" | "repaired";
  readonly entries: readonly LedgerEntry[];
  /** Rate with its standard deviation each time it moved; thinned where there are very many. */
  readonly rates: readonly {
    readonly atMs: EpochMs;
    readonly kgPerH: number;
    readonly sdKgPerH: number | null;
  }[];
}

/** More alarms than a person can read. */
export interface FloodView {
  readonly sinceMs: EpochMs;
  /** Opened since it began. */
  readonly count: number;
  readonly loops: number;
  readonly worst: Severity;
}

/** The figures of ISA-18.2 / EEMUA 191 over a span of wall-clock time. */
export interface AlarmFigures {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  /** Alarms that called: opened or got worse, and were not held. */
  readonly annunciated: number;
  readonly perHour: number;
  readonly mostInTenMinutes: number;
  /** Spans with more than ten in ten minutes, until fewer than five. */
  readonly floods: { readonly count: number; readonly totalMs: DurationMs; readonly shareOfTime: number };
  /** Alarms (by key) that opened three times or more within a minute. */
  readonly chattering: readonly { readonly key: string; readonly times: number }[];
  /** Alarms (by key) that were over again within ten seconds. */
  readonly fleeting: number;
  /** Occurrences that stand, acknowledged or not, for more than a day. */
  readonly stale: readonly OccurrenceId[];
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** Share of the ten that called most. */
  readonly topTen: readonly { readonly key: string; readonly count: number; readonly share: number }[];
  /** Time from call to acknowledgement, median and longest; `null`: none was acknowledged. */
  readonly timeToAcknowledgeMs: { readonly median: DurationMs; readonly longest: DurationMs } | null;
}

/** What came of a synthetic leak in a copy of what a loop just sent. */
export interface LoopProof {
  readonly loopId: LoopId;
  readonly outcome:
    | { readonly kind: "found"; readonly afterMs: DurationMs }
    | { readonly kind: "missed"; readonly waitedMs: DurationMs }
    /** It could not be tried; the reason is a sentence. */
    | { readonly kind: "not tried"; readonly reason: string };
  /** Size of the synthetic leak. */
  readonly leakKgPerH: number | null;
  /** Wall-clock time of the try. */
  readonly atMs: EpochMs;
  /** Wall-clock time at which a leak was last found; `null`: never since the journal began. */
  readonly lastFoundMs: EpochMs | null;
}
