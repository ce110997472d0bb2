/** Variance of a stream about zero, not carried away by single wild values. */
export interface RobustVariance {
  add(value: number): void;
  /** Number of values taken. */
  readonly count: number;
  /** 0 before the first value. */
  readonly variance: number;
}

/** A value beyond this many standard deviations counts as if it stood there. */
const clip = 3;

/** Weight that values lose to later ones: past this count the memory fades instead of growing. */
const memory = 2000;

/** The first values are kept apart: their median says what is wild before anything was learnt. */
const startingValues = 8;

/** Standard deviation of a normal variable for each unit of the median of its absolute values. */
const sdPerMedian = 1.4826;

/** Mean of squares, each value winsorised at 3 sd of what was learnt so far; at the start of what their median says. */
export function createRobustVariance(): RobustVariance {
  const first = new Float64Array(startingValues);
  let count = 0;
  let variance = 0;

  const take = (size: number, limit: number): void => {
    const bounded = Math.min(size, limit);
    variance += (bounded * bounded - variance) / Math.min(count, memory);
  };

  const start = (): void => {
    const sorted = first.slice(0, count).sort();
    const median = (sorted[(count - 1) >> 1]! + sorted[count >> 1]!) / 2;
    // More than half of them the same (a quantised sensor at rest): the median says nothing, so all are taken whole.
    const limit = median > 0 ? clip * sdPerMedian * median : Number.POSITIVE_INFINITY;
    let sum = 0;
    for (const size of sorted) sum += Math.min(size, limit) ** 2;
    variance = sum / count;
  };

  return {
    add(value) {
      const size = Math.abs(value);
      count += 1;
      if (count <= startingValues) {
        first[count - 1] = size;
        start();
      } else take(size, variance > 0 ? clip * Math.sqrt(variance) : Number.POSITIVE_INFINITY);
    },
    get count() {
      return count;
    },
    get variance() {
      return variance;
    },
  };
}
