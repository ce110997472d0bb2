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

  return { length, ages: meanAges(periods, advance), advance };
}

/** Lets one onset a step grow old, and averages the ages found in each class over some periods of the coarsest. */
function meanAges(periods: readonly number[], advance: OnsetAges["advance"]): Float64Array {
  const length = Math.max(1, periods.length);
  const counts = new Float64Array(length);
  const ages = new Float64Array(length);
  const sums = new Float64Array(length);
  const seen = new Float64Array(length);
  const coarsest = periods.at(-1) ?? 1;
  const settled = periods.reduce((sum, period) => sum + 2 * period, 0);
  for (let now = 1; now <= settled + 4 * coarsest; now++) {
    advance(counts, 0, now);
    advance(ages, 0, now);
    counts[0]! += 1;
    for (let i = 0; i < length; i++) {
      ages[i]! += counts[i]!;
      if (now <= settled || i === length - 1) continue;
      sums[i]! += ages[i]!;
      seen[i]! += counts[i]!;
    }
  }
  const oldest = length === 1 ? 1 : sums[length - 2]! / seen[length - 2]! + periods[length - 2]!;
  return sums.map((sum, i) => (i === length - 1 ? oldest : sum / seen[i]!));
}
