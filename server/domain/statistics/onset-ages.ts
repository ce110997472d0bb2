/** Classes of the time since an onset: fine while it is young, coarser as it ages, without end in the last. */
export interface OnsetAges {
  readonly length: number;
  /** Mean age of what is in each class, steps; the last holds all that is older. */
  readonly ages: Float64Array;
  /** Moves what is in `values[first ...]`, one number a class, on to where it belongs at step `now`. The first is then empty. */
  advance(values: Float64Array, first: number, now: number): void;
}

/** Classes for each doubling of the age. */
const perDoubling = 4;

/** Periods of the classes: 1 for the youngest, twice as long for each doubling. Each class hands on all it has once a period. */
export function createOnsetAges(longest: number): OnsetAges {
  const periods: number[] = [];
  for (let age = 0, period = 1; age < longest; ) {
    for (let i = 0; i < (period === 1 ? 2 : 1) * perDoubling && age < longest; i++) {
      periods.push(period);
      age += period;
    }
    period *= 2;
  }
  const length = Math.max(1, periods.length);

  const advance = (values: Float64Array, first: number, now: number): void => {
    for (let i = length - 2; i >= 0; i--) {
      if (now % periods[i]! !== 0) continue;
      values[first + i + 1]! += values[first + i]!;
      values[first + i] = 0;
    }
  };

  return { length, ages: meanAges(periods), advance };
}

/**
 * Mean age in each class when one onset comes in a step. What enters waits for the end of the period: all of it where the
 * class before has the same period; where that one's is half as long, every other batch waits only half of it.
 */
function meanAges(periods: readonly number[]): Float64Array {
  const ages = new Float64Array(Math.max(1, periods.length)).fill(1);
  let entry = 1;
  for (const [i, period] of periods.entries()) {
    if (i > 0 && periods[i - 1] !== period) {
      const half = period / 2;
      ages[i] = entry + (period * (period - 1) + half * (half - 1)) / 2 / (period + half);
      entry += (period + half) / 2;
    } else {
      ages[i] = entry + (period - 1) / 2;
      entry += period;
    }
  }
  return ages;
}
