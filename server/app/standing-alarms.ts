import {
  type AlarmCounts,
  type AlarmKey,
  type AlarmView,
  bySeverity,
  type HeldAlarm,
  isUnacknowledged,
  isWorse,
} from "../../protocol/alarm.ts";
import type { OccurrenceId } from "../../protocol/ids.ts";
import { mostAlarmsTold } from "../../protocol/wire.ts";
import type { Alarm } from "../domain/alarm/alarm.ts";
import { toKeyText } from "../domain/alarm/alarm-id.ts";
import { toHeldAlarm } from "../domain/alarm/alarm-view.ts";

/** Occurrences that are over and still listed. */
const mostClosed = 200;

/** What people see of all alarms: those that stand, those that are held, and the last that are over. */
export interface StandingAlarms {
  /** Takes the alarm as it is now, and the views that its last step changed. */
  put(key: AlarmKey, alarm: Alarm, views: readonly AlarmView[]): void;
  /** Past ones, newest first, from before a start. */
  remember(closed: readonly AlarmView[]): void;
  find(id: OccurrenceId): AlarmView | null;
  /** Those that stand, most urgent first, then the newest that are over; at most `mostAlarmsTold`. */
  list(): readonly AlarmView[];
  standing(): Iterable<AlarmView>;
  /** Those that a person holds first: they must never be out of sight. */
  held(): readonly HeldAlarm[];
  counts(): AlarmCounts;
}

const isByRule = ({ holds }: HeldAlarm): boolean => holds.every(({ kind }) => kind === "suppressed");

/** Held ones last, unacknowledged ones first, then by severity, then the newest. */
const byUrgency = (a: AlarmView, b: AlarmView): number =>
  Number(a.hold !== null) - Number(b.hold !== null) ||
  Number(isUnacknowledged(b)) - Number(isUnacknowledged(a)) ||
  bySeverity(a, b) ||
  b.openedMs - a.openedMs;

export function createStandingAlarms(): StandingAlarms {
  const standingById = new Map<OccurrenceId, AlarmView>();
  /** Oldest first. */
  const closedById = new Map<OccurrenceId, AlarmView>();
  const heldByKey = new Map<string, HeldAlarm>();

  const close = (view: AlarmView): void => {
    standingById.delete(view.id);
    closedById.delete(view.id);
    closedById.set(view.id, view);
    for (const id of closedById.keys()) {
      if (closedById.size <= mostClosed) break;
      closedById.delete(id);
    }
  };

  return {
    put(key, alarm, views) {
      for (const view of views) {
        if (view.state === "normal") close(view);
        else standingById.set(view.id, view);
      }
      const held = toHeldAlarm(key, alarm);
      if (held === null) heldByKey.delete(toKeyText(key));
      else heldByKey.set(toKeyText(key), held);
    },
    remember(closed) {
      for (const view of [...closed].reverse())
        if (view.state === "normal" && !standingById.has(view.id)) close(view);
    },
    find: (id) => standingById.get(id) ?? closedById.get(id) ?? null,
    list() {
      const standing = [...standingById.values()].sort(byUrgency).slice(0, mostAlarmsTold);
      const room = Math.min(mostAlarmsTold - standing.length, mostClosed);
      return room === 0 ? standing : [...standing, ...[...closedById.values()].reverse().slice(0, room)];
    },
    standing: () => standingById.values(),
    held: () => [...heldByKey.values()].sort((a, b) => Number(isByRule(a)) - Number(isByRule(b))),
    counts() {
      const counts = {
        unacknowledged: 0,
        acknowledged: 0,
        returned: 0,
        returnedUnacknowledged: 0,
        held: heldByKey.size,
      };
      let worst: AlarmCounts["worst"] = null;
      for (const { state, hold, severity } of standingById.values()) {
        if (hold !== null) continue;
        if (state === "unacknowledged") counts.unacknowledged += 1;
        else if (state === "acknowledged") counts.acknowledged += 1;
        else {
          counts.returned += 1;
          if (isUnacknowledged({ state })) counts.returnedUnacknowledged += 1;
        }
        if (worst === null || isWorse(severity, worst)) worst = severity;
      }
      return { ...counts, worst };
    },
  };
}
