/** Variance of a stream about zero, not carried away by single wild values. */
export interface RobustVariance {
  add(value: number): void;
  /** Number of values taken. */
  readonly count: number;
  /** 0 before the first value. */
  readonly variance: number;
  readonly state: RobustVarianceState;
}

export interface RobustVarianceState {
  /** Sizes of the first values. */
  readonly first: Float64Array;
  /** Count, variance: in an array because they change with every value. */
  readonly sums: Float64Array;
}

/** A value beyond this many standard deviations counts as if it stood there. */
const clip = 3;

/** Weight that values lose to later ones: past this count the memory fades instead of growing. */
const memory = 2000;

/** The first values are kept apart: their median says what is wild before anything was learnt. */
const startingValues = 8;

/** Standard deviation of a normal variable for each unit of the median of its absolute values. */
const sdPerMedian = 1.4826;

export const newRobustVarianceState = (): RobustVarianceState => ({
  first: new Float64Array(startingValues),
  sums: new Float64Array(2),
});

/** Mean of squares, each value winsorised at 3 sd of what was learnt so far; at the start of what their median says. */
export function createRobustVariance(state: RobustVarianceState = newRobustVarianceState()): RobustVariance {
  const { first, sums } = state;

  const take = (size: number, limit: number): void => {
    const bounded = Math.min(size, limit);
    sums[1]! += (bounded * bounded - sums[1]!) / Math.min(sums[0]!, memory);
  };

  const start = (count: number): void => {
    const sorted = first.slice(0, count).sort();
    const median = (sorted[(count - 1) >> 1]! + sorted[count >> 1]!) / 2;
    // More than half of them the same (a quantised sensor at rest): the median says nothing, so all are taken whole.
    const limit = median > 0 ? clip * sdPerMedian * median : Number.POSITIVE_INFINITY;
    let sum = 0;
    for (const size of sorted) sum += Math.min(size, limit) ** 2;
    sums[1] = sum / count;
  };

  return {
    add(value) {
      const size = Math.abs(value);
      sums[0]! += 1;
      const count = sums[0]!;
      if (count <= startingValues) {
        first[count - 1] = size;
        start(count);
      } else take(size, sums[1]! > 0 ? clip * Math.sqrt(sums[1]!) : Number.POSITIVE_INFINITY);
    },
    get count() {
      return sums[0]!;
    },
    get variance() {
      return sums[1]!;
    },
    state,
  };
}
