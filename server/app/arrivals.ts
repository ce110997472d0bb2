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
  /** True when a sample of this time goes on at once, as nearly all do; `false`: ask `admit`, nothing was done yet. */
  passes(atMs: EpochMs): boolean;
  /** Samples that may go on now, in the order of arrival: none (it waits), this one, or those that waited and this one. */
  admit(arrival: Arrival): readonly Arrival[];
  /** Samples whose time nothing else confirmed. */
  readonly strays: number;
}

/** A sample confirms a jump when it follows the one before within this many times the length of the jump. */
const confirmWithin = 1.5;

/** A jump is believed when samples of this many different moments say so; at the very beginning two are enough. */
const confirmMoments = 5;

/** A step of more than this many usual steps of the loop is a jump, and more than the time after which a link is lost. */
const jumpSteps = 3;

/** Weight of the newest step in the usual one. */
const newStepWeight = 0.1;

/** More samples than this never wait for a jump to be confirmed: a clock that stands still in the future says the same
 * moment for ever. Five moments of a loop with hundreds of channels are far fewer. */
const mostWaiting = 10_000;

const none: readonly Arrival[] = [];

/**
 * One sample from a clock that runs ahead would make every true sample after it late. So a jump forward (after a loss of
 * signal, or at the very beginning) waits until later samples confirm it; one that still comes from before the
 * jump shows that the first was astray. Looks at nothing but the samples, so a replay decides the same.
 */
export function createArrivals(reorderMs: number): Arrivals {
  // Numbers that change with every sample stand in a record: a variable of a closure would be a new object each time.
  const clock = { newestMs: Number.NEGATIVE_INFINITY, usualMs: 0 };
  let waiting: Arrival[] = [];
  let moments = 0;
  let strays = 0;

  const drop = (next: readonly Arrival[]): readonly Arrival[] => {
    strays += waiting.length;
    waiting = [...next];
    moments = next.length;
    return none;
  };

  const admitJump = (arrival: Arrival): readonly Arrival[] => {
    const first = waiting[0]?.atMs;
    const last = waiting.at(-1)?.atMs;
    if (first === undefined || last === undefined || arrival.atMs < first - reorderMs) return drop([arrival]);
    if (waiting.length >= mostWaiting) return drop([arrival]);
    if (arrival.atMs <= last) {
      waiting.push(arrival);
      return none;
    }
    if (arrival.atMs - last > confirmWithin * (first - clock.newestMs)) return drop([arrival]);
    moments += 1;
    waiting.push(arrival);
    if (moments < (clock.newestMs === Number.NEGATIVE_INFINITY ? 2 : confirmMoments)) return none;
    const admitted = waiting;
    waiting = [];
    moments = 0;
    if (clock.usualMs === 0) clock.usualMs = arrival.atMs - last;
    clock.newestMs = arrival.atMs;
    return admitted;
  };

  const passes = (atMs: EpochMs): boolean => {
    const stepMs = atMs - clock.newestMs;
    if (stepMs > linkLostAfterMs && stepMs > jumpSteps * clock.usualMs) return false;
    if (stepMs > 0) clock.usualMs += (stepMs - clock.usualMs) * newStepWeight;
    // Late samples (a recorder's dump) say nothing about where the stream is now.
    if (atMs > clock.newestMs - reorderMs && waiting.length > 0) drop([]);
    if (atMs > clock.newestMs) clock.newestMs = atMs;
    return true;
  };

  return {
    passes,
    admit: (arrival) => (passes(arrival.atMs) ? [arrival] : admitJump(arrival)),
    get strays() {
      return strays;
    },
  };
}
