import type { EpochMs } from "../../protocol/time.ts";
import { linkLostAfterMs } from "../domain/quality/held-values.ts";

/** A sample on its way to its loop's detector; `place` is that of its channel. */
export interface Arrival {
  readonly place: number;
  readonly atMs: EpochMs;
  readonly value: number;
}

/** Decides for each sample of a loop whether its source time can be believed. */
export interface Arrivals {
  /** Samples that may go on now, in the order of arrival: none (it waits), this one, or those that waited and this one. */
  admit(arrival: Arrival): readonly Arrival[];
  /** Samples whose time nothing else confirmed. */
  readonly strays: number;
}

/** A second sample confirms a jump when it follows the first within this many times the length of the jump. */
const confirmWithin = 1.5;

const none: readonly Arrival[] = [];

/**
 * One sample from a clock that runs ahead would make every true sample after it late. So a jump forward (after a loss of
 * signal, or at the very beginning) waits until a second, later sample confirms it; one that still comes from before the
 * jump shows that the first was astray. Looks at nothing but the samples, so a replay decides the same.
 */
export function createArrivals(reorderMs: number): Arrivals {
  let newestMs = Number.NEGATIVE_INFINITY;
  let waiting: Arrival[] = [];
  let strays = 0;

  const drop = (next: readonly Arrival[]): readonly Arrival[] => {
    strays += waiting.length;
    waiting = [...next];
    return none;
  };

  const admitJump = (arrival: Arrival): readonly Arrival[] => {
    const first = waiting[0]?.atMs;
    const last = waiting.at(-1)?.atMs;
    if (first === undefined || last === undefined || arrival.atMs < first - reorderMs) return drop([arrival]);
    if (arrival.atMs <= last) {
      waiting.push(arrival);
      return none;
    }
    if (arrival.atMs - last > confirmWithin * (first - newestMs)) return drop([arrival]);
    const admitted = [...waiting, arrival];
    waiting = [];
    newestMs = arrival.atMs;
    return admitted;
  };

  return {
    admit(arrival) {
      if (arrival.atMs > newestMs + linkLostAfterMs) return admitJump(arrival);
      // Late samples (a recorder's dump) say nothing about where the stream is now.
      if (arrival.atMs > newestMs - reorderMs && waiting.length > 0) drop([]);
      newestMs = Math.max(newestMs, arrival.atMs);
      return [arrival];
    },
    get strays() {
      return strays;
    },
  };
}
