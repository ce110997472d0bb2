import { type Operation, operations } from "../../protocol/operation.ts";
import { type DurationMs, type EpochMs, minutes, seconds } from "../../protocol/time.ts";
import { linkLostAfterMs } from "../domain/quality/held-samples.ts";
import { createArrivals } from "./arrivals.ts";
import { createDetectorForks, forkEveryMs } from "./detector-forks.ts";
import { createDetectorShadow, type DetectorShadow } from "./detector-shadow.ts";
import { evaluateBefore } from "./evaluation-pace.ts";
import type { LaneEvents } from "./lane-events.ts";
import { createLateSamples } from "./late-samples.ts";
import { createSampleHistory } from "./sample-history.ts";
import { type SavedLane, toSavedLane, toWaiting } from "./saved-lane.ts";

/** Samples may arrive this much out of order and are put in order before anything is judged; real streams step back by
 * one second. */
export const reorderMs = seconds(2);

/**
 * Samples may arrive this late and the past is judged anew with them. A zone of exclusion lasts up to a quarter of an
 * hour; what was recorded meanwhile comes minutes after the signal, and its first sample is then twenty minutes old.
 */
export const latenessMs: DurationMs = minutes(20);

/** The detector is asked once a second of source time, on whole seconds, unless somebody wants it less often. */
export const evaluateEveryMs: DurationMs = seconds(1);

/** How a lane works; what is left out is as it is live. */
export interface LaneSettings {
  /** Samples may be this late. */
  readonly latenessMs?: DurationMs;
  /** Time between two evaluations, at whole multiples of it. Longer only where samples come no more often. */
  readonly evaluateEveryMs?: DurationMs;
}

/** A copy of the detector costs about as much as this many evaluations, so copies are no more frequent. */
const evaluationsACopy = 100;

/** About 20 MB of columns: a loop that sends more in its window remembers less of the past. */
const mostRemembered = 1_000_000;

/** Operations before the first sample that are kept; people do a handful, and whoever repeats one says nothing new. */
const mostEarly = 100;

/** A detector of which copies can be made. Samples come in order of source time. */
export interface Forkable<D> {
  take(i: number, atMs: EpochMs, value: number): void;
  evaluate(atMs: EpochMs): void;
  /** Somebody did this to the loop. */
  operate(operation: Operation, atMs: EpochMs): void;
  /** A deep copy that goes on by itself. */
  fork(): D;
  /** As it is now, in little memory, to make copies of later; left out where a copy is small. */
  pack?(): { fork(): D };
}

/** One loop's way from samples in the order of arrival to evaluations in the order of source time. */
export interface Lane {
  /** Takes a sample of the `i`-th channel; `false`: too late to be judged. */
  take(i: number, atMs: EpochMs, value: number): boolean;
  /** Takes what a person did to the loop; before the first sample it waits for that. */
  operate(operation: Operation, atMs: EpochMs): void;
  /** Evaluates as far as the samples taken so far allow. */
  advance(): void;
  /** Newest source time taken; `null` before the first sample. */
  readonly newestMs: EpochMs | null;
  /** Samples that came too late for detection (they are stored all the same), repeats, and samples of a stray clock. */
  readonly late: number;
  readonly repeated: number;
  readonly strays: number;
  /** How often the past was judged anew, and with how many late samples. */
  readonly revisions: number;
  readonly caughtUp: number;
}

/** A lane with its detector as it is now: after late samples it is another one. */
export interface DetectorLane<D> extends Lane {
  readonly detector: D;
  /** The oldest state that is kept, some twenty minutes back, with what came since; `null` before the first evaluation. */
  shadow(): DetectorShadow<D> | null;
  /** All that the lane knows; the detectors in it are the lane's own. To be written down before the lane goes on. */
  save(): SavedLane<D>;
}

/** Operations travel among the samples, with places below those of the channels. */
const placeOf = (operation: Operation): number => -1 - operations.indexOf(operation);

/**
 * Everything is decided by source times and the order of arrival, and at the same samples whatever the cut of the stream
 * into requests: a replay comes to the same evaluations.
 */
