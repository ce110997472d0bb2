import type {
  Acknowledgement,
  AlarmHold,
  Evidence,
  PersonsAct,
  Severity,
  SuppressionRule,
  Verdict,
} from "../../../protocol/alarm.ts";
import type { TimeLeft } from "../../../protocol/estimate.ts";
import type { ChannelId, OccurrenceId } from "../../../protocol/ids.ts";
import type { DurationMs, EpochMs } from "../../../protocol/time.ts";

/** What is said of a condition while it is present. */
export interface Finding {
  readonly severity: Severity;
  readonly verdict: Verdict;
  readonly headline: string;
  readonly evidence: readonly Evidence[];
  readonly onsetMs: EpochMs | null;
  readonly leakKgPerH: number | null;
  readonly leakSdKgPerH: number | null;
  readonly lostL: number | null;
  readonly timeLeft: TimeLeft | null;
  /** How often the condition itself has grown beyond doubt while it stood: each time is a new call. Left out: never. */
  readonly grewTimes?: number;
  /** The channel that moved first; left out where none did. */
  readonly firstOut?: ChannelId;
}

/** One life of an alarm. */
export interface Occurrence {
  readonly id: OccurrenceId;
  readonly openedMs: EpochMs;
  readonly previousId: OccurrenceId | null;
  readonly finding: Finding;
  readonly calls: number;
  readonly silenced: PersonsAct | null;
  readonly assignee: string | null;
  readonly comments: readonly PersonsAct[];
}

/**
 * ISA-18.2. The impossible (acknowledged by nobody, returned without having stood) cannot be written. `rising`: found, and
 * its on-delay runs. `fallingMs`: the condition is gone since then, and the off-delay runs. `risingMs`: what had returned is
 * found again since then, and the on-delay runs. Source times.
 */
export type Condition =
  /** `lastId`: the occurrence that was over last; left out while there was none, and after a start. */
  | { readonly kind: "normal"; readonly lastId?: OccurrenceId }
  | {
      readonly kind: "rising";
      readonly sinceMs: EpochMs;
      readonly finding: Finding;
      readonly lastId?: OccurrenceId;
    }
  | {
      readonly kind: "unacknowledged";
      readonly occurrence: Occurrence;
      readonly fallingMs: EpochMs | null;
    }
  | {
      readonly kind: "acknowledged";
      readonly occurrence: Occurrence;
      readonly acknowledgement: Acknowledgement;
      readonly fallingMs: EpochMs | null;
    }
  | {
      readonly kind: "returned unacknowledged" | "latched unacknowledged";
      readonly occurrence: Occurrence;
      readonly returnedMs: EpochMs;
      readonly risingMs: EpochMs | null;
    }
  | {
      readonly kind: "latched";
      readonly occurrence: Occurrence;
      readonly acknowledgement: Acknowledgement;
      readonly returnedMs: EpochMs;
      readonly risingMs: EpochMs | null;
    };

/** Reasons not to call, each by itself: ending one leaves the others. */
export interface Holds {
  readonly outOfService: Extract<AlarmHold, { readonly kind: "out of service" }> | null;
  readonly shelved: Extract<AlarmHold, { readonly kind: "shelved" }> | null;
  readonly suppressed: Extract<AlarmHold, { readonly kind: "suppressed" }> | null;
}

/** An alarm: what is true of its condition, and what keeps it from calling. The two never touch each other's part. */
export interface Alarm {
  readonly condition: Condition;
  readonly holds: Holds;
  /** Nothing is heard of the loop since then, wall-clock time. */
  readonly blindSinceMs: EpochMs | null;
  readonly version: number;
}

/** How alarms of a class behave. Delays in source time, the rest in wall-clock time. */
export interface AlarmRules {
  /** A condition must stand so long before it is an alarm, and be gone so long before the alarm returns. */
  readonly onDelayMs: DurationMs;
  readonly offDelayMs: DurationMs;
  /** Returning by itself is not enough: a person resets it. */
  readonly latches: boolean;
  /** An alarm that stands so long after its acknowledgement calls again; `null`: never. */
  readonly callAgainAfterMs: DurationMs | null;
}

