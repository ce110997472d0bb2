import type { Acknowledgement, AlarmClass, Evidence, Severity, Verdict } from "../../../protocol/alarm.ts";
import type { TimeLeft } from "../../../protocol/estimate.ts";
import type { LoopId, OccurrenceId } from "../../../protocol/ids.ts";
import type { EpochMs } from "../../../protocol/time.ts";

/** What the detector says of a condition while it is present. */
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
}

/** One life of an alarm. */
export interface Occurrence {
  readonly id: OccurrenceId;
  readonly version: number;
  readonly loopId: LoopId;
  readonly alarmClass: AlarmClass;
  readonly openedMs: EpochMs;
  readonly previousId: OccurrenceId | null;
  readonly finding: Finding;
}

/** ISA-18.2, the part that a leak needs. The impossible (acknowledged by nobody) cannot be written. */
export type Alarm =
  | { readonly kind: "normal" }
  | { readonly kind: "unacknowledged"; readonly occurrence: Occurrence }
  | {
      readonly kind: "acknowledged";
      readonly occurrence: Occurrence;
      readonly acknowledgement: Acknowledgement;
    }
  | {
      readonly kind: "returned unacknowledged";
      readonly occurrence: Occurrence;
      readonly returnedMs: EpochMs;
    };

/** What can happen to an alarm. Times are source times except in the acknowledgement. */
export type AlarmEvent =
  | { readonly kind: "found"; readonly atMs: EpochMs; readonly finding: Finding }
  | { readonly kind: "returned"; readonly atMs: EpochMs; readonly reason: string }
  | {
      readonly kind: "acknowledged";
      readonly occurrenceId: OccurrenceId;
      readonly version: number;
      readonly acknowledgement: Acknowledgement;
    };
