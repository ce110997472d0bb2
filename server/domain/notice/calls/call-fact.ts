import type { AlarmKey, AlarmView, Severity } from "../../../../protocol/alarm.ts";
import type { IncidentId, OccurrenceId } from "../../../../protocol/ids.ts";
import type { EpochMs } from "../../../../protocol/time.ts";
import type { AlarmStep } from "../../alarm/alarm.ts";
import type { Letter, LetterItem } from "../letter.ts";
import type { PersonId } from "../policy.ts";

/** A step of an alarm as those who decide on letters need it. */
export interface CallChange {
  readonly key: AlarmKey;
  readonly step: AlarmStep;
  readonly incidentId: IncidentId;
  /** The occurrence that the step is about, as it is after it; over ones as they were last. */
  readonly view: AlarmView;
  /** Wall-clock time. */
  readonly nowMs: EpochMs;
}

/** Something that a person is told later, together with what else comes until then. */
export interface KeptItem {
  readonly item: LetterItem;
  readonly form: "call" | "news";
  readonly severity: Severity;
  readonly dueMs: EpochMs;
}

/**
 * What was decided about telling people, as the journal keeps it: facts that need no policy to be read again. Times are of
 * the wall clock.
 */
export type CallFact =
  /**
   * `subject`: what the letter was called in the end, for the thread; "" until it is written. `person`: the name, for the
   * timeline. `gathered`: it tells what was kept for this person and is due.
   */
  | {
      readonly kind: "letter";
      readonly letter: Letter;
      readonly subject: string;
      readonly person: string;
      readonly gathered: boolean;
    }
  /** An alarm has called these people: each by a letter of their own, or (`flooded`) by the summary of a flood. */
  | {
      readonly kind: "called";
      readonly incidentId: IncidentId;
      /** Key of the alarm as text. */
      readonly alarm: string;
      readonly occurrenceId: OccurrenceId;
      readonly people: readonly PersonId[];
      readonly flooded: readonly PersonId[];
      /** A call that nobody has answered, once more: those who wait wait on. Left out: the waiting begins anew. */
      readonly again?: true;
      readonly atMs: EpochMs;
    }
  /** An alarm was told as news to those who were called to its incident before. */
  | {
      readonly kind: "joined";
      readonly incidentId: IncidentId;
      readonly alarm: string;
      readonly occurrenceId: OccurrenceId;
      readonly atMs: EpochMs;
    }
  /** These people were called too, because nobody has acknowledged; `step` steps are done now. */
  | {
      readonly kind: "escalated";
      readonly incidentId: IncidentId;
      readonly step: number;
      readonly people: readonly PersonId[];
      readonly atMs: EpochMs;
    }
  | { readonly kind: "reminded"; readonly incidentIds: readonly IncidentId[]; readonly atMs: EpochMs }
  | {
      readonly kind: "kept";
      readonly personId: PersonId;
      readonly kept: readonly KeptItem[];
      readonly atMs: EpochMs;
    }
  /** What was kept and is due has no reader any more: the configuration does not name this person. */
  | { readonly kind: "dropped"; readonly personId: PersonId; readonly atMs: EpochMs }
  | { readonly kind: "flood over"; readonly atMs: EpochMs }
  /** The wall clock went back: what happened later than now, happened now. */
  | { readonly kind: "clock set back"; readonly atMs: EpochMs };
