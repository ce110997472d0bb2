/** Follows a value with a first-order lag, exactly for a value that stands still during `dtS`. The first call jumps. */
export function createLag(lagS: number): (value: number, dtS: number) => number {
  if (!(lagS > 0)) return (value) => value;
  // NaN: nothing seen yet. Fields are changed in place, where a variable would allocate a number for each value.
  const state = { seen: Number.NaN, knownDtS: 0, share: 0 };
  return (value, dtS) => {
    if (Number.isNaN(state.seen)) {
      state.seen = value;
      return value;
    }
    if (dtS !== state.knownDtS) {
      state.knownDtS = dtS;
      state.share = 1 - Math.exp(-dtS / lagS);
    }
    state.seen += state.share * (value - state.seen);
    return state.seen;
  };
}
