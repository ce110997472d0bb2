import type { Operation } from "../../protocol/operation.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { SavedArrivals } from "./arrivals.ts";
import type { Fork } from "./detector-forks.ts";
import type { SavedLateSamples } from "./late-samples.ts";
import type { SavedHistory } from "./sample-history.ts";

/**
 * Samples of the past that are saved with a lane, and with them how far back late ones can be judged after a start: 1 MB.
 * A loop of twelve channels at two samples a second sends fewer in twenty minutes, which is as far back as late ones go.
 */
export const mostSaved = 50_000;

/** All that a lane knows. With plain states in place of the detectors (`D`) it is plain data. */
export interface SavedLane<D> {
  readonly running: D;
  /** The oldest state from which late samples can be judged: `history` has what came since. `null`: they cannot. */
  readonly oldest: Fork<D> | null;
  readonly at: {
    readonly newestMs: EpochMs;
    readonly nextMs: EpochMs;
    readonly evaluatedMs: EpochMs;
    readonly heardMs: EpochMs;
    readonly forkMs: EpochMs;
    readonly toldMs: EpochMs;
  };
  readonly count: {
    readonly late: number;
    readonly repeated: number;
    readonly revisions: number;
    readonly caughtUp: number;
  };
  readonly early: readonly { readonly operation: Operation; readonly atMs: EpochMs }[];
  readonly history: SavedHistory;
  readonly arrivals: SavedArrivals;
  readonly late: SavedLateSamples;
}

/** The same lane with other detectors. */
export function mapDetectors<A, B>(lane: SavedLane<A>, map: (detector: A) => B): SavedLane<B> {
  const { running, oldest } = lane;
  return {
    ...lane,
    running: map(running),
    oldest: oldest === null ? null : { ...oldest, detector: map(oldest.detector) },
  };
}
