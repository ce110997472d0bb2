/** Follows a value with a first-order lag, exactly for a value that stands still during `dtS`. The first call jumps. */
export function createLag(lagS: number): (value: number, dtS: number) => number {
  if (!(lagS > 0)) return (value) => value;
  let seen: number | null = null;
  let knownDtS = 0;
  let share = 0;
  return (value, dtS) => {
    if (seen === null) {
      seen = value;
      return value;
    }
    if (dtS !== knownDtS) {
      knownDtS = dtS;
      share = 1 - Math.exp(-dtS / lagS);
    }
    seen += share * (value - seen);
    return seen;
  };
}
