import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import { linkLostAfterMs } from "../domain/quality/held-samples.ts";

/** A sample on its way to its loop's detector; `place` is that of its channel. */
export interface Arrival {
  readonly place: number;
  readonly atMs: EpochMs;
  readonly value: number;
}

/** Decides for each sample of a loop whether its source time can be believed. */
export interface Arrivals {
  /** True when a sample of this time goes on at once, as nearly all do; `false`: ask `admit`, nothing was done yet. */
  passes(place: number, atMs: EpochMs): boolean;
  /** Samples that may go on now, in the order of arrival: none (it waits), this one, or those that waited and this one. */
  admit(arrival: Arrival): readonly Arrival[];
  /** Samples whose time nothing else confirmed; fewer again where something does after all. */
  readonly strays: number;
  save(): SavedArrivals;
}

/** All that is known of a loop's arrivals; plain data. */
export interface SavedArrivals {
  readonly clock: { readonly newestMs: EpochMs; readonly usualMs: DurationMs; readonly jumpedMs: EpochMs };
  readonly waiting: readonly Arrival[];
  readonly moments: number;
  readonly played: readonly number[];
  readonly strays: number;
}

/** A sample confirms a jump when it follows the one before within this many times the length of the jump. */
const confirmWithin = 1.5;

/** A jump is believed when samples of this many different moments say so; at the very beginning two are enough. */
const confirmMoments = 5;

/**
 * After a loss of signal a recorder may play while the live stream goes on: then samples from before the jump come between
 * those from after it. So many moments one usual step apart, of channels that are all played as well, are a live stream;
 * no clock hops like that, and a second sender with a wrong clock has channels of its own.
 */
const liveMoments = 30;

/** Beside a live stream a recording goes on at least this many times as fast, where it comes to the jump before that. */
const playedFaster = 2;

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
 * jump shows that the first was astray, unless both go on side by side as live stream and recording do: what is played
 * must be at most `latenessMs` old. Looks at nothing but the samples, so a replay decides the same.
 */
export function createArrivals(
  reorderMs: DurationMs,
  latenessMs: DurationMs,
  saved?: SavedArrivals,
): Arrivals {
  // Numbers that change with every sample stand in a record: a variable of a closure would be a new object each time.
  const clock = { newestMs: Number.NEGATIVE_INFINITY, usualMs: 0, jumpedMs: Number.NaN, ...saved?.clock };
  let waiting: Arrival[] = [...(saved?.waiting ?? [])];
  let moments = saved?.moments ?? 0;
  /** Channels of which samples from before the jump came while it waited. */
  const played = new Set<number>(saved?.played);
  let strays = saved?.strays ?? 0;

  const drop = (next: readonly Arrival[]): readonly Arrival[] => {
    strays += waiting.length;
    waiting = [...next];
    moments = next.length;
    clock.jumpedMs = clock.newestMs;
    played.clear();
    return none;
  };

  const release = (): readonly Arrival[] => {
    const admitted = waiting;
    waiting = [];
    moments = 0;
    played.clear();
    return admitted;
  };

  /** The farthest that a waiting stream may go on in one step and still be one stream. */
  const longestMs = (firstMs: EpochMs): DurationMs =>
    played.size > 0 ? jumpSteps * clock.usualMs : confirmWithin * (firstMs - clock.newestMs);

  const allPlayed = (): boolean => waiting.every(({ place }) => played.has(place));

  const confirmed = (firstMs: EpochMs): boolean => {
    if (clock.newestMs === Number.NEGATIVE_INFINITY) return moments >= 2;
    if (played.size === 0) return moments >= confirmMoments;
    return moments >= liveMoments && firstMs - clock.newestMs < latenessMs && allPlayed();
  };

  /** What is played has come up to what waits: a recording that ends, or time that has come to a stray sample's. */
  const meets = (atMs: EpochMs): boolean =>
    waiting.length > 0 && played.size > 0 && atMs >= waiting[0]!.atMs - linkLostAfterMs;

  const isLive = (atMs: EpochMs): boolean => {
    const wentOnMs = waiting.at(-1)!.atMs - waiting[0]!.atMs;
    return moments >= confirmMoments && atMs - clock.jumpedMs >= playedFaster * wentOnMs && allPlayed();
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
    if (arrival.atMs - last > longestMs(first)) return drop([arrival]);
    moments += 1;
    waiting.push(arrival);
    if (!confirmed(first)) return none;
    if (clock.usualMs === 0) clock.usualMs = arrival.atMs - last;
    clock.newestMs = arrival.atMs;
    return release();
  };

  const isJump = (stepMs: DurationMs): boolean =>
    stepMs > linkLostAfterMs && stepMs > jumpSteps * clock.usualMs;

  const passes = (place: number, atMs: EpochMs): boolean => {
    const stepMs = atMs - clock.newestMs;
    if (isJump(stepMs)) return false;
    if (meets(atMs)) {
      if (isLive(atMs)) return false;
      drop([]);
    }
    if (stepMs > 0) clock.usualMs += (stepMs - clock.usualMs) * newStepWeight;
    // Late samples (a recorder's dump) say nothing about where the stream is now.
    if (waiting.length > 0 && atMs > clock.newestMs - reorderMs) played.add(place);
    if (atMs > clock.newestMs) clock.newestMs = atMs;
    return true;
  };

  return {
    passes,
    admit(arrival) {
      if (passes(arrival.place, arrival.atMs)) return [arrival];
      if (isJump(arrival.atMs - clock.newestMs)) return admitJump(arrival);
      clock.newestMs = Math.max(arrival.atMs, waiting.at(-1)!.atMs);
      return [arrival, ...release()];
    },
    get strays() {
      return played.size > 0 ? strays + waiting.length : strays;
    },
    save: () => ({ clock: { ...clock }, waiting: [...waiting], moments, played: [...played], strays }),
  };
}
