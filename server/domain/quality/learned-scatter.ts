/**
 * Scatter of many streams about zero, one place each, kept as columns: it forms in a stream's first values and may
 * afterwards only move within bounds, so that a fault that grows slowly is not learnt as normal.
 */
export interface ScatterState {
  /** Values taken. */
  readonly count: Float64Array;
  /** Mean of squares, in the square of the stream's unit; 0 before the first value. */
  readonly variance: Float64Array;
  /** Variance when the first minutes were over; `NaN` before. */
  readonly first: Float64Array;
}

/** A value beyond this many standard deviations counts as if it stood there. */
const clip = 3;

/** This many values are taken whole, or the first small ones would shut out all others. */
const openValues = 10;

/** Weight that values lose to later ones: past this count the memory fades instead of growing. */
const memory = 2000;

/** The scale is formed after this many values: two to five minutes of a channel of one a second. */
const formedAfter = 200;

/** The variance may then leave what it was by this factor, up or down: sensors age, but not more than that. */
const bound = 4;

export const newScatterState = (places: number): ScatterState => ({
  count: new Float64Array(places),
  variance: new Float64Array(places),
  first: new Float64Array(places).fill(Number.NaN),
});

/** Takes a value of the `i`-th stream. */
export function learnScatter(state: ScatterState, i: number, value: number): void {
  const { count, variance, first } = state;
  count[i]! += 1;
  const square = value * value;
  const limit =
    count[i]! > openValues && variance[i]! > 0 ? clip * clip * variance[i]! : Number.POSITIVE_INFINITY;
  variance[i]! += (Math.min(square, limit) - variance[i]!) / Math.min(count[i]!, memory);
  if (count[i]! === formedAfter) first[i] = variance[i]!;
  if (first[i]! > 0) variance[i] = Math.min(bound * first[i]!, Math.max(first[i]! / bound, variance[i]!));
}

/** Standard deviation of the `i`-th stream; 0 before the first value. */
export const scatterSd = (state: ScatterState, i: number): number => Math.sqrt(state.variance[i]!);
