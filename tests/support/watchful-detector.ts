import type { Forkable } from "../../server/app/lane.ts";

/** A detector that remembers all it was given, and of which copies can be made. */
export interface WatchfulDetector extends Forkable<WatchfulDetector> {
  /** "place value @ s", "? s" for an evaluation, "operation @ s", in seconds after `t0`. */
  readonly log: readonly string[];
  fork(): WatchfulDetector;
}

/** `counts` counts what was done by it and by its copies. */
export function createWatchfulDetector(
  t0: number,
  counts: { forks: number; evaluations: number } = { forks: 0, evaluations: 0 },
  before: readonly string[] = [],
): WatchfulDetector {
  const log = [...before];
  const at = (atMs: number): number => (atMs - t0) / 1000;
  return {
    log,
    take: (i, atMs, value) => void log.push(`${i} ${value} @ ${at(atMs)}`),
    evaluate(atMs) {
      counts.evaluations += 1;
      log.push(`? ${at(atMs)}`);
    },
    operate: (operation, atMs) => void log.push(`${operation} @ ${at(atMs)}`),
    fork() {
      counts.forks += 1;
      return createWatchfulDetector(t0, counts, log);
    },
  };
}
