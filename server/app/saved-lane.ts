import type { Operation } from "../../protocol/operation.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { Arrivals, SavedArrivals } from "./arrivals.ts";
import type { DetectorForks, Fork } from "./detector-forks.ts";
import type { LateSamples, SavedLateSamples } from "./late-samples.ts";
import type { SampleHistory, SavedHistory } from "./sample-history.ts";

/**
 * Samples of the past that are saved with a lane, and with them how far back late ones can be judged after a start: 1 MB.
 * A loop of twelve channels at two samples a second sends fewer in twenty minutes, which is as far back as late ones go.
 */
const mostSaved = 50_000;

/** A fork with its detector. */
export type SavedFork<D> = Omit<Fork<D>, "detector"> & { readonly detector: D };

/** All that a lane knows. With plain states in place of the detectors (`D`) it is plain data. */
export interface SavedLane<D> {
  readonly running: D;
  /** The oldest state from which late samples can be judged: `history` has what came since. `null`: they cannot. */
  readonly oldest: SavedFork<D> | null;
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

/** What the parts of a lane know; `at`, `count` and `early` are copies that nobody changes. */
export function toSavedLane<D>({
  forks,
  history,
  arrivals,
  late,
  ...known
}: Pick<SavedLane<D>, "running" | "at" | "count" | "early"> & {
  readonly forks: Pick<DetectorForks<D>, "find">;
  readonly history: Pick<SampleHistory, "countAfter" | "save">;
  readonly arrivals: Pick<Arrivals, "save">;
  readonly late: Pick<LateSamples, "save">;
}): SavedLane<D> {
  const oldest = forks.find(({ atMs }) => history.countAfter(atMs) <= mostSaved) ?? null;
  return {
    ...known,
    // Without the forks in between the next one may be made at once.
    at: { ...known.at, forkMs: Number.NEGATIVE_INFINITY },
    oldest: oldest === null ? null : { ...oldest, detector: oldest.detector.fork() },
    history: history.save(oldest?.atMs ?? Number.POSITIVE_INFINITY),
    arrivals: arrivals.save(),
    late: late.save(),
  };
}

/** A saved fork as it waits among others: in little memory. */
export const toWaiting = <D extends { fork(): D; pack?(): { fork(): D } }>({
  detector,
  ...fork
}: SavedFork<D>): Fork<D> => ({ ...fork, detector: detector.pack?.() ?? detector });
