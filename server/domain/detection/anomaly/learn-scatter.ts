import { type AnomalyState, learningParts } from "./anomaly-state.ts";

/** A part of the learning time counts for at most this many times the lower quarter of the parts: a start-up or a fault is not scatter. */
const wildest = 4;

/** Adds what channel `c` shows now, `away` from its tracked level, to the part of the learning time that runs. */
export function addToLearning(state: AnomalyState, c: number, away: number, learningS: number): void {
  const part = Math.min(learningParts - 1, Math.floor((state.heardS[c]! / learningS) * learningParts));
  state.squares[c * learningParts + part]! += away * away;
  state.counts[c * learningParts + part]! += 1;
}

/** Standard deviation of channel `c` about its tracked level, from the parts of the learning time; once per channel. */
export function toLearntScatter(state: AnomalyState, c: number): number {
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
