/** An interval for a rate from a count of events that come at random. */
export interface RateInterval {
  readonly count: number;
  readonly exposure: number;
  readonly rate: number;
  /** 95 %, exact (Garwood 1936). */
  readonly low: number;
  readonly high: number;
}

/** Each tail beyond an interval of 95 %. */
const tail = 0.025;

/** P(X <= count) for a Poisson variable of this mean. */
export function poissonUpTo(count: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  for (let k = 1; k <= count; k++) {
    term *= mean / k;
    sum += term;
  }
  return sum;
}

/** The mean at which a falling or rising probability passes the tail; `rises` says which. */
function solve(probability: (mean: number) => number, rises: boolean): number {
  let low = 0;
  let high = 1;
  while (probability(high) < tail === rises) high *= 2;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (probability(middle) < tail === rises) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The exact interval of a rate; `exposure` above zero, in the unit that the rate is to be per. */
export function toRateInterval(count: number, exposure: number): RateInterval {
  const low = count === 0 ? 0 : solve((mean) => 1 - poissonUpTo(count - 1, mean), true);
  const high = solve((mean) => poissonUpTo(count, mean), false);
  return { count, exposure, rate: count / exposure, low: low / exposure, high: high / exposure };
}
