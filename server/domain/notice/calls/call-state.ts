import type { AlarmClass, Severity, Verdict } from "../../../../protocol/alarm.ts";
import type { IncidentId, LoopId, OccurrenceId } from "../../../../protocol/ids.ts";
import type { EpochMs } from "../../../../protocol/time.ts";
import type { Letter } from "../letter.ts";
import type { PersonId } from "../policy.ts";
import type { KeptItem } from "./call-fact.ts";

/** How people heard of an occurrence: it called them, a flood's summary had it, or it was news of their incident. */
export type ToldHow = "called" | "flooded" | "joined";

/** One alarm of an incident, as it is in its newest occurrence. */
export interface CallMember {
  occurrenceId: OccurrenceId;
  loopId: LoopId;
  alarmClass: AlarmClass;
  severity: Severity;
  verdict: Verdict;
  /** Not over. */
  stands: boolean;
  /** The condition itself is there. */
  present: boolean;
  unacknowledged: boolean;
  held: boolean;
  /** What was told last; its occurrence need not be the newest. `null`: nothing. */
  told: {
    readonly id: OccurrenceId;
    readonly how: ToldHow;
    readonly severity: Severity;
    readonly atMs: EpochMs;
  } | null;
  /** It has called people, in this or an earlier occurrence. */
  hasCalled: boolean;
}

/** Somebody who was told of an incident. */
export interface ToldPerson {
  readonly personId: PersonId;
  /** Number of the incident's call that this person heard last. */
  heard: number;
  thread: Letter["thread"];
}

/** Who was told of an incident, and from when on time counts. */
export interface IncidentCalls {
  readonly id: IncidentId;
  /** Alarms of which somebody was told, by key text; floods keep them few. */
  told: Record<string, CallMember>;
  /** The others that stand, by key text. */
  untold: Record<string, CallMember>;
  /** Alarms that are not over. */
  standing: number;
  /** When the last one was over; `null` while one stands. */
  closedMs: EpochMs | null;
  /** Worst severity that has called. */
  worst: Severity | null;
  leakCalled: boolean;
  /** Somebody was told that the minimum inventory is reached; left out: nobody. */
  minimumTold?: boolean;
  /** Calls so far. */
  calls: number;
  escalateFromMs: EpochMs;
  /** Escalation steps that are done since the last call. */
  steps: number;
  remindFromMs: EpochMs;
  /** Reminders since the last call. */
  reminders: number;
  people: ToldPerson[];
}

/** What is kept for a person, and when a letter went. */
export interface PersonPost {
  readonly personId: PersonId;
  /** Letters so far: what makes their names different. */
  letters: number;
  lastLetterMs: EpochMs | null;
  kept: (KeptItem & { readonly keptMs: EpochMs })[];
}

/** An alarm that called, or would have. */
export interface Annunciation {
  atMs: EpochMs;
  readonly loopId: LoopId;
  readonly severity: Severity;
}

/** One thing that a flood's summary tells. */
export interface FloodItem {
  readonly incidentId: IncidentId;
  readonly occurrenceId: OccurrenceId;
  readonly severity: Severity;
  readonly atMs: EpochMs;
}

/** What one person is told of a flood. */
export interface FloodReader {
  readonly personId: PersonId;
  letters: number;
  toldWorst: Severity | null;
  toldMs: EpochMs | null;
  /** Alarms since the last summary, and in all. */
  fresh: number;
  count: number;
  /** Leaks that were told by themselves all the same. */
  leaks: number;
  /** Most urgent first, then by time; bounded. */
  items: FloodItem[];
}

/** More alarms at once than a person can read. */
export interface Flood {
  sinceMs: EpochMs;
  count: number;
  loops: Record<LoopId, true>;
  worst: Severity;
  readers: FloodReader[];
}

/** Everything that deciding on letters needs to remember: plain data. */
export interface CallBookState {
  /** Latest moment that was seen. */
  latestMs: EpochMs | null;
  incidents: Record<IncidentId, IncidentCalls>;
  /** Incidents that are over, in that order. */
  closed: { readonly id: IncidentId; atMs: EpochMs }[];
  posts: PersonPost[];
  /** Newest last; only as many as tell whether a flood begins or ends. */
  recent: Annunciation[];
  flood: Flood | null;
}

export const emptyCallBookState = (): CallBookState => ({
  latestMs: null,
  incidents: {},
  closed: [],
  posts: [],
  recent: [],
  flood: null,
});

export const newIncidentCalls = (id: IncidentId): IncidentCalls => ({
  id,
  told: {},
  untold: {},
  standing: 0,
  closedMs: null,
  worst: null,
  leakCalled: false,
  calls: 0,
  escalateFromMs: 0,
  steps: 0,
  remindFromMs: 0,
  reminders: 0,
  people: [],
});

export const findMember = (incident: IncidentCalls, alarm: string): CallMember | null =>
  incident.told[alarm] ?? incident.untold[alarm] ?? null;

export const findPost = (state: CallBookState, personId: PersonId): PersonPost | null =>
  state.posts.find((post) => post.personId === personId) ?? null;

export const findTold = ({ people }: IncidentCalls, personId: PersonId): ToldPerson | null =>
  people.find((told) => told.personId === personId) ?? null;

export const findReader = (flood: Flood, personId: PersonId): FloodReader | null =>
  flood.readers.find((reader) => reader.personId === personId) ?? null;
