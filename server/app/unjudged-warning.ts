import { minutes } from "../../protocol/time.ts";
import type { Clock, Log } from "./ports.ts";

/** A sender with a wrong clock, or a dump after a gap: once a minute is enough to say so. */
const mostOftenMs = minutes(1);

/** Takes how many samples were not judged so far, and says so in the log when there are more. */
export function createUnjudgedWarning(clock: Pick<Clock, "nowMs">, log: Log): (unjudged: number) => void {
  const told = { unjudged: 0, atMs: Number.NEGATIVE_INFINITY };
  return (unjudged) => {
    // Fewer than before: a time that looked stray was confirmed by what followed it.
    if (unjudged < told.unjudged) told.unjudged = unjudged;
    if (unjudged === told.unjudged || clock.nowMs() - told.atMs < mostOftenMs) return;
    log.warn(
      "Samples were stored but not judged: they came too late, or from a clock that nothing confirms.",
      {
        samples: unjudged - told.unjudged,
      },
    );
    told.unjudged = unjudged;
    told.atMs = clock.nowMs();
  };
}
