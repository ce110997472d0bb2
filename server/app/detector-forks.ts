import { type EpochMs, minutes } from "../../protocol/time.ts";

/** What a detector knew right after an evaluation, from where a copy of it can go on. */
export interface Fork<D> {
  /** It has been given everything up to and including this time, and has judged it; `-Infinity`: nothing yet. */
  readonly atMs: EpochMs;
  /** The evaluation that comes next, and the newest sample heard; `NaN` and `-Infinity` before the first. */
  readonly nextMs: EpochMs;
  readonly heardMs: EpochMs;
  /** Of which copies can be made. */
  readonly detector: { fork(): D };
}

/** One fork is made in so much source time: a copy costs about as much as a hundred evaluations. */
export const forkEveryMs = minutes(5);

/** Some states of the past from which the present can be judged anew. Of any three in a row the outer two are more than
 * `forkEveryMs` apart, so their number is bounded by the time that they cover. */
export interface DetectorForks<D> {
  /** Time of the oldest; `Infinity` while there is none. */
  readonly oldestMs: EpochMs;
  readonly count: number;
  readonly oldest: Fork<D> | undefined;
  /** Adds one that is newer than all others. */
  add(fork: Fork<D>): void;
  /** The oldest of which this is true. */
  find(wanted: (fork: Fork<D>) => boolean): Fork<D> | undefined;
  /** The newest that is older than this time. */
  before(atMs: EpochMs): Fork<D> | undefined;
  /** Forgets those that are newer: what they knew is no longer true. */
  dropAfter(atMs: EpochMs): void;
  /** Forgets those that are not needed to reach back to this time. */
  dropBefore(atMs: EpochMs): void;
  dropOldest(): void;
}

export function createDetectorForks<D>(): DetectorForks<D> {
  let forks: Fork<D>[] = [];
  return {
    get oldestMs() {
      return forks[0]?.atMs ?? Number.POSITIVE_INFINITY;
    },
    get count() {
      return forks.length;
    },
    get oldest() {
      return forks[0];
    },
    add(fork) {
      const beforeLast = forks.at(-2);
      if (beforeLast !== undefined && fork.atMs - beforeLast.atMs <= forkEveryMs) forks.pop();
      forks.push(fork);
    },
    find: (wanted) => forks.find(wanted),
    before: (atMs) => forks.findLast((fork) => fork.atMs < atMs),
    dropAfter(atMs) {
      forks = forks.filter((fork) => fork.atMs <= atMs);
    },
    dropBefore(atMs) {
      while (forks.length > 1 && forks[1]!.atMs <= atMs) forks.shift();
    },
    dropOldest() {
      forks.shift();
    },
  };
}
