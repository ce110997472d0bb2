import { type AnomalyState, learningParts } from "./anomaly-state.ts";

/** A part of the learning time counts for at most this many times the lower quarter of the parts: a fault is not scatter. */
const wildest = 4;

/** Fewer parts than this tell no scatter: after a start in the middle of learning there may be few left. */
const leastParts = 4;

/** Swings are counted in the later half of the learning time, when the level has been found. */
const swingsFromPart = learningParts / 2;

/** Adds what channel `c` shows now, `away` from its tracked level, to the part of the learning time that runs. */
export function addToLearning(state: AnomalyState, c: number, away: number, learningS: number): void {
  const part = Math.min(learningParts - 1, Math.floor((state.heardS[c]! / learningS) * learningParts));
  state.squares[c * learningParts + part]! += away * away;
  state.counts[c * learningParts + part]! += 1;
  if (part < swingsFromPart) return;
  if (away * state.swing[c]! < 0) endSwing(state, c);
  if (Math.abs(away) > Math.abs(state.swing[c]!)) state.swing[c] = away;
}

function endSwing(state: AnomalyState, c: number): void {
  const size = Math.abs(state.swing[c]!);
  state.swing[c] = 0;
  if (size > state.largestSwing[c]!) {
    state.secondSwing[c] = state.largestSwing[c]!;
    state.largestSwing[c] = size;
  } else if (size > state.secondSwing[c]!) state.secondSwing[c] = size;
}

/** Forgets the scatter of channel `c` that was seen so far. */
export function forgetScatter(state: AnomalyState, c: number): void {
  for (const column of [state.squares, state.counts])
    column.fill(0, c * learningParts, (c + 1) * learningParts);
  state.swing[c] = 0;
  state.largestSwing[c] = 0;
  state.secondSwing[c] = 0;
}

/** Channel `c` was seen long enough to tell its scatter. */
export function isLearnt(state: AnomalyState, c: number, learningS: number): boolean {
  if (state.heardS[c]! < learningS) return false;
  let parts = 0;
  for (let part = c * learningParts; part < (c + 1) * learningParts; part++)
    if (state.counts[part]! > 0) parts += 1;
  if (parts >= leastParts) return true;
  state.heardS[c] = learningS * (1 - leastParts / learningParts);
  forgetScatter(state, c);
  return false;
}

/**
 * How far channel `c` regularly goes from its tracked level (day and night of an orbit, a thermostat): the second largest
 * swing to one side. One may be an accident, or a start from which it comes to rest; two are what the channel does.
 */
export function toRegularSwing(state: AnomalyState, c: number): number {
  endSwing(state, c);
  return state.secondSwing[c]!;
}

/** Standard deviation of channel `c` about its tracked level, from the parts of the learning time; once per channel. */
export function toDeviation(state: AnomalyState, c: number): number {
  const from = c * learningParts;
  const means: number[] = [];
  for (let part = from; part < from + learningParts; part++)
    if (state.counts[part]! > 0) means.push(state.squares[part]! / state.counts[part]!);
  means.sort((a, b) => a - b);
  const calm = means[means.length >> 2];
  if (calm === undefined) return 0;
  // A quantised channel may rest through half of the time: then nothing says what is wild.
  const limit = calm > 0 ? wildest * calm : Number.POSITIVE_INFINITY;
  return Math.sqrt(means.reduce((sum, mean) => sum + Math.min(mean, limit), 0) / means.length);
}
