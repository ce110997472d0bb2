import type { TimeLeft } from "./estimate.ts";
import type { ChannelId, LoopId, OccurrenceId } from "./ids.ts";
import type { Operation } from "./operation.ts";
import type { EpochMs } from "./time.ts";

/** The ISS's own classes, most urgent first. */
export const severities = ["emergency", "warning", "caution", "advisory"] as const;
export type Severity = (typeof severities)[number];

/** True when `a` is more urgent than `b`. */
export const isWorse = (a: Severity, b: Severity): boolean => severities.indexOf(a) < severities.indexOf(b);

/** Orders by severity, most urgent first. */
export const bySeverity = (a: { readonly severity: Severity }, b: { readonly severity: Severity }): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity);

/** What the evidence says happened. */
export type Verdict =
  | "leak"
  | "thermal transient"
  | "pump or valve change"
  | "fill or drain"
  | "gas-side loss"
  | "sensor fault"
  | "data-path fault"
  | "limit passed"
  | "loss of sensing"
  | "undelivered notices"
  | "detection not proven"
  | "units in doubt"
  | "unknown";

/**
 * What an alarm is about: coolant that goes; a sensor; a box or link that several sensors share; what the loop itself
 * does (thermal, pump, valve, fill, gas side); a plain limit of one channel; that nothing is heard of the loop; or the
 * monitor itself. One alarm a loop and class (of limits one a channel and limit, of the house one a part); each life of
 * it is an occurrence.
 */
export const alarmClasses = ["leak", "sensor", "data-path", "process", "limit", "sensing", "house"] as const;
export type AlarmClass = (typeof alarmClasses)[number];

/** The classes of which a loop's detector speaks, in source time. */
export const detectedClasses = [
  "leak",
  "sensor",
  "data-path",
  "process",
] as const satisfies readonly AlarmClass[];
export type DetectedClass = (typeof detectedClasses)[number];

/** In place of a loop's id for alarms about the monitor itself; no loop may be called so. */
export const houseId: LoopId = "loopwatch";

/** Whose alarm it is. */
export interface AlarmKey {
  readonly loopId: LoopId;
  readonly alarmClass: AlarmClass;
  /** Which one where a class has several: the limit's name, e.g. `suction.low`; a part of the house; else `null`. */
  readonly part: string | null;
}

/** One sentence that speaks for or against the verdict, or only informs. */
export interface Evidence {
  readonly side: "for" | "against" | "note";
  readonly text: string;
}

/**
 * ISA-18.2 states of an occurrence. `latched`: the condition is gone and somebody has acknowledged, but the alarm stays
 * until a person resets it. `normal`: over.
 */
export const alarmStates = [
  "unacknowledged",
  "acknowledged",
  "returned unacknowledged",
  "latched unacknowledged",
  "latched",
  "normal",
] as const;
export type AlarmState = (typeof alarmStates)[number];

/** True while somebody's acknowledgement is missing, held or not. */
export const isUnacknowledged = ({ state }: { readonly state: string }): boolean =>
  state.endsWith("unacknowledged");

/** A named person's act, in wall-clock time, with what they said. */
export interface PersonsAct {
  readonly by: string;
  readonly atMs: EpochMs;
  readonly comment: string;
}

/** An acknowledgement: a named person's act. */
export type Acknowledgement = PersonsAct;

/** What keeps an alarm from calling by design: an operation that a person declared, or a loss of signal that was planned. */
export type SuppressionRule = Operation | "planned loss of signal";

/**
 * Why an alarm calls nobody although it is evaluated and recorded as ever. Several may hold at once; a view shows the
 * first of this order: out of service, shelved, suppressed.
 */
export type AlarmHold =
  | { readonly kind: "out of service"; readonly act: PersonsAct }
  /** Ends by itself; wall-clock time. */
  | { readonly kind: "shelved"; readonly act: PersonsAct; readonly untilMs: EpochMs }
  /** Ends by itself; source time. */
  | {
      readonly kind: "suppressed";
      readonly rule: SuppressionRule;
      readonly atMs: EpochMs;
      readonly untilMs: EpochMs;
    };

/** An occurrence as it travels to the page and into mails. */
export interface AlarmView extends AlarmKey {
  readonly id: OccurrenceId;
  /** The cause it belongs to. */
  readonly incidentId: string;
  /** Counts what a person should have seen before acting on this alarm; an act names the version it was decided on. */
  readonly version: number;
  readonly state: AlarmState;
  readonly severity: Severity;
  readonly verdict: Verdict;
  readonly headline: string;
  readonly evidence: readonly Evidence[];
  /** Source times. `onsetMs` is the best estimate of when it began. */
  readonly openedMs: EpochMs;
  readonly onsetMs: EpochMs | null;
  readonly returnedMs: EpochMs | null;
  readonly leakKgPerH: number | null;
  readonly leakSdKgPerH: number | null;
  readonly lostL: number | null;
  readonly timeLeft: TimeLeft | null;
  /** The channel that moved first, where one did: what operators call first-out. */
  readonly firstOut: ChannelId | null;
  readonly acknowledgement: Acknowledgement | null;
  readonly hold: AlarmHold | null;
  /** Nothing is heard of the loop since then (wall-clock): what stands cannot be checked. Blindness never clears. */
  readonly blindSinceMs: EpochMs | null;
  /** Somebody stopped the horn; that is no acknowledgement, and the next call sounds again. */
  readonly silenced: PersonsAct | null;
  /** Who takes care of it; `null`: nobody was named. */
  readonly assignee: string | null;
  /** Newest last, at most `mostComments`; the journal has all. */
  readonly comments: readonly PersonsAct[];
  /** How often it has called: 1 when it opened, one more each time an acknowledgement was ignored for too long. */
  readonly calls: number;
  /** The occurrence that this one escalated from, or came back after. */
  readonly previousId: OccurrenceId | null;
}

/** Comments that travel with an alarm. */
export const mostComments = 20;

/** An alarm that is held back, whether or not it stands: shelved and out-of-service alarms are listed, never hidden. */
export interface HeldAlarm extends AlarmKey {
  readonly version: number;
  /** The occurrence that stands, if one does. */
  readonly occurrenceId: OccurrenceId | null;
  readonly holds: readonly AlarmHold[];
}

/** How many alarms stand, told in a few numbers. Held ones are not among the others. */
export interface AlarmCounts {
  readonly unacknowledged: number;
  readonly acknowledged: number;
  /** Returned or latched. */
  readonly returned: number;
  /** Of these, the ones that nobody has acknowledged; left out: not counted. */
  readonly returnedUnacknowledged?: number;
  readonly held: number;
  /** Worst severity among those that stand and are not held; `null`: none stands. */
  readonly worst: Severity | null;
}
