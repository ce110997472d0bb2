import type { EpochMs } from "../../../../protocol/time.ts";

/** Points are means of this many seconds: a reading's noise is small in them, and a minute has only twelve. */
const binS = 5;

/** A rate is that of the last minute. */
const windowS = 60;
const mostPoints = windowS / binS;

/** Fewer points, or points of a shorter time, say nothing of a rate yet. */
const leastPoints = 5;
const leastSpanS = 25;

/** The last minute of a channel, thinned. Plain JSON: numbers only, whatever is not known is told by a count or a flag. */
export interface SlopeRingState {
  /** A ring: the newest point is at `newest`, older ones before it. Epoch seconds, and the channel's unit. */
  readonly atS: number[];
  readonly values: number[];
  newest: number;
  points: number;
  /** The five seconds that fill: their number since 1970, readings, sums of the readings and of the seconds into them. */
  bin: number;
  readings: number;
  sum: number;
  sumS: number;
  /** In the channel's unit a minute; says nothing while `known` is not true. */
  slope: number;
  known: boolean;
}

/** Follows how fast a channel changes. */
export interface SlopeRing {
  /** Takes the value held at an evaluation. */
  take(atMs: EpochMs, value: number): void;
  /** Nothing usable is heard: what the rate was is no longer what it is. */
  miss(): void;
  /** What was so far counts no more. */
  clear(): void;
  readonly known: boolean;
  /** In the channel's unit a minute. */
  readonly slope: number;
}

export const newSlopeRingState = (): SlopeRingState => ({
  atS: new Array<number>(mostPoints).fill(0),
  values: new Array<number>(mostPoints).fill(0),
  newest: 0,
  points: 0,
  bin: 0,
  readings: 0,
  sum: 0,
  sumS: 0,
  slope: 0,
  known: false,
});

/**
 * The median of the slopes between every two points of the last minute (Theil 1950, Sen 1968): a wild reading, or one
 * step of a coarse converter, moves a least-squares line far and this median hardly at all. Twelve points have 66 pairs,
 * computed once in five seconds.
 */
export function createSlopeRing(state: SlopeRingState): SlopeRing {
  const slopes = new Float64Array((mostPoints * (mostPoints - 1)) / 2);

  const at = (age: number): number => (state.newest - age + mostPoints) % mostPoints;

  const refit = (): void => {
    const newestS = state.atS[state.newest]!;
    while (state.points > 0 && newestS - state.atS[at(state.points - 1)]! >= windowS) state.points -= 1;
    const oldestS = state.atS[at(state.points - 1)]!;
    state.known = state.points >= leastPoints && newestS - oldestS >= leastSpanS;
    if (!state.known) return;
    // Beyond the pairs there are: out of the way, at the end.
    slopes.fill(Number.POSITIVE_INFINITY);
    let pairs = 0;
    for (let young = 0; young < state.points; young++)
      for (let old = young + 1; old < state.points; old++) {
        const k = at(young);
        const m = at(old);
        slopes[pairs] = (state.values[k]! - state.values[m]!) / (state.atS[k]! - state.atS[m]!);
        pairs += 1;
      }
    slopes.sort();
    const half = pairs >> 1;
    const median = pairs % 2 === 1 ? slopes[half]! : (slopes[half - 1]! + slopes[half]!) / 2;
    state.slope = 60 * median;
  };

  const closeBin = (): void => {
    state.newest = (state.newest + 1) % mostPoints;
    state.points = Math.min(mostPoints, state.points + 1);
    state.atS[state.newest] = state.bin * binS + state.sumS / state.readings;
    state.values[state.newest] = state.sum / state.readings;
    state.readings = 0;
    state.sum = 0;
    state.sumS = 0;
    refit();
  };

  return {
    take(atMs, value) {
      const bin = Math.floor(atMs / 1000 / binS);
      if (state.readings > 0 && bin !== state.bin) closeBin();
      state.bin = bin;
      state.readings += 1;
      state.sum += value;
      state.sumS += atMs / 1000 - bin * binS;
    },
    miss() {
      state.known = false;
    },
    clear() {
      state.points = 0;
      state.readings = 0;
      state.sum = 0;
      state.sumS = 0;
      state.known = false;
    },
    get known() {
      return state.known;
    },
    get slope() {
      return state.slope;
    },
  };
}
