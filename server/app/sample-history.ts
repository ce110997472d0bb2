import type { EpochMs } from "../../protocol/time.ts";
import type { LateSamples } from "./late-samples.ts";

/** Hears a sample; `place` is that of its channel. */
export type TakeSample = (place: number, atMs: EpochMs, value: number) => void;

/**
 * A loop's samples, sorted by time, as columns: those that were handed on and are still remembered, then those that wait
 * for their turn. Taking one in or handing one on makes no object.
 */
export interface SampleHistory {
  /** Samples that wait. */
  readonly waiting: number;
  /** Samples that were handed on and are remembered. */
  readonly remembered: number;
  /** Puts a sample among those that wait; `false`: the same place and time waited, and its value was replaced. */
  insert(place: number, atMs: EpochMs, value: number): boolean;
  /** Hands on, in order, what is not later than `untilMs`. */
  drain(untilMs: EpochMs, take: TakeSample): void;
  /** True when this very sample is known. */
  holds(place: number, atMs: EpochMs, value: number): boolean;
  /**
   * Puts late samples in their places, none later than the newest drain reached. For one place and time the last value
   * counts, as in the database.
   */
  merge(late: LateSamples): Merged;
  /** Tells once more, in order, what was handed on and is later than `afterMs`, until `hear` is false; changes nothing. */
  retell(afterMs: EpochMs, hear: (place: number, atMs: EpochMs, value: number) => boolean): void;
  /** What is later than `afterMs` waits once more. */
  rewind(afterMs: EpochMs): void;
  /** Forgets what was handed on and is not later than `untilMs`. */
  forget(untilMs: EpochMs): void;
  /** Samples that were handed on and are later than `afterMs`. */
  countAfter(afterMs: EpochMs): number;
  /** What waits, and what was handed on and is later than `afterMs`. */
  save(afterMs: EpochMs): SavedHistory;
}

/** Samples sorted by time, as columns; the first `handedOn` of them were handed on. Plain data. */
export interface SavedHistory {
  readonly times: Float64Array;
  readonly places: Int16Array;
  readonly values: Float64Array;
  readonly handedOn: number;
  readonly isRising: boolean;
}

/** What late samples changed. */
export interface Merged {
  /** Samples of which nothing was known. */
  readonly added: number;
  /** Known samples that have another value now. */
  readonly replaced: number;
}

const firstSize = 64;

/** The columns grow when more than this share of them is in use: beyond it every few samples would move all others. */
const fullShare = 0.75;
const growBy = 1.5;

/** An empty history, or one that goes on from `saved`. */
export function createSampleHistory(saved?: SavedHistory): SampleHistory {
  const size = Math.max(firstSize, Math.ceil((saved?.times.length ?? 0) * growBy));
  let times = new Float64Array(size);
  let places = new Int16Array(size);
  let values = new Float64Array(size);
  times.set(saved?.times ?? []);
  places.set(saved?.places ?? []);
  values.set(saved?.values ?? []);
  // Remembered: from `head` to before `next`; waiting: from there to before `end`.
  let head = 0;
  let next = saved?.handedOn ?? 0;
  let end = saved?.times.length ?? 0;
  // True while the samples of the newest moment came with rising places.
  let isRising = saved?.isRising ?? true;

  /** Makes room for so many more behind the end: by moving all to the front where enough is free, else by growing. */
  const makeRoom = (count: number): void => {
    const size = end - head;
    const length = Math.max(times.length, Math.ceil((size + count) * growBy));
    const old = { times, places, values };
    if (size + count > fullShare * times.length) {
      times = new Float64Array(length);
      places = new Int16Array(length);
      values = new Float64Array(length);
    }
    times.set(old.times.subarray(head, end));
    places.set(old.places.subarray(head, end));
    values.set(old.values.subarray(head, end));
    next -= head;
    head = 0;
    end = size;
  };

  const write = (at: number, place: number, atMs: EpochMs, value: number): void => {
    times[at] = atMs;
    places[at] = place;
    values[at] = value;
  };

  /** The first sample that is later than `afterMs`. */
  const firstAfter = (afterMs: EpochMs): number => {
    let low = head;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (times[middle]! > afterMs) high = middle;
      else low = middle + 1;
    }
    return low;
  };

  /** Where a place's sample of exactly this time is; -1: nowhere. */
  const find = (place: number, atMs: EpochMs): number => {
    for (let k = firstAfter(atMs) - 1; k >= head && times[k] === atMs; k--) if (places[k] === place) return k;
    return -1;
  };

  /** From behind, so that each sample moves once. `order` is sorted by time. */
  const interleave = (late: LateSamples, order: readonly number[]): void => {
    if (end + order.length > times.length) makeRoom(order.length);
    let from = end - 1;
    let to = end + order.length - 1;
    for (let n = order.length - 1; n >= 0; to--) {
      const atMs = late.atMs(order[n]!);
      if (from >= head && times[from]! > atMs) {
        write(to, places[from]!, times[from]!, values[from]!);
        from--;
      } else {
        write(to, late.place(order[n]!), atMs, late.value(order[n]!));
        n--;
      }
    }
    end += order.length;
    next += order.length;
  };

  return {
    get waiting() {
      return end - next;
    },
    get remembered() {
      return next - head;
    },
    insert(place, atMs, value) {
      const newestMs = next < end ? times[end - 1]! : Number.NEGATIVE_INFINITY;
      let at = end;
      if (atMs > newestMs) isRising = true;
      // The usual point brings its channels in order: then each place is new to this moment, without looking.
      else if (atMs < newestMs || !isRising || place <= places[end - 1]!) {
        if (atMs === newestMs) isRising = false;
        while (at > next && times[at - 1]! > atMs) at--;
        for (let k = at - 1; k >= next && times[k] === atMs; k--) {
          if (places[k] !== place) continue;
          values[k] = value;
          return false;
        }
      }
      if (end === times.length) {
        at -= head;
        makeRoom(1);
      }
      if (at < end) {
        times.copyWithin(at + 1, at, end);
        places.copyWithin(at + 1, at, end);
        values.copyWithin(at + 1, at, end);
      }
      write(at, place, atMs, value);
      end++;
      return true;
    },
    drain(untilMs, take) {
      while (next < end && times[next]! <= untilMs) {
        const at = next++;
        take(places[at]!, times[at]!, values[at]!);
      }
    },
    holds(place, atMs, value) {
      const at = find(place, atMs);
      return at >= 0 && values[at] === value;
    },
    merge(late) {
      const fresh: number[] = [];
      let replaced = 0;
      for (const n of late.inOrder()) {
        const known = find(late.place(n), late.atMs(n));
        if (known < 0) late.addLast(fresh, n);
        else if (values[known] !== late.value(n)) {
          values[known] = late.value(n);
          replaced += 1;
        }
      }
      interleave(late, fresh);
      return { added: fresh.length, replaced };
    },
    retell(afterMs, hear) {
      for (let k = firstAfter(afterMs); k < next; k++) if (!hear(places[k]!, times[k]!, values[k]!)) return;
    },
    rewind(afterMs) {
      next = firstAfter(afterMs);
    },
    forget(untilMs) {
      head = Math.min(next, firstAfter(untilMs));
    },
    countAfter: (afterMs) => Math.max(0, next - firstAfter(afterMs)),
    save(afterMs) {
      const from = Math.min(next, firstAfter(afterMs));
      return {
        times: times.slice(from, end),
        places: places.slice(from, end),
        values: values.slice(from, end),
        handedOn: next - from,
        isRising,
      };
    },
  };
}
