import { type EpochMs, seconds } from "../../protocol/time.ts";
import type { LoopDetector } from "../domain/detection/loop-detector.ts";
import { linkLostAfterMs } from "../domain/quality/held-values.ts";
import { createArrivals } from "./arrivals.ts";

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
  // Columns, sorted by time; `head` is the first that was not handed on yet.
  let times: EpochMs[] = [];
  let places: number[] = [];
  let values: number[] = [];
  let head = 0;
  const arrivals = createArrivals(reorderMs);
  let newestMs: EpochMs | null = null;
  let nextMs: EpochMs | null = null;
  let late = 0;
  let repeated = 0;

  const insert = (i: number, atMs: EpochMs, value: number): void => {
    let at = times.length;
    while (at > head && times[at - 1]! > atMs) at--;
    for (let k = at - 1; k >= head && times[k] === atMs; k--) {
      if (places[k] !== i) continue;
      // Same channel, same source time: the last one counts, as in the database.
      values[k] = value;
      repeated += 1;
      return;
    }
    times.splice(at, 0, atMs);
    places.splice(at, 0, i);
    values.splice(at, 0, value);
  };

  const evaluateBefore = (atMs: EpochMs): void => {
    if (nextMs === null) nextMs = Math.ceil(atMs / everyMs) * everyMs;
    // In a silence the values held soon say nothing any more: time stands still until something is heard.
    const untilMs = Math.min(atMs, detector.held.newestMs + linkLostAfterMs);
    for (; nextMs < untilMs; nextMs += everyMs) {
      detector.evaluate(nextMs);
      hear.onEvaluated(nextMs);
    }
    if (nextMs < atMs) nextMs = Math.ceil(atMs / everyMs) * everyMs;
  };

  const forget = (): void => {
    if (head < 4096 && head < times.length) return;
    times = times.slice(head);
    places = places.slice(head);
    values = values.slice(head);
    head = 0;
  };

  /** A person's word is never too late or too early: where its time does not fit the stream, it counts from now. */
  const takeService = (atMs: EpochMs): boolean => {
    if (newestMs === null) {
      detector.serviced();
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
      if (newestMs !== null && atMs <= newestMs - reorderMs) {
        late += 1;
        return false;
      }
      for (const arrival of arrivals.admit({ place: i, atMs, value })) {
        newestMs = Math.max(newestMs ?? arrival.atMs, arrival.atMs);
        insert(arrival.place, arrival.atMs, arrival.value);
      }
      return true;
    },
    advance() {
      if (newestMs === null) return;
      const watermarkMs = newestMs - reorderMs;
      for (; head < times.length && times[head]! <= watermarkMs; head++) {
        const atMs = times[head]!;
        evaluateBefore(atMs);
        if (places[head] !== servicedMark) detector.take(places[head]!, atMs, values[head]!);
        else {
          detector.serviced();
          hear.onServiced(atMs);
        }
      }
      forget();
    },
    get newestMs() {
      return newestMs;
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
