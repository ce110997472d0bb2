/** Mean squares of the differences of a stream over several lags. Plain data, one entry a lag in each list. */
export interface VariogramState {
  /** The last values, as many as the longest lag, in a ring; NaN for a gap. */
  readonly ring: Float64Array;
  place: number;
  /** Differences taken, their mean square and their mean. */
  readonly counts: Float64Array;
  readonly squares: Float64Array;
  readonly means: Float64Array;
  /** The first differences of each lag, until their median can say what is wild. */
  readonly first: Float64Array;
}

/** A difference beyond this many sd counts as if it stood there. */
const clip = 3;

/** The first differences are kept apart: their median says what is wild before anything was learnt. */
const startingValues = 16;

/** Sd of a normal variable for each unit of the median of its absolute values. */
const sdPerMedian = 1.4826;

/** Past this count the memory fades instead of growing. */
const memory = 20_000;

/** A variogram that has seen nothing. */
export function newVariogramState(lags: readonly number[]): VariogramState {
  return {
    ring: new Float64Array(Math.max(...lags)).fill(Number.NaN),
    place: 0,
    counts: new Float64Array(lags.length),
    squares: new Float64Array(lags.length),
    means: new Float64Array(lags.length),
    first: new Float64Array(lags.length * startingValues),
  };
}

/** Takes the next value of the stream; NaN is a gap, over which no difference is taken. */
export function addDifference(state: VariogramState, lags: readonly number[], x: number): void {
  const { ring } = state;
  const { length } = ring;
  for (let i = 0; i < lags.length; i++) {
    const difference = x - ring[(state.place + length - lags[i]!) % length]!;
    if (!Number.isNaN(difference)) take(state, i, difference);
  }
  ring[state.place] = x;
  state.place = (state.place + 1) % length;
}

/** Mean square about the mean difference, so that a steady drift does not count; NaN before there are enough. */
export function meanSquare({ counts, squares, means }: VariogramState, i: number): number {
  return counts[i]! < startingValues ? Number.NaN : squares[i]! - means[i]! ** 2;
}

function take(state: VariogramState, i: number, difference: number): void {
  const { counts, squares, means, first } = state;
  counts[i]! += 1;
  const count = counts[i]!;
  if (count <= startingValues) {
    first[i * startingValues + count - 1] = difference;
    if (count === startingValues) start(state, i);
    return;
  }
  const limit = squares[i]! > 0 ? clip * Math.sqrt(squares[i]!) : Number.POSITIVE_INFINITY;
  const bounded = Math.max(-limit, Math.min(limit, difference));
  const weight = 1 / Math.min(count, memory);
  squares[i]! += weight * (bounded * bounded - squares[i]!);
  means[i]! += weight * (bounded - means[i]!);
}

/** Mean and mean square of the first differences, those that are wild put where wild begins. */
function start({ squares, means, first }: VariogramState, i: number): void {
  const values = first.subarray(i * startingValues, (i + 1) * startingValues);
  const sizes = values.map(Math.abs).sort();
  const median = (sizes[startingValues / 2 - 1]! + sizes[startingValues / 2]!) / 2;
  // More than half of them 0 (a quantised sensor at rest): the median says nothing, so all are taken whole.
  const limit = median > 0 ? clip * sdPerMedian * median : Number.POSITIVE_INFINITY;
  for (const value of values) {
    const bounded = Math.max(-limit, Math.min(limit, value));
    squares[i]! += (bounded * bounded) / startingValues;
    means[i]! += bounded / startingValues;
  }
}
