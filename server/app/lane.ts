import { type EpochMs, seconds } from "../../protocol/time.ts";
import type { LoopDetector } from "../domain/detection/loop-detector.ts";
import { linkLostAfterMs } from "../domain/quality/held-values.ts";
import { createArrivals } from "./arrivals.ts";
import { createSampleQueue } from "./sample-queue.ts";

/** Samples may arrive this much out of order and are still put in order; real streams step back by one second. */
export const reorderMs = seconds(2);

/** The detector is asked once a second of source time, on whole seconds. */
const everyMs = seconds(1);

/** Place of a channel that stands for "the loop was serviced". */
export const servicedMark = -1;

/** One loop's way from samples in the order of arrival to evaluations in the order of source time. */
export interface Lane {
  /** Takes a sample of the `i`-th channel (or `servicedMark`); `false`: too late to be judged. */
  take(i: number, atMs: EpochMs, value: number): boolean;
  /** Evaluates as far as the samples taken so far allow. */
  advance(): void;
  /** Newest source time taken; `null` before the first sample. */
  readonly newestMs: EpochMs | null;
  /** Samples that came too late for detection (they are stored all the same), repeats, and samples of a stray clock. */
  readonly late: number;
  readonly repeated: number;
  readonly strays: number;
}

/** `onEvaluated` hears each evaluation, `onServiced` each service, in source time. */
export function createLane(
  detector: LoopDetector,
  hear: { readonly onEvaluated: (atMs: EpochMs) => void; readonly onServiced: (atMs: EpochMs) => void },
): Lane {
  const queue = createSampleQueue();
  const arrivals = createArrivals(reorderMs);
  // In a record: a number that a closure changes with every sample would be a new object each time. `NaN`: not yet.
  const at = { newestMs: Number.NaN, nextMs: Number.NaN };
  let late = 0;
  let repeated = 0;

  const insert = (i: number, atMs: EpochMs, value: number): void => {
    // Same channel, same source time: the last one counts, as in the database.
    if (!queue.insert(i, atMs, value)) repeated += 1;
  };

  const admit = (i: number, atMs: EpochMs, value: number): void => {
    if (!(atMs <= at.newestMs)) at.newestMs = atMs;
    insert(i, atMs, value);
  };

  const evaluateBefore = (atMs: EpochMs): void => {
    if (Number.isNaN(at.nextMs)) at.nextMs = Math.ceil(atMs / everyMs) * everyMs;
    if (at.nextMs >= atMs) return;
    // In a silence the values held soon say nothing any more: time stands still until something is heard.
    const untilMs = Math.min(atMs, detector.held.newestMs + linkLostAfterMs);
    for (; at.nextMs < untilMs; at.nextMs += everyMs) {
      detector.evaluate(at.nextMs);
      hear.onEvaluated(at.nextMs);
    }
    if (at.nextMs < atMs) at.nextMs = Math.ceil(atMs / everyMs) * everyMs;
  };

  const handOn = (place: number, atMs: EpochMs, value: number): void => {
    evaluateBefore(atMs);
    if (place !== servicedMark) {
      detector.take(place, atMs, value);
      return;
    }
    detector.operate("serviced", atMs);
    hear.onServiced(atMs);
  };

  /** A person's word is never too late or too early: where its time does not fit the stream, it counts from now. */
  const takeService = (atMs: EpochMs): boolean => {
    const { newestMs } = at;
    if (Number.isNaN(newestMs)) {
      detector.operate("serviced", atMs);
      hear.onServiced(atMs);
      return true;
    }
    const fits = atMs > newestMs - reorderMs && atMs <= newestMs + linkLostAfterMs;
    insert(servicedMark, fits ? atMs : newestMs, 0);
    return true;
  };

  return {
    take(i, atMs, value) {
      if (i === servicedMark) return takeService(atMs);
      // Judged against what was taken, not what was evaluated: the cut of the stream into requests must not matter.
      if (atMs <= at.newestMs - reorderMs) {
        late += 1;
        return false;
      }
      if (arrivals.passes(atMs)) admit(i, atMs, value);
      else
        for (const { place, ...one } of arrivals.admit({ place: i, atMs, value }))
          admit(place, one.atMs, one.value);
      return true;
    },
    advance() {
      queue.drain(at.newestMs - reorderMs, handOn);
    },
    get newestMs() {
      return Number.isNaN(at.newestMs) ? null : at.newestMs;
    },
    get late() {
      return late;
    },
    get repeated() {
      return repeated;
    },
    get strays() {
      return arrivals.strays;
    },
  };
}
