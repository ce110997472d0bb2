import { type DurationMs, type EpochMs, hours, seconds } from "../../../protocol/time.ts";

/** How failed attempts slow down the next. */
export interface SlowDown {
  /** Attempts that cost nothing: people mistype. */
  readonly free: number;
  /** The delay doubles from one second up to this. */
  readonly longestMs: DurationMs;
  /** Things that are remembered at most; the one that was quiet longest is forgotten first. */
  readonly most: number;
}

interface Failures {
  readonly count: number;
  readonly lastMs: EpochMs;
}

/** Failed attempts, each counted for one thing: a name, an address. */
export interface FailureCount {
  /** How long the next attempt must wait; 0: not at all. */
  waitMs(key: string, nowMs: EpochMs): DurationMs;
  add(key: string, nowMs: EpochMs): void;
  /** One of those that were added was none. */
  takeBack(key: string): void;
  clear(key: string): void;
  readonly size: number;
}

/** After this long without a failure, nothing is held against anybody. */
const forgetAfterMs: DurationMs = hours(1);

const firstDelayMs: DurationMs = seconds(1);

/** Beyond this many doublings every delay is at its longest. */
const mostDoublings = 30;

export function createFailureCount({ free, longestMs, most }: SlowDown): FailureCount {
  const failuresByKey = new Map<string, Failures>();

  const find = (key: string, nowMs: EpochMs): Failures | null => {
    const failures = failuresByKey.get(key);
    return failures === undefined || nowMs - failures.lastMs >= forgetAfterMs ? null : failures;
  };

  const put = (key: string, failures: Failures): void => {
    // Taken out first: the order of the map is that of the last failure.
    failuresByKey.delete(key);
    failuresByKey.set(key, failures);
    for (const oldest of failuresByKey.keys()) if (failuresByKey.size > most) failuresByKey.delete(oldest);
  };

  return {
    waitMs(key, nowMs) {
      const failures = find(key, nowMs);
      if (failures === null || failures.count < free) return 0;
      const delayMs = Math.min(longestMs, firstDelayMs * 2 ** Math.min(failures.count - free, mostDoublings));
      // A clock that was set back makes nobody wait longer than the delay itself.
      return Math.min(delayMs, Math.max(0, failures.lastMs + delayMs - nowMs));
    },
    add(key, nowMs) {
      put(key, { count: (find(key, nowMs)?.count ?? 0) + 1, lastMs: nowMs });
    },
    takeBack(key) {
      const failures = failuresByKey.get(key);
      if (failures === undefined) return;
      if (failures.count <= 1) failuresByKey.delete(key);
      else failuresByKey.set(key, { ...failures, count: failures.count - 1 });
    },
    clear: (key) => void failuresByKey.delete(key),
    get size() {
      return failuresByKey.size;
    },
  };
}
