/** All that changes in a whitener. */
export interface WhitenerState {
  /** Correlation of neighbours, 0 ... `largestPhi`, and sd of the stream about its own level. */
  phi: number;
  sd: number;
  /** Last two values, newest first; NaN where there is none. */
  last: number;
  beforeLast: number;
  /** Squares of the differences over one step and over two: how many were taken, and their means. */
  count: number;
  nearSquare: number;
  farSquare: number;
  /** The first differences of either kind, until their medians can say what is wild. */
  readonly nearFirst: Float64Array;
  readonly farFirst: Float64Array;
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

/** A difference beyond this many sd counts as if it stood there. */
const clip = 3;

/** The first differences are kept apart: their median says what is wild before anything was learnt. */
const startingValues = 16;

/** Sd of a normal variable for each unit of the median of its absolute values. */
const sdPerMedian = 1.4826;

/** Past this count the memory fades instead of growing. */
const memory = 20_000;

/** Mean of the squares of what is not wild. */
function startingSquare(first: Float64Array): number {
  const sorted = first.slice().sort();
  const median = (sorted[startingValues / 2 - 1]! + sorted[startingValues / 2]!) / 2;
  // More than half of them 0 (a quantised sensor at rest): the median says nothing, so all are taken whole.
  const limit = median > 0 ? clip * sdPerMedian * median : Number.POSITIVE_INFINITY;
  let sum = 0;
  for (const size of sorted) sum += Math.min(size, limit) ** 2;
  return sum / startingValues;
}

/** Next mean of squares after a value of size `size`, the `count`-th. */
function nextSquare(square: number, size: number, count: number): number {
  const limit = square > 0 ? clip * Math.sqrt(square) : Number.POSITIVE_INFINITY;
  return square + (Math.min(size, limit) ** 2 - square) / Math.min(count, memory);
}

/** The state of a whitener that knows nothing but a first guess of φ. */
export function newWhitenerState(phi = 0): WhitenerState {
  return {
    phi,
    sd: 1,
    last: Number.NaN,
    beforeLast: Number.NaN,
    count: 0,
    nearSquare: 0,
    farSquare: 0,
    nearFirst: new Float64Array(startingValues),
    farFirst: new Float64Array(startingValues),
  };
}

/**
 * φ and sd come from the differences over one step and over two (variogram): of an AR(1) stream their mean squares are
 * 2 sd² (1 - φ) and 2 sd² (1 - φ²), so φ is their ratio less 1. Level and slow drift drop out of differences; wild values
 * are bounded. Output: e = (x_n - φ x_{n-1}) / (sd sqrt(1 - φ²)).
 */
export function createWhitener(phi = 0, state: WhitenerState = newWhitenerState(phi)): Whitener {
  const learnDifferences = (near: number, far: number): void => {
    state.count += 1;
    if (state.count <= startingValues) {
      state.nearFirst[state.count - 1] = near;
      state.farFirst[state.count - 1] = far;
      if (state.count < startingValues) return;
      state.nearSquare = startingSquare(state.nearFirst);
      state.farSquare = startingSquare(state.farFirst);
    } else {
      state.nearSquare = nextSquare(state.nearSquare, near, state.count);
      state.farSquare = nextSquare(state.farSquare, far, state.count);
    }
    if (state.nearSquare === 0) return;
    state.phi = Math.max(0, Math.min(largestPhi, state.farSquare / state.nearSquare - 1));
    state.sd = Math.sqrt(state.nearSquare / 2 / (1 - state.phi));
  };

  const remember = (x: number): void => {
    state.beforeLast = state.last;
    state.last = x;
  };

  return {
    learn(x) {
      if (!Number.isNaN(state.beforeLast + state.last + x)) {
        learnDifferences(Math.abs(x - state.last), Math.abs(x - state.beforeLast));
      }
      remember(x);
    },
    step(x) {
      const innovation = (x - state.phi * state.last) / (state.sd * Math.sqrt(1 - state.phi ** 2));
      remember(x);
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
