import type { AlarmKey } from "../../../protocol/alarm.ts";
import type { IncidentId, LoopId } from "../../../protocol/ids.ts";
import type { IncidentView } from "../../../protocol/incident.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import type { AlarmStep, Occurrence } from "../alarm/alarm.ts";
import { toKeyText } from "../alarm/alarm-id.ts";
import { toOccurrence } from "../alarm/evolve-alarm.ts";
import { withOpened, withOver, withRevised } from "./incident-members.ts";
import type { IncidentRecord, KeyRecord, LoopRecord } from "./incident-record.ts";
import { createIncidentShelf, type IncidentShelfState } from "./incident-shelf.ts";
import { findIncident, isOnlySilence, type NewestSilence, type Opening } from "./join-incident.ts";
import { type ToldOperation, toHappenedMs, toOperationLine, withLine, withStep } from "./timeline.ts";

/** What was declared of a loop. */
export interface DeclaredOperation extends ToldOperation {
  readonly loopId: LoopId;
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
  /** Newest first: all that are open, and the most recent that are closed; at most `most`. */
  list(most?: number): readonly IncidentView[];
  /** Plain data, from which another book goes on. */
  readonly state: IncidentBookState;
}

/** All incidents, and where to find the one of an alarm. */
export interface IncidentBookState extends IncidentShelfState {
  readonly keys: readonly (readonly [string, KeyRecord])[];
  readonly loops: readonly (readonly [LoopId, LoopRecord])[];
  readonly newestSilence: NewestSilence | null;
}

const nowhere: LoopRecord = { byClass: {}, latestId: null, closedId: null };

/** When an alarm that has just become normal was over. */
const toOverMs = ({ before, event }: AlarmStep): EpochMs =>
  "returnedMs" in before.condition ? before.condition.returnedMs : toHappenedMs(event);

const begin = ({ key, atMs }: Opening, occurrence: Occurrence, number: number): IncidentRecord => ({
  id: `incident.${occurrence.id}`,
  loopId: key.loopId,
  number,
  openedMs: atMs,
  severity: occurrence.finding.severity,
  isShared: false,
  alarms: 0,
  standing: 0,
  byClass: {},
  joinedMs: null,
  overSourceMs: null,
  overWallMs: null,
  closedWrittenMs: null,
  members: [],
  firstEvents: [],
  newestEvents: [],
  isBlind: false,
});

/** Every step costs the same, however many incidents there are. */
export function createIncidentBook(state?: IncidentBookState): IncidentBook {
  const shelf = createIncidentShelf(state);
  const recordByKey = new Map<string, KeyRecord>(state?.keys);
  const recordByLoop = new Map<LoopId, LoopRecord>(state?.loops);
  const silence = { newest: state?.newestSilence ?? null };

  const find = (opening: Opening, isLinked: boolean): IncidentRecord | null => {
    const known = recordByKey.get(toKeyText(opening.key)) ?? null;
    if (isLinked && known !== null) return shelf.get(known.incidentId);
    return findIncident(opening, {
      incident: shelf.get,
      known,
      loop: recordByLoop.get(opening.key.loopId) ?? null,
      newestSilence: silence.newest,
    });
  };

  const noteWhere = ({ key }: Opening, id: IncidentId, isNew: boolean): void => {
    const { loopId, alarmClass } = key;
    const known = recordByLoop.get(loopId) ?? nowhere;
    recordByLoop.set(loopId, {
      ...known,
      byClass: { ...known.byClass, [alarmClass]: id },
      latestId: isNew ? id : known.latestId,
    });
  };

  /** Silence that joined something else says nothing of a link. */
  const noteSilence = ({ atMs }: Opening, joined: IncidentRecord): void => {
    if (isOnlySilence(joined)) silence.newest = { incidentId: joined.id, atMs };
  };

  const open = (opening: Opening, occurrence: Occurrence, isLinked: boolean): IncidentRecord => {
    const keyText = toKeyText(opening.key);
    const known = recordByKey.get(keyText);
    const stood = isLinked && known?.stands === true;
    const fresh = begin(opening, occurrence, shelf.nextNumber);
    const found = find(opening, isLinked) ?? shelf.get(fresh.id) ?? fresh;
    const isNew = known?.incidentId !== found.id || found.alarms === 0;
    const joined = withOpened(found, { opening, occurrence, isNew, stood });
    recordByKey.set(keyText, { incidentId: found.id, stands: true, overMs: null });
    noteWhere(opening, found.id, isNew);
    noteSilence(opening, joined);
    return opening.key.loopId === found.loopId ? joined : { ...joined, isShared: true };
  };

  const end = (
    record: IncidentRecord,
    key: AlarmKey,
    step: AlarmStep,
    writtenMs: EpochMs,
  ): IncidentRecord => {
    const overMs = toOverMs(step);
    recordByKey.set(toKeyText(key), { incidentId: record.id, stands: false, overMs });
    const ended = withOver(record, { opening: { key, writtenMs }, overMs });
    if (ended.standing === 0)
      recordByLoop.set(key.loopId, { ...(recordByLoop.get(key.loopId) ?? nowhere), closedId: ended.id });
    return ended;
  };

  return {
    take(key, step, writtenMs) {
      const was = toOccurrence(step.before.condition);
      const is = toOccurrence(step.after.condition);
      if (was === null && is === null) return null;
      const known = recordByKey.get(toKeyText(key));
      const mine = known?.stands === true ? shelf.get(known.incidentId) : null;
      let record: IncidentRecord;
      if (is === null) {
        if (mine === null) return null;
        record = end(mine, key, step, writtenMs);
      } else if (mine === null || is.id !== was?.id) {
        const opening: Opening = { key, atMs: is.openedMs, onsetMs: is.finding.onsetMs, writtenMs };
        record = open(opening, is, was !== null);
      } else {
        record = is.finding === was.finding ? mine : withRevised(mine, is);
      }
      shelf.put(withStep(record, key, step, writtenMs));
      return record.id;
    },
    operated(declared, writtenMs) {
      const loop = recordByLoop.get(declared.loopId);
      if (loop === undefined) return;
      const line = toOperationLine(declared, writtenMs);
      const ids = new Set([...Object.values(loop.byClass), loop.latestId]);
      for (const id of ids) {
        const record = id === null ? null : shelf.get(id);
        if (record !== null && record.standing > 0) shelf.put(withLine(record, line));
      }
    },
    told(id, text, writtenMs) {
      const record = shelf.get(id);
      if (record === null) return;
      const line = { atMs: writtenMs, writtenMs, kind: "told", occurrenceId: null, by: null, text } as const;
      shelf.put(withLine(record, line));
    },
    incidentOf(key) {
      const id = recordByKey.get(toKeyText(key))?.incidentId;
      return id === undefined || shelf.get(id) === null ? null : id;
    },
    view: shelf.view,
    list: shelf.list,
    get state() {
      return {
        ...shelf.state,
        keys: [...recordByKey].filter(([, { incidentId }]) => shelf.get(incidentId) !== null),
        loops: [...recordByLoop],
        newestSilence: silence.newest,
      };
    },
  };
}
