import { z95 } from "../../statistics/normal-tail.ts";
import type { Loss } from "./growth-watch.ts";

/** A leak that seems to have stopped; epoch ms. */
export interface Stopped {
  readonly sinceMs: number;
  /** When it was beyond doubt; `null` while it is not yet. */
  readonly confirmedMs: number | null;
  /** How long the noise makes that take, from `sinceMs` on. */
  readonly confirmAfterMs: number;
}

/** What the watch knows; plain data. Losses at the reference pressure. */
export interface StopState {
  /** When the loss was last as large as before, epoch seconds. */
  lastLossS: number;
  /** The loss that it is compared with. */
  wasLPerS: number;
  stopping: boolean;
  /** NaN: not confirmed. */
  confirmedS: number;
}

/** Scatter of the inventory that a slope has to stand out of. */
export interface SlopeNoise {
  readonly everyS: number;
  readonly whiteVarianceL2: number;
  readonly colouredSdL: number;
  readonly colouredTauS: number;
  readonly wanderL2PerS: number;
}

/** Watches a known loss for its end. */
export interface StopWatch {
  step(atS: number, quick: Loss, toldLPerS: number): void;
  /** A change was found that began at `sinceS`. */
  changed(sinceS: number): void;
  last(noise: SlopeNoise): Stopped | null;
  readonly state: StopState;
}

/** The loss has stopped when at most this share of it may go on (95 % bound)… */
const least = 0.1;
/** …or this share, while nothing says that any does. */
const leastInNoise = 0.25;

/** A loss below this share of what it was, with its 95 % bound, may be about to stop. */
const seemsStopped = 0.5;

export const newStopState = (atS: number): StopState => ({
  lastLossS: atS,
  wasLPerS: 0,
  stopping: false,
  confirmedS: Number.NaN,
});

/** `leastL`: less than this, in litres that did not leak, is no stop but bias. */
export function createStopWatch(leastL: number, state: StopState): StopWatch {
  return {
    state,
    step(atS, quick, toldLPerS) {
      const most = quick.lossLPerS + z95 * quick.lossSdLPerS;
      const leastLPerS = quick.lossLPerS - z95 * quick.lossSdLPerS;
      if (state.stopping && leastLPerS > seemsStopped * state.wasLPerS) {
        state.stopping = false;
        state.confirmedS = Number.NaN;
      }
      if (!state.stopping) {
        state.wasLPerS = toldLPerS;
        if (most >= toldLPerS) state.lastLossS = atS;
      }
      const was = state.wasLPerS;
      if (most < seemsStopped * was && was * (atS - state.lastLossS) >= leastL) state.stopping = true;
      if (!state.stopping) return;
      const inNoise = leastLPerS <= 0;
      if (Number.isNaN(state.confirmedS) && (most < least * was || (inNoise && most < leastInNoise * was))) {
        state.confirmedS = atS;
      }
    },
    changed(sinceS) {
      state.lastLossS = Math.min(state.lastLossS, sinceS);
    },
    last(noise) {
      if (!state.stopping) return null;
      return {
        sinceMs: Math.round(state.lastLossS * 1000),
        confirmedMs: Number.isNaN(state.confirmedS) ? null : Math.round(state.confirmedS * 1000),
        confirmAfterMs: Math.round(confirmAfterS(noise, state.wasLPerS) * 1000),
      };
    },
  };
}

/** Longest confirmation that is promised, seconds: a year. */
const longestS = 31_557_600;

/** How long a slope must be watched until its 95 % bound is below `leastInNoise` of the loss five times in six, seconds. */
export function confirmAfterS(noise: SlopeNoise, lossLPerS: number): number {
  const wanted = (leastInNoise * lossLPerS) / (z95 + 1);
  let low = 1;
  let high = longestS;
  while (high / low > 1.01) {
    const middle = Math.sqrt(low * high);
    if (slopeSdLPerS(noise, middle) > wanted) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * Standard deviation of a slope fitted over `spanS` seconds, litres per second: white scatter 12 R / (n T²), a random walk
 * 6/5 W / T, a coloured bias like its spectrum at low frequency, 12 · 2 σ² τ / T³, and never more than between two ends.
 */
export function slopeSdLPerS(noise: SlopeNoise, spanS: number): number {
  const { everyS, whiteVarianceL2, colouredSdL, colouredTauS, wanderL2PerS } = noise;
  const white = (12 * whiteVarianceL2 * everyS) / spanS ** 3;
  const walk = (1.2 * wanderL2PerS) / spanS;
  const coloured = (colouredSdL / spanS) ** 2 * Math.min(2, (24 * colouredTauS) / spanS);
  return Math.sqrt(white + walk + coloured);
}
