import type { IncidentId } from "../../../protocol/ids.ts";
import type { IncidentView } from "../../../protocol/incident.ts";
import type { IncidentRecord } from "./incident-record.ts";
import { toIncidentView } from "./incident-view.ts";

/** Closed incidents that are kept; the journal has all. */
const mostClosed = 200;

/** Incidents by id: all that are open, and the newest that are closed. */
export interface IncidentShelf {
  get(id: IncidentId): IncidentRecord | null;
  /** Puts a changed one back, and forgets the one that has been closed longest when there are too many. */
  put(record: IncidentRecord): void;
  readonly nextNumber: number;
  view(id: IncidentId): IncidentView | null;
  /** Those that are open, newest first, then those that are closed, the last to close first; at most `most`. */
  list(most?: number): readonly IncidentView[];
  readonly state: IncidentShelfState;
}

/** Plain data: `closed` in the order of closing. */
export interface IncidentShelfState {
  readonly nextNumber: number;
  readonly open: readonly IncidentRecord[];
  readonly closed: readonly IncidentRecord[];
}

/** Records are never changed in place, so that a view of one is drawn up once. */
export function createIncidentShelf(state?: IncidentShelfState): IncidentShelf {
  const openById = new Map<IncidentId, IncidentRecord>(state?.open.map((one) => [one.id, one]));
  const closedById = new Map<IncidentId, IncidentRecord>(state?.closed.map((one) => [one.id, one]));
  const viewOf = new WeakMap<IncidentRecord, IncidentView>();
  const at = { nextNumber: state?.nextNumber ?? 1 };

  const get = (id: IncidentId): IncidentRecord | null => openById.get(id) ?? closedById.get(id) ?? null;

  const toView = (record: IncidentRecord): IncidentView => {
    const known = viewOf.get(record);
    if (known !== undefined) return known;
    const view = toIncidentView(record);
    viewOf.set(record, view);
    return view;
  };

  const close = (record: IncidentRecord): void => {
    openById.delete(record.id);
    // A line more does not make it close again: it keeps its place.
    closedById.set(record.id, record);
    if (closedById.size <= mostClosed) return;
    const [oldest] = closedById.keys();
    if (oldest !== undefined) closedById.delete(oldest);
  };

  return {
    get,
    put(record) {
      at.nextNumber = Math.max(at.nextNumber, record.number + 1);
      if (record.standing === 0) {
        close(record);
        return;
      }
      closedById.delete(record.id);
      openById.set(record.id, record);
    },
    get nextNumber() {
      return at.nextNumber;
    },
    view(id) {
      const record = get(id);
      return record === null ? null : toView(record);
    },
    list(most = Number.POSITIVE_INFINITY) {
      const newest = [...openById.values()].sort((a, b) => b.number - a.number).slice(0, most);
      const closed = newest.length < most ? [...closedById.values()].reverse() : [];
      return [...newest, ...closed.slice(0, most - newest.length)].map(toView);
    },
    get state() {
      return {
        nextNumber: at.nextNumber,
        open: [...openById.values()],
        closed: [...closedById.values()],
      };
    },
  };
}