/** What the machine is told. Wall-clock times in `blind`, `heard` and `clock`, source times in the others. */
export type Observation =
  | { readonly kind: "found"; readonly atMs: EpochMs; readonly finding: Finding }
  /** The condition is gone; `byPerson`: somebody said so, which needs no delay and no reset. */
  | {
      readonly kind: "gone";
      readonly atMs: EpochMs;
      readonly reason: string;
      readonly byPerson: boolean;
    }
  /** Time has passed in which nothing can be said of the condition. */
  | { readonly kind: "passed"; readonly atMs: EpochMs }
  | {
      readonly kind: "suppress";
      readonly atMs: EpochMs;
      readonly rule: SuppressionRule;
      readonly untilMs: EpochMs;
    }
  | { readonly kind: "unsuppress"; readonly atMs: EpochMs }
  | { readonly kind: "blind"; readonly atMs: EpochMs }
  | { readonly kind: "heard"; readonly atMs: EpochMs }
  | { readonly kind: "clock"; readonly atMs: EpochMs };

/**
 * What has happened to an alarm, as the journal keeps it: facts, so that a replay comes to the same state whatever the
 * rules are by then. `atMs` is wall-clock time in `blinded`, `heard`, `shelf ended` and `called again`; acts bring their
 * own; source time in the others.
 */
export type AlarmEvent =
  | { readonly kind: "rising"; readonly atMs: EpochMs; readonly finding: Finding }
  | { readonly kind: "sank"; readonly atMs: EpochMs }
  /** A new occurrence; after one that had returned, linked to it. */
  | { readonly kind: "opened"; readonly atMs: EpochMs; readonly finding: Finding }
  /** Closes the occurrence and opens a linked one, unacknowledged and not shelved. */
  | {
      readonly kind: "worsened";
      readonly atMs: EpochMs;
      readonly finding: Finding;
      readonly why: "severity" | "growth";
    }
  | { readonly kind: "revised"; readonly atMs: EpochMs; readonly finding: Finding }
  | { readonly kind: "falling"; readonly atMs: EpochMs }
  | { readonly kind: "stayed"; readonly atMs: EpochMs }
  | { readonly kind: "returned"; readonly atMs: EpochMs; readonly reason: string; readonly latches: boolean }
  | { readonly kind: "blinded"; readonly atMs: EpochMs }
  | { readonly kind: "heard"; readonly atMs: EpochMs }
  | {
      readonly kind: "suppressed";
      readonly atMs: EpochMs;
      readonly rule: SuppressionRule;
      readonly untilMs: EpochMs;
    }
  | { readonly kind: "unsuppressed"; readonly atMs: EpochMs }
  | { readonly kind: "acknowledged"; readonly act: PersonsAct }
  | { readonly kind: "called again"; readonly atMs: EpochMs }
  | { readonly kind: "silenced"; readonly act: PersonsAct }
  | { readonly kind: "reset"; readonly act: PersonsAct }
  | { readonly kind: "commented"; readonly act: PersonsAct }
  | { readonly kind: "assigned"; readonly act: PersonsAct; readonly to: string }
  | { readonly kind: "shelved"; readonly act: PersonsAct; readonly untilMs: EpochMs }
  | { readonly kind: "unshelved"; readonly act: PersonsAct }
  | { readonly kind: "shelf ended"; readonly atMs: EpochMs }
  | { readonly kind: "taken out of service"; readonly act: PersonsAct }
  | { readonly kind: "put back in service"; readonly act: PersonsAct };

/** One step of one alarm. */
export interface AlarmStep {
  readonly before: Alarm;
  readonly event: AlarmEvent;
  readonly after: Alarm;
}

export const normalAlarm: Alarm = {
  condition: { kind: "normal" },
  holds: { outOfService: null, shelved: null, suppressed: null },
  blindSinceMs: null,
  version: 0,
};
