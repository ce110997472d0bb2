/** How much sums over 1, 2, 4, 8… values scatter; plain data. */
export interface SlowScatterState {
  /** Sum of the open block of each length; its half that is already there; mean square of closed ones over their length. */
  readonly open: Float64Array;
  readonly filled: Float64Array;
  readonly scatter: Float64Array;
  readonly count: Float64Array;
}

/** Watches whether values that should be independent with unit variance are so on every time scale. */
export interface SlowScatter {
  add(z: number): void;
  /**
   * Factor of variance, at least 1, that a test on sums over `values` values has to allow for. Wider scatter on shorter
   * scales counts by its share of the whole sum.
   */
  upTo(values: number): number;
  readonly state: SlowScatterState;
}

/** Lengths up to 2^19 values: six days at one a second. */
const lengths = 20;

/** Blocks that the expectation of independence counts for, and after which the memory fades. */
const priorBlocks = 3;
const memory = 200;

/** A block beyond this many standard deviations counts as if it stood there: a change must not hide itself. */
const clip = 3;

export const newSlowScatterState = (): SlowScatterState => ({
  open: new Float64Array(lengths),
  filled: new Float64Array(lengths),
  scatter: new Float64Array(lengths).fill(1),
  count: new Float64Array(lengths).fill(priorBlocks),
});

/** Two blocks of one length make one of the next: like a binary counter, a few steps a value. */
export function createSlowScatter(state: SlowScatterState = newSlowScatterState()): SlowScatter {
  const { open, filled, scatter, count } = state;
  return {
    state,
    add(z) {
      let sum = z;
      for (let k = 0; k < lengths; k++) {
        const square = Math.min((sum * sum) / 2 ** k, clip * clip * scatter[k]!);
        count[k] = Math.min(memory, count[k]! + 1);
        scatter[k]! += (square - scatter[k]!) / count[k]!;
        if (filled[k] === 0) {
          open[k] = sum;
          filled[k] = 1;
          return;
        }
        sum += open[k]!;
        filled[k] = 0;
      }
    },
    upTo(values) {
      let most = 1;
      for (let k = 0; k < lengths && 2 ** k < 2 * values; k++)
        most = Math.max(most, scatter[k]! * Math.min(1, 2 ** k / values));
      return most;
    },
  };
}
