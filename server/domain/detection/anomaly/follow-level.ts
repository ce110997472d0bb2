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
export const suspicionFrom = 0.4;

/** Suspicion grows by its excess over this time, seconds: at the full threshold it is certain in 17 s, at half of it in 100 s. */
export const suspicionS = 10;

/** While suspicion is raised the normal level follows this much more slowly, so that it does not swallow the change. */
const suspiciousSlowness = 5;

/** After a change went back most of the way, the normal level finds what is left of it this quickly, seconds. */
const settlingAveragingS = 10;

/** Single values scatter at most five times as much as their mean over some seconds: beyond six times that, one is wild. */
const wildFrom = 30;

/**
 * Moves the judged level of channel `c` to a usable value; a first value is believed as it stands. A single wild value is
 * left out; a second one on the same side is believed. (A median would do the same to spikes, but takes the mean of a
 * quantised channel away, which toggles between two codes.)
 */
export function followValue(state: AnomalyState, c: number, value: number, stepS: number): void {
  const { fast, normal, wild } = state;
  if (Number.isNaN(fast[c]!)) {
    fast[c] = value;
    normal[c] = value;
    return;
  }
  const distance = value - fast[c]!;
  const side = Math.abs(distance) > wildFrom * state.scatter[c]! ? Math.sign(distance) : 0;
  const alone = side !== 0 && wild[c] !== side;
  wild[c] = side;
  if (!alone) fast[c]! += distance * weight(stepS, fastS);
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
