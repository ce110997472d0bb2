import type { TimeLeft } from "./estimate.ts";
import type { LoopId, OccurrenceId } from "./ids.ts";
import type { EpochMs } from "./time.ts";

/** The ISS's own classes, most urgent first. */
export const severities = ["emergency", "warning", "caution", "advisory"] as const;
export type Severity = (typeof severities)[number];

/** True when `a` is more urgent than `b`. */
export const isWorse = (a: Severity, b: Severity): boolean => severities.indexOf(a) < severities.indexOf(b);

/** What the evidence says happened. */
export type Verdict =
  | "leak"
  | "thermal transient"
  | "pump or valve change"
  | "fill or drain"
  | "gas-side loss"
  | "sensor fault"
  | "data-path fault"
  | "unknown";

/**
 * What an alarm is about: coolant that goes; a sensor; a box or link that several sensors share; or what the loop itself
 * does (thermal, pump, valve, fill, gas side). One alarm a loop and class; each life of it is an occurrence.
 */
export const alarmClasses = ["leak", "sensor", "data-path", "process"] as const;
export type AlarmClass = (typeof alarmClasses)[number];

/** One sentence that speaks for or against the verdict, or only informs. */
export interface Evidence {
  readonly side: "for" | "against" | "note";
  readonly text: string;
}

/** ISA-18.2 states of an occurrence that is not yet over. */
export type AlarmState = "unacknowledged" | "acknowledged" | "returned unacknowledged" | "normal";

/** An acknowledgement: a named person's act, in wall-clock time. */
export interface Acknowledgement {
  readonly by: string;
  readonly atMs: EpochMs;
  readonly comment: string;
}

/** An occurrence as it travels to the page and into mails. */
export interface AlarmView {
  readonly id: OccurrenceId;
  /** Counts changes of this occurrence; an act names the version it was decided on. */
  readonly version: number;
  readonly loopId: LoopId;
  readonly alarmClass: AlarmClass;
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
  readonly acknowledgement: Acknowledgement | null;
  /** The occurrence that this one escalated from. */
  readonly previousId: OccurrenceId | null;
}
