import { type EpochMs, minutes } from "../../protocol/time.ts";
import type { Clock, Log } from "./ports.ts";

/** Says when samples are stored and not judged: a sender with a wrong clock, or a dump after a gap. */
export interface UnjudgedWarning {
  /** To be asked with every batch; once a minute is enough to say so. */
  look(): void;
}

/** `count`: samples that were not judged so far. */
export function createUnjudgedWarning(parts: {
  readonly count: () => number;
  readonly clock: Clock;
  readonly log: Log;
}): UnjudgedWarning {
  const { count, clock, log } = parts;
  const told = { count: 0, atMs: Number.NEGATIVE_INFINITY as EpochMs };
  return {
    look() {
      const unjudged = count();
      // Fewer than before: a time that looked stray was confirmed by what followed it.
      if (unjudged < told.count) told.count = unjudged;
      if (unjudged === told.count || clock.nowMs() - told.atMs < minutes(1)) return;
      const samples = unjudged - told.count;
      log.warn(
        "Samples were stored but not judged: they came too late, or from a clock that nothing confirms.",
        { samples },
      );
      told.count = unjudged;
      told.atMs = clock.nowMs();
    },
  };
}
