import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { AlarmView } from "../../protocol/alarm.ts";
import type { LoopId, OccurrenceId } from "../../protocol/ids.ts";
import { isOpen, sortByUrgency } from "./urgency.ts";

/** Runs something soon and once; `isBusy` when so much stands that drawing must not take all the time there is. */
export type Pace = (run: () => void, isBusy: boolean) => void;

/** Alarms that are over and still shown; older ones are a question to the server. */
export const mostOverKept = 500;
/** With more standing than this a view is drawn at most a few times a second. */
export const busyFrom = 200;

/** The alarms that this page knows, by id. Each change costs the same however many there are. */
export interface AlarmBook {
  /** Takes an alarm in; views hear of it with the next picture, together with all others that came meanwhile. */
  readonly take: (alarm: AlarmView) => void;
  /** A snapshot: what it does not name is forgotten. Views hear of it at once. */
  readonly replace: (alarms: readonly AlarmView[]) => void;
  /** Most urgent first. */
  readonly standing: ReadonlySignal<readonly AlarmView[]>;
  /** Most urgent first in each loop. */
  readonly standingByLoop: ReadonlySignal<ReadonlyMap<LoopId, readonly AlarmView[]>>;
  /** The newest that are over, newest first. */
  readonly over: ReadonlySignal<readonly AlarmView[]>;
  /** As of the last picture; `undefined` when the page does not know it. */
  readonly find: (id: OccurrenceId) => AlarmView | undefined;
}

/** An empty book; `pace` decides when views hear of changes. */
export function createAlarmBook(pace: Pace): AlarmBook {
  const standing = new Map<OccurrenceId, AlarmView>();
  // In the order in which they ended, as far as this page saw it: the oldest goes first.
  const over = new Map<OccurrenceId, AlarmView>();
  const edition = signal(0);
  let isWaiting = false;

  function put(alarm: AlarmView): void {
    if (isOpen(alarm)) {
      over.delete(alarm.id);
      standing.set(alarm.id, alarm);
      return;
    }
    standing.delete(alarm.id);
    over.set(alarm.id, alarm);
    if (over.size <= mostOverKept) return;
    const oldest = over.keys().next();
    if (!oldest.done) over.delete(oldest.value);
  }

  function publish(): void {
    isWaiting = false;
    edition.value++;
  }

  const sorted = computed(() => {
    edition.value;
    return sortByUrgency([...standing.values()]);
  });

  return {
    take: (alarm) => {
      put(alarm);
      if (isWaiting) return;
      isWaiting = true;
      pace(publish, standing.size > busyFrom);
    },
    replace: (alarms) => {
      standing.clear();
      over.clear();
      // Oldest first, so that the oldest is the first to go.
      for (const alarm of [...alarms].sort((a, b) => a.openedMs - b.openedMs)) put(alarm);
      edition.value++;
    },
    standing: sorted,
    standingByLoop: computed(() => {
      const byLoop = new Map<LoopId, AlarmView[]>();
      for (const alarm of sorted.value) {
        const list = byLoop.get(alarm.loopId);
        if (list) list.push(alarm);
        else byLoop.set(alarm.loopId, [alarm]);
      }
      return byLoop;
    }),
    over: computed(() => {
      edition.value;
      return [...over.values()].sort((a, b) => b.openedMs - a.openedMs);
    }),
    find: (id) => {
      edition.value;
      return standing.get(id) ?? over.get(id);
    },
  };
}
