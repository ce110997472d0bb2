import type { AnomalyState } from "./anomaly-state.ts";

/** Averaging time of the level that is judged, seconds: some samples of a usual 1 Hz channel, and a prompt answer. */
export const fastS = 6;

/**
 * Averaging time of the normal level, seconds: ten times the judged one. Drifts slower than this (warm-up, load, weather)
 * are followed and are no anomaly.
 */
export const normalS = 60;

/** However sparse the samples are, an average is made of at least about two: a single value never moves it all the way. */
const longestStepS = fastS / 2;

/** Weight of a new value in an average over `averagingS`, after `dtS` seconds. */
export const weight = (dtS: number, averagingS: number): number => 1 - Math.exp(-dtS / averagingS);

/** Time that a step counts for, seconds. */
export const toStepS = (dtS: number): number => Math.min(Math.max(dtS, 0), longestStepS);

/** Below this share of the threshold a channel is free of suspicion; above, suspicion grows with the excess. */
export const suspicionFrom = 0.5;

/** Suspicion that lasts: a score at the full threshold raises it to 1 in twice this time, seconds. */
export const suspicionS = 10;

/** While suspicion is raised the normal level follows this much more slowly, so that it does not swallow the change. */
const suspiciousSlowness = 4;

/** After a change went back most of the way, the normal level finds what is left of it this quickly, seconds. */
const settlingAveragingS = 10;

/** Moves the judged level of channel `c` to a usable value; a first value is believed as it stands. */
export function followValue(state: AnomalyState, c: number, value: number, stepS: number): void {
  const { fast, normal } = state;
  if (Number.isNaN(fast[c]!)) {
    fast[c] = value;
    normal[c] = value;
    return;
  }
  fast[c]! += (value - fast[c]!) * weight(stepS, fastS);
}

/** Moves the normal level of channel `c`, which stands still while the channel is away from it. `share`: score / threshold. */
export function followNormal(state: AnomalyState, c: number, share: number, stepS: number): void {
  if (state.away[c] === 1) return;
  const settling = state.settlingS[c]! > 0;
  const averagingS = settling
    ? settlingAveragingS
    : share > suspicionFrom
      ? suspiciousSlowness * normalS
      : normalS;
  state.normal[c]! += (state.fast[c]! - state.normal[c]!) * weight(stepS, averagingS);
  if (settling) state.settlingS[c]! -= stepS;
}
