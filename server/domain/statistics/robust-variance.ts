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

/** Mean of squares with each value winsorised at 3 sd of what was learnt so far (after a few values to start from). */
export function createRobustVariance(): RobustVariance {
  let count = 0;
  let variance = 0;
  return {
    add(value) {
      const limit = count >= 5 && variance > 0 ? clip * Math.sqrt(variance) : Number.POSITIVE_INFINITY;
      const bounded = Math.min(Math.abs(value), limit);
      count += 1;
      variance += (bounded * bounded - variance) / Math.min(count, memory);
    },
    get count() {
      return count;
    },
    get variance() {
      return variance;
    },
  };
}