export function createLane<D extends Forkable<D>>(
  detector: D,
  events: LaneEvents,
  settings: LaneSettings = {},
  saved?: SavedLane<D>,
): DetectorLane<D> {
  const longestLateMs = settings.latenessMs ?? latenessMs;
  const everyMs = settings.evaluateEveryMs ?? evaluateEveryMs;
  const copyEveryMs = Math.max(forkEveryMs, evaluationsACopy * everyMs);
  const history = createSampleHistory(saved?.history);
  const arrivals = createArrivals(reorderMs, longestLateMs, saved?.arrivals);
  const late = createLateSamples(saved?.late);
  const forks = createDetectorForks<D>();
  let running = detector;
  // In a record: a number that a closure changes with every sample would be a new object each time. `NaN`: not yet.
  const at = {
    newestMs: Number.NaN,
    /** The evaluation that comes next, the last one, the newest sample handed on, and when a fork is due. */
    nextMs: Number.NaN,
    evaluatedMs: Number.NaN,
    heardMs: Number.NEGATIVE_INFINITY,
    forkMs: Number.NEGATIVE_INFINITY,
    /** What is before this was told already. */
    toldMs: Number.NEGATIVE_INFINITY,
    ...saved?.at,
  };
  const count = { late: 0, repeated: 0, revisions: 0, caughtUp: 0, ...saved?.count };
  if (saved?.oldest) forks.add(toWaiting(saved.oldest));
  let isReplay = false;
  /** Declared before the first sample, which says what time it is. */
  let early: { readonly operation: Operation; readonly atMs: EpochMs }[] = [...(saved?.early ?? [])];

  const keepFork = (atMs: EpochMs, nextMs: EpochMs): void => {
    forks.add({ atMs, nextMs, heardMs: at.heardMs, detector: running.pack?.() ?? running.fork() });
    forks.dropBefore(Math.min(atMs - longestLateMs, late.earliestMs - 1));
    while (forks.count > 1 && history.remembered > mostRemembered) {
      forks.dropOldest();
      history.forget(forks.oldestMs);
    }
    history.forget(forks.oldestMs);
  };

  const begin = (): void => {
    if (forks.count === 0) keepFork(Number.NEGATIVE_INFINITY, Number.NaN);
  };

  const evaluate = (atMs: EpochMs): void => {
    running.evaluate(atMs);
    at.evaluatedMs = atMs;
    if (atMs >= at.forkMs) {
      keepFork(atMs, atMs + everyMs);
      at.forkMs = atMs + copyEveryMs;
    }
    if (atMs >= at.toldMs) events.onEvaluated(atMs);
  };

  const handOn = (place: number, atMs: EpochMs, value: number): void => {
    if (Number.isNaN(at.nextMs)) begin();
    evaluateBefore(at, atMs, everyMs, evaluate);
    if (place >= 0) {
      at.heardMs = atMs;
      running.take(place, atMs, value);
      return;
    }
    const operation = operations[-1 - place]!;
    running.operate(operation, atMs);
    if (!isReplay) events.onOperation(operation, atMs);
  };

  const advance = (): void => history.drain(at.newestMs - reorderMs, handOn);

  /** Goes back to before the earliest late sample and comes again to where the detector is, with all that is known now. */
  const replay = (): void => {
    const from = forks.before(late.earliestMs);
    if (from === undefined) return;
    forks.dropAfter(from.atMs);
    running = from.detector.fork();
    at.toldMs = Number.isNaN(at.nextMs) ? Number.NEGATIVE_INFINITY : at.nextMs;
    at.nextMs = from.nextMs;
    at.heardMs = from.heardMs;
    // Where samples trickle in late, the next ones will be newer than these: a fork here makes the way back short.
    at.forkMs = Math.min(from.atMs + copyEveryMs, late.latestMs - reorderMs - everyMs);
    history.rewind(from.atMs);
    isReplay = true;
    advance();
    isReplay = false;
    at.toldMs = Number.NEGATIVE_INFINITY;
    count.revisions += 1;
  };

  const revise = (): void => {
    advance();
    count.late += late.dropUntil(forks.oldestMs);
    const declared: number[] = [];
    for (const n of late.inOrder()) if (late.place(n) < 0) late.addLast(declared, n);
    const { added, replaced } = history.merge(late);
    count.repeated += late.count - added;
    count.caughtUp += added + replaced;
    if (added + replaced > 0) replay();
    const operated = declared.map((n) => operations[-1 - late.place(n)]!);
    late.clear(at.newestMs);
    for (const operation of operated) events.onOperation(operation, at.evaluatedMs);
    if (added + replaced > 0 && !Number.isNaN(at.evaluatedMs)) events.onRevised(at.evaluatedMs);
  };

  const insert = (place: number, atMs: EpochMs, value: number): void => {
    // Same channel, same source time: the last one counts, as in the database.
    if (!history.insert(place, atMs, value)) count.repeated += 1;
  };

  /** Gives an operation that is not of the past its place; a time that does not fit the stream counts from now. */
  const putOperation = (operation: Operation, atMs: EpochMs): void => {
    const fits = atMs > at.newestMs - reorderMs && atMs <= at.newestMs + linkLostAfterMs;
    insert(placeOf(operation), fits ? atMs : at.newestMs, 0);
  };

  const operateEarly = (firstMs: EpochMs): void => {
    const declared = early.toSorted((a, b) => a.atMs - b.atMs);
    early = [];
    for (const { operation, atMs } of declared) {
      if (atMs >= firstMs) {
        putOperation(operation, atMs);
        continue;
      }
      // Nothing was heard before it: it has its turn in its own time.
      running.operate(operation, atMs);
      events.onOperation(operation, atMs);
    }
  };

  const admit = (i: number, atMs: EpochMs, value: number): void => {
    const isNewer = !(atMs <= at.newestMs);
    if (isNewer) at.newestMs = atMs;
    if (early.length > 0) operateEarly(atMs);
    insert(i, atMs, value);
    if (isNewer && atMs >= late.dueMs) revise();
  };

  /** A late sample; `false`: too late. What is known already costs nothing. */
  const takeLate = (place: number, atMs: EpochMs, value: number): boolean => {
    if (atMs <= at.newestMs - longestLateMs) return false;
    if (history.holds(place, atMs, value)) count.repeated += 1;
    else late.add(place, atMs, value, at.newestMs);
    if (at.newestMs >= late.dueMs) revise();
    return true;
  };

  return {
    take(i, atMs, value) {
      // Judged against what was taken, not what was evaluated: the cut of the stream into requests must not matter.
      if (atMs <= at.newestMs - reorderMs) {
        const taken = takeLate(i, atMs, value);
        if (!taken) count.late += 1;
        return taken;
      }
      if (arrivals.passes(i, atMs)) admit(i, atMs, value);
      else
        for (const { place, ...one } of arrivals.admit({ place: i, atMs, value }))
          admit(place, one.atMs, one.value);
      return true;
    },
    operate(operation, atMs) {
      const { newestMs } = at;
      if (Number.isNaN(newestMs)) {
        early = [...early.slice(1 - mostEarly), { operation, atMs }];
        return;
      }
      // A person's word is never too late or too early.
      if (atMs > newestMs - reorderMs || !takeLate(placeOf(operation), atMs, 0))
        putOperation(operation, atMs);
    },
    advance,
    shadow() {
      const from = forks.oldest;
      return from === undefined || Number.isNaN(at.evaluatedMs)
        ? null
        : createDetectorShadow(from, at.evaluatedMs, everyMs, history);
    },
    save: () =>
      toSavedLane({
        ...{ running, forks, history, arrivals, late },
        at: { ...at },
        count: { ...count },
        early,
      }),
    get detector() {
      return running;
    },
    get newestMs() {
      return Number.isNaN(at.newestMs) ? null : at.newestMs;
    },
    get late() {
      return count.late;
    },
    get repeated() {
      return count.repeated;
    },
    get strays() {
      return arrivals.strays;
    },
    get revisions() {
      return count.revisions;
    },
    get caughtUp() {
      return count.caughtUp;
    },
  };
}
