import type { AlarmClass, Severity } from "../../../protocol/alarm.ts";
import type { IncidentId, LoopId } from "../../../protocol/ids.ts";
import type { IncidentEvent, IncidentMember } from "../../../protocol/incident.ts";
import type { EpochMs } from "../../../protocol/time.ts";

/** An alarm of an incident, through all its occurrences in it; what it shows is its newest occurrence. */
export interface MemberRecord extends IncidentMember {
  readonly keyText: string;
  /** When its earlier occurrences began; `null`: this is the first. */
  readonly earlierBeganMs: EpochMs | null;
}

/** The alarms of one class in an incident, however many of them are listed. */
export interface ClassTally {
  readonly standing: number;
  /** Source time at which the newest of them began; `null`: known by the clock on the wall only. */
  readonly beganMs: EpochMs | null;
}

/** An incident as it is kept: plain data, never changed in place. */
export interface IncidentRecord {
  readonly id: IncidentId;
  /** Of its first alarm. */
  readonly loopId: LoopId;
  /** Counts incidents: the newest has the highest. */
  readonly number: number;
  readonly openedMs: EpochMs;
  readonly severity: Severity;
  /** A link died: the silence of several loops. */
  readonly isShared: boolean;
  /** Alarms that ever belonged to it, and those that stand. */
  readonly alarms: number;
  readonly standing: number;
  readonly byClass: Readonly<Partial<Record<AlarmClass, ClassTally>>>;
  /** Source time at which an alarm joined it last that had not been in it before. */
  readonly joinedMs: EpochMs | null;
  /** When the last of its alarms was over, each in the clock of its class; `null`: none of these yet. */
  readonly overSourceMs: EpochMs | null;
  readonly overWallMs: EpochMs | null;
  /** Wall-clock time at which none stood any more; `null` while one stands. */
  readonly closedWrittenMs: EpochMs | null;
  /** In the order in which they joined; of very many the most telling `mostMembers`. */
  readonly members: readonly MemberRecord[];
  /** The first lines of the timeline, which stay, and the newest. */
  readonly firstEvents: readonly IncidentEvent[];
  readonly newestEvents: readonly IncidentEvent[];
  readonly isBlind: boolean;
}

/** To which incident an alarm belongs, or belonged last. */
export interface KeyRecord {
  readonly incidentId: IncidentId;
  readonly stands: boolean;
  /** When it was over, in the clock of its class; `null` while it stands. */
  readonly overMs: EpochMs | null;
}

/** Where to look for the incident of a new alarm of a loop. Ids may be of incidents that are closed or forgotten. */
export interface LoopRecord {
  /** The incident that an alarm of the class joined last. */
  readonly byClass: Readonly<Partial<Record<AlarmClass, IncidentId>>>;
  /** The incident that a new alarm joined last, and the one that closed last. */
  readonly latestId: IncidentId | null;
  readonly closedId: IncidentId | null;
}

/** Members of an incident that are listed. */
export const mostMembers = 200;
