import { addDifference, meanSquare, newVariogramState, type VariogramState } from "./variogram.ts";

/** All that changes in a whitener. */
export interface WhitenerState {
  /** Correlation of neighbours, 0 ... `largestPhi`, and sd of the stream about its own level. */
  phi: number;
  sd: number;
  /** Last value; NaN where there is none. */
  last: number;
  /** Values learnt from. */
  learnt: number;
  readonly variogram: VariogramState;
}

/** Takes the correlation out of a stream whose neighbours are alike (AR(1)). */
export interface Whitener {
  /** Learns from a value of a healthy stream. One that is not a number is a gap. */
  learn(x: number): void;
  /** What is new in a deviation from the level: independent with unit variance, when the stream is as learnt. NaN after a gap. */
  step(x: number): number;
  readonly phi: number;
  /** Sd of the stream about its level. */
  readonly sd: number;
  /** What a lasting shift of 1 sd of the stream is in sd of the output: sqrt((1 - φ) / (1 + φ)). */
  readonly shrink: number;
  readonly state: WhitenerState;
}

/** A stream more alike than this is a random walk for every practical purpose: of that, only the steps are independent. */
const largestPhi = 0.999;

/** φ is worked out anew after this many values. */
const everyValues = 32;

/** Lags of the differences: 1, 2, 4 ... 128 values. */
const lags = Array.from({ length: 8 }, (_, i) => 2 ** i);

/** φ comes from the first lag that is this many correlation times 1 / (1 - φ) long: longer ones only add chance. */
const timesLonger = 2;

/** The state of a whitener that knows nothing but a first guess of φ. */
export function newWhitenerState(phi = 0): WhitenerState {
  return { phi, sd: 1, last: Number.NaN, learnt: 0, variogram: newVariogramState(lags) };
}

/** φ at which 1 + φ + ... + φ^(lag - 1) is `ratio`; between 0 and `largestPhi`. */
function phiOf(ratio: number, lag: number): number {
  let low = 0;
  let high = largestPhi;
  for (let turn = 0; turn < 30; turn++) {
    const middle = (low + high) / 2;
    if ((1 - middle ** lag) / (1 - middle) < ratio) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * φ and sd come from the differences over several lags k (variogram): of an AR(1) stream their mean squares are
 * 2 sd² (1 - φ^k). The ratio of that over one correlation time or more to that over one value is as sharp as the likelihood,
 * and needs no level: that, and slow drift, drop out of the differences. Output: e = (x_n - φ x_{n-1}) / (sd sqrt(1 - φ²)).
 */
export function createWhitener(phi = 0, state: WhitenerState = newWhitenerState(phi)): Whitener {
  const refresh = (): void => {
    const near = meanSquare(state.variogram, 0);
    if (!(near > 0)) return;
    for (const [i, lag] of lags.entries()) {
      const far = meanSquare(state.variogram, i);
      if (i === 0 || !(far > 0)) continue;
      state.phi = phiOf(far / near, lag);
      if (lag * (1 - state.phi) >= timesLonger) break;
    }
    state.sd = Math.sqrt(near / 2 / (1 - state.phi));
  };

  return {
    learn(x) {
      addDifference(state.variogram, lags, x);
      state.last = x;
      state.learnt += 1;
      if (state.learnt % everyValues === 0) refresh();
    },
    step(x) {
      const innovation = (x - state.phi * state.last) / (state.sd * Math.sqrt(1 - state.phi ** 2));
      state.last = x;
      return innovation;
    },
    get phi() {
      return state.phi;
    },
    get sd() {
      return state.sd;
    },
    get shrink() {
      return Math.sqrt((1 - state.phi) / (1 + state.phi));
    },
    state,
  };
}
