import { type AnomalyState, learningParts } from "./anomaly-state.ts";

/** A part of the learning time counts for at most this many times the lower quarter of the parts: a start-up or a fault is not scatter. */
const wildest = 4;

/** Adds what channel `c` shows now, `away` from its tracked level, to the part of the learning time that runs. */
export function addToLearning(state: AnomalyState, c: number, away: number, learningS: number): void {
  const part = Math.min(learningParts - 1, Math.floor((state.heardS[c]! / learningS) * learningParts));
  state.squares[c * learningParts + part]! += away * away;
  state.counts[c * learningParts + part]! += 1;
  const peak = Math.abs(away);
  if (peak > state.peaks[c * learningParts + part]!) state.peaks[c * learningParts + part] = peak;
}

/** Forgets what was learnt of channel `c`, which begins anew. */
export function forgetLearning(state: AnomalyState, c: number): void {
  const [from, to] = [c * learningParts, (c + 1) * learningParts];
  state.heardS[c] = 0;
  for (const column of [state.squares, state.counts, state.peaks]) column.fill(0, from, to);
}

/**
 * How far channel `c` regularly goes from its tracked level (day and night of an orbit, a thermostat): the second largest
 * peak among the later half of the parts. One may be an accident, two are what the channel does.
 */
export function toRegularPeak(state: AnomalyState, c: number): number {
  const from = c * learningParts;
  const later = state.peaks.slice(from + learningParts / 2, from + learningParts).sort();
  return later.at(-2) ?? 0;
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
