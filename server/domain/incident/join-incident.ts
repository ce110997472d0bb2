import type { AlarmClass, AlarmKey } from "../../../protocol/alarm.ts";
import type { IncidentId } from "../../../protocol/ids.ts";
import { type DurationMs, days, type EpochMs, minutes } from "../../../protocol/time.ts";
import { explains, isWallClock, toCausalRank } from "./causal-order.ts";
import type { ClassTally, IncidentRecord, KeyRecord, LoopRecord } from "./incident-record.ts";

/** Alarms that open so close to each other have one cause until somebody knows better. */
export const togetherMs: DurationMs = minutes(15);

/** Loops that fall silent so close to each other hang on one link. */
export const linkMs: DurationMs = minutes(2);

/** A cause whose beginning nobody knows may have worked for so long before it was found. */
const unknownReachMs: DurationMs = days(1);

/** An alarm that opens, and everything about it that says to what it belongs. */
export interface Opening {
  readonly key: AlarmKey;
  /** In the clock of its class. */
  readonly atMs: EpochMs;
  readonly onsetMs: EpochMs | null;
  readonly writtenMs: EpochMs;
}

/** The silence that joined the newest incident of nothing but silence. */
export interface NewestSilence {
  readonly incidentId: IncidentId;
  /** Wall-clock time. */
  readonly atMs: EpochMs;
}

/** What is known of the incidents so far; every answer takes the same time, however many there are. */
export interface IncidentLookup {
  incident(id: IncidentId): IncidentRecord | null;
  readonly known: KeyRecord | null;
  readonly loop: LoopRecord | null;
  readonly newestSilence: NewestSilence | null;
}

const isWithin = (ms: EpochMs | null, atMs: EpochMs, spanMs: DurationMs): boolean =>
  ms !== null && Math.abs(atMs - ms) <= spanMs;

const isOpen = ({ standing }: IncidentRecord): boolean => standing > 0;

const classesOf = ({ byClass }: IncidentRecord): [AlarmClass, ClassTally][] =>
  Object.entries(byClass) as [AlarmClass, ClassTally][];

/** How far back a cause reaches: as long before its onset as it took to be found, for so rough is the onset. */
const toReachMs = ({ atMs, onsetMs }: Opening): EpochMs =>
  onsetMs === null ? atMs - unknownReachMs : onsetMs - Math.max(togetherMs, atMs - onsetMs);

/**
 * True when what opens could follow from the incident, or explain it. A cause is found after what it brings, but does not
 * begin after it: a limit that has been passed for weeks is not explained by what began today.
 */
function isRelated(opening: Opening, incident: IncidentRecord): boolean {
  const { alarmClass } = opening.key;
  return classesOf(incident).some(([present, { standing, beganMs }]) => {
    if (isOpen(incident) && standing === 0) return false;
    if (explains(present, alarmClass)) return true;
    return explains(alarmClass, present) && (beganMs === null || beganMs >= toReachMs(opening));
  });
}

const belongs = (opening: Opening, incident: IncidentRecord): boolean =>
  isRelated(opening, incident) || isWithin(incident.joinedMs, opening.atMs, togetherMs);

const rankOf = (incident: IncidentRecord): number =>
  Math.min(...classesOf(incident).map(([alarmClass]) => toCausalRank(alarmClass)));

/** What explains most first, then the newest. */
const byRank = (a: IncidentRecord, b: IncidentRecord): number => rankOf(a) - rankOf(b) || b.number - a.number;

function findOpen(opening: Opening, { incident, loop }: IncidentLookup): IncidentRecord | null {
  if (loop === null) return null;
  const ids = new Set([...Object.values(loop.byClass), ...(loop.latestId === null ? [] : [loop.latestId])]);
  const open = [...ids]
    .map(incident)
    .filter((one) => one !== null)
    .filter((one) => isOpen(one) && !one.isShared);
  // Silence has no source time to compare, and whatever stands there can no longer be seen.
  const fitting = opening.key.alarmClass === "sensing" ? open : open.filter((one) => belongs(opening, one));
  return fitting.sort(byRank)[0] ?? null;
}

/** The incident of the loop that closed a moment ago. Clocks are never mixed: silence counts by the time of writing. */
function findJustClosed(opening: Opening, { incident, loop }: IncidentLookup): IncidentRecord | null {
  const closed = loop?.closedId == null ? null : incident(loop.closedId);
  if (closed === null || isOpen(closed) || closed.isShared) return null;
  if (opening.key.alarmClass === "sensing")
    return isWithin(closed.closedWrittenMs, opening.writtenMs, togetherMs) ? closed : null;
  const isRecent = isWithin(closed.overSourceMs, opening.atMs, togetherMs);
  return isRecent && belongs(opening, closed) ? closed : null;
}

export const isOnlySilence = (incident: IncidentRecord): boolean =>
  classesOf(incident).every(([present]) => present === "sensing");

function findDeadLink(opening: Opening, { incident, newestSilence }: IncidentLookup): IncidentRecord | null {
  if (opening.key.alarmClass !== "sensing" || newestSilence === null) return null;
  if (!isWithin(newestSilence.atMs, opening.atMs, linkMs)) return null;
  const silent = incident(newestSilence.incidentId);
  return silent !== null && isOnlySilence(silent) && isOpen(silent) ? silent : null;
}

/** The incident that an alarm belongs to which was normal before; `null`: it is the first of a new one. */
export function findIncident(opening: Opening, lookup: IncidentLookup): IncidentRecord | null {
  const { known } = lookup;
  // One that comes and goes is one story, and one clock tells it.
  if (known !== null && isWithin(known.overMs, opening.atMs, togetherMs)) {
    const own = lookup.incident(known.incidentId);
    if (own !== null) return own;
  }
  if (opening.key.alarmClass === "house") return null;
  return findOpen(opening, lookup) ?? findJustClosed(opening, lookup) ?? findDeadLink(opening, lookup);
}

/** The source time at which an alarm began, as well as that is known; `null`: by the clock on the wall only. */
export const toSourceBeganMs = ({ key, atMs, onsetMs }: Opening): EpochMs | null =>
  onsetMs ?? (isWallClock(key.alarmClass) ? null : atMs);
