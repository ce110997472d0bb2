import type { AlarmKey } from "../../../protocol/alarm.ts";
import type { IncidentId, LoopId } from "../../../protocol/ids.ts";
import type { IncidentView } from "../../../protocol/incident.ts";
import type { Operation } from "../../../protocol/operation.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import type { AlarmStep } from "../alarm/alarm.ts";

/** What a person declared of a loop. `by`: `null` when it came with the telemetry. */
export interface DeclaredOperation {
  readonly loopId: LoopId;
  readonly operation: Operation;
  readonly atMs: EpochMs;
  readonly by: string | null;
  readonly comment: string;
}

/**
 * Which alarms have one cause. Fed with everything that the journal keeps, in its order; the same order gives the same
 * incidents, whatever is configured.
 */
export interface IncidentBook {
  /** Takes one step of one alarm in; the incident that it belongs to, `null` for a step of an alarm that does not stand. */
  take(key: AlarmKey, step: AlarmStep, writtenMs: EpochMs): IncidentId | null;
  operated(declared: DeclaredOperation, writtenMs: EpochMs): void;
  /** Writes into the timeline who was told; `text` is a whole sentence. */
  told(id: IncidentId, text: string, writtenMs: EpochMs): void;
  /** The incident of the occurrence that stands, or stood last, at this alarm. */
  incidentOf(key: AlarmKey): IncidentId | null;
  view(id: IncidentId): IncidentView | null;
  /** Newest first: all that are open, and the most recent that are closed. */
  list(): readonly IncidentView[];
  /** Incidents that have changed since this was asked last. */
  changed(): readonly IncidentId[];
  /** Plain data, from which another book goes on. */
  readonly state: IncidentBookState;
}

/** To be replaced by the state's real shape. */
export type IncidentBookState = unknown;
export declare function createIncidentBook(state?: IncidentBookState): IncidentBook;
