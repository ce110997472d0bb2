import { type EpochMs, seconds } from "../../protocol/time.ts";

/** Late samples that have stopped coming for this long are judged: a dump is judged whole, and soon. */
const pauseMs = seconds(5);

/** They are judged at the latest so long after the first of them, and no more often than that, however they trickle in. */
const judgeEveryMs = seconds(30);

/** More than this many are judged at once, so that a dump without a live stream beside it does not pile up: ~1.5 MB. */
const mostWaiting = 65_536;

/**
 * Samples that came too late for their turn and wait for the past to be judged anew, in the order of arrival. All times
 * are source times of the loop; no clock is asked.
 */
export interface LateSamples {
  readonly count: number;
  /** Source time of the earliest and of the latest; `Infinity` and `-Infinity` while there are none. */
  readonly earliestMs: EpochMs;
  readonly latestMs: EpochMs;
  /** The loop's newest time at which they are to be judged; `Infinity` while there are none. */
  readonly dueMs: EpochMs;
  /** Takes one in; `newestMs`: the loop's newest time as it came. */
  add(place: number, atMs: EpochMs, value: number, newestMs: EpochMs): void;
  place(n: number): number;
  atMs(n: number): EpochMs;
  value(n: number): number;
  /** All of them by source time; those of one moment in the order of arrival. */
  inOrder(): readonly number[];
  /** Adds the `n`-th behind others that are in order; where one of the same place and time is there, takes its place. */
  addLast(order: number[], n: number): void;
  /** Forgets those that are not later than `untilMs`; returns how many. */
  dropUntil(untilMs: EpochMs): number;
  /** They were judged when the loop's newest time was `newestMs`. */
  clear(newestMs: EpochMs): void;
  save(): SavedLateSamples;
}

/** Late samples that wait, as columns; plain data. */
export interface SavedLateSamples {
  readonly places: readonly number[];
  readonly times: readonly EpochMs[];
  readonly values: readonly number[];
  readonly dueMs: EpochMs;
  readonly firstMs: EpochMs;
  readonly judgedMs: EpochMs;
}

export function createLateSamples(saved?: SavedLateSamples): LateSamples {
  let places: number[] = [];
  let times: number[] = [];
  let values: number[] = [];
  let earliestMs = Number.POSITIVE_INFINITY;
  let latestMs = Number.NEGATIVE_INFINITY;
  let dueMs = saved?.dueMs ?? Number.POSITIVE_INFINITY;
  let firstMs = saved?.firstMs ?? Number.NaN;
  let judgedMs = saved?.judgedMs ?? Number.NEGATIVE_INFINITY;

  const push = (place: number, atMs: EpochMs, value: number): void => {
    places.push(place);
    times.push(atMs);
    values.push(value);
    earliestMs = Math.min(earliestMs, atMs);
    latestMs = Math.max(latestMs, atMs);
  };

  const reset = (): void => {
    places = [];
    times = [];
    values = [];
    earliestMs = Number.POSITIVE_INFINITY;
    latestMs = Number.NEGATIVE_INFINITY;
  };

  for (const [n, atMs] of (saved?.times ?? []).entries()) push(saved!.places[n]!, atMs, saved!.values[n]!);

  return {
    get count() {
      return times.length;
    },
    get earliestMs() {
      return earliestMs;
    },
    get latestMs() {
      return latestMs;
    },
    get dueMs() {
      return dueMs;
    },
    add(place, atMs, value, newestMs) {
      if (times.length === 0) firstMs = newestMs;
      push(place, atMs, value);
      dueMs = Math.max(Math.min(newestMs + pauseMs, firstMs + judgeEveryMs), judgedMs + judgeEveryMs);
      if (times.length >= mostWaiting) dueMs = newestMs;
    },
    place: (n) => places[n]!,
    atMs: (n) => times[n]!,
    value: (n) => values[n]!,
    inOrder: () => Array.from(times, (_, n) => n).sort((a, b) => times[a]! - times[b]! || a - b),
    addLast(order, n) {
      for (let k = order.length - 1; k >= 0 && times[order[k]!] === times[n]; k--) {
        if (places[order[k]!] !== places[n]) continue;
        order[k] = n;
        return;
      }
      order.push(n);
    },
    dropUntil(untilMs) {
      if (earliestMs > untilMs) return 0;
      const all = { places, times, values };
      reset();
      for (const [n, atMs] of all.times.entries())
        if (atMs > untilMs) push(all.places[n]!, atMs, all.values[n]!);
      return all.times.length - times.length;
    },
    clear(newestMs) {
      reset();
      judgedMs = newestMs;
      dueMs = Number.POSITIVE_INFINITY;
    },
    save: () => ({
      places: [...places],
      times: [...times],
      values: [...values],
      dueMs,
      firstMs,
      judgedMs,
    }),
  };
}
