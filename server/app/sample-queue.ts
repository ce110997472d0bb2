import type { EpochMs } from "../../protocol/time.ts";

/** Samples that wait for their turn, sorted by time, as columns: taking one in or handing one on makes no object. */
export interface SampleQueue {
  /** Samples that wait. */
  readonly size: number;
  /** Puts a sample in its place by time; `false`: the same place and time was there, and its value was replaced. */
  insert(place: number, atMs: EpochMs, value: number): boolean;
  /** Hands on, in order, what is not later than `untilMs`. */
  drain(untilMs: EpochMs, take: (place: number, atMs: EpochMs, value: number) => void): void;
}

const firstSize = 64;

/** An empty queue. */
export function createSampleQueue(): SampleQueue {
  let times = new Float64Array(firstSize);
  let places = new Int16Array(firstSize);
  let values = new Float64Array(firstSize);
  let head = 0;
  let end = 0;
  // True while the samples of the newest moment came with rising places.
  let isRising = true;

  /** Makes room behind the end: by moving what waits to the front where a third is free, else by growing. */
  const makeRoom = (): void => {
    const size = end - head;
    const length = size * 1.5 > times.length ? Math.ceil(times.length * 1.5) : times.length;
    const old = { times, places, values };
    if (length > times.length) {
      times = new Float64Array(length);
      places = new Int16Array(length);
      values = new Float64Array(length);
    }
    times.set(old.times.subarray(head, end));
    places.set(old.places.subarray(head, end));
    values.set(old.values.subarray(head, end));
    head = 0;
    end = size;
  };

  return {
    get size() {
      return end - head;
    },
    insert(place, atMs, value) {
      const newestMs = head < end ? times[end - 1]! : Number.NEGATIVE_INFINITY;
      let at = end;
      if (atMs > newestMs) isRising = true;
      // The usual point brings its channels in order: then each place is new to this moment, without looking.
      else if (atMs < newestMs || !isRising || place <= places[end - 1]!) {
        if (atMs === newestMs) isRising = false;
        while (at > head && times[at - 1]! > atMs) at--;
        for (let k = at - 1; k >= head && times[k] === atMs; k--) {
          if (places[k] !== place) continue;
          values[k] = value;
          return false;
        }
      }
      if (end === times.length) {
        at -= head;
        makeRoom();
      }
      if (at < end) {
        times.copyWithin(at + 1, at, end);
        places.copyWithin(at + 1, at, end);
        values.copyWithin(at + 1, at, end);
      }
      times[at] = atMs;
      places[at] = place;
      values[at] = value;
      end++;
      return true;
    },
    drain(untilMs, take) {
      while (head < end && times[head]! <= untilMs) {
        const at = head++;
        take(places[at]!, times[at]!, values[at]!);
      }
    },
  };
}
