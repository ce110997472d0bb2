import { createSlowScatter, newSlowScatterState, type SlowScatterState } from "./slow-scatter.ts";

/** What the bank knows of each size of change, side by side; plain data. */
export interface ChangeState {
  /** Log-likelihood ratio of a change of that size against none, since it was last zero. */
  readonly evidence: Float64Array;
  /** Since then: seconds, measurements, and sum of the differences (in standard deviations). */
  readonly spanS: Float64Array;
  readonly count: Float64Array;
  readonly sum: Float64Array;
  readonly scatter: SlowScatterState;
}

/** A change of the loss, litres per second, with its standard deviation. */
export interface Change {
  readonly byLPerS: number;
  readonly sdLPerS: number;
  /** For how long it has been there, seconds. */
  readonly forS: number;
}

/** What was measured, as a filter of the loss saw it. */
export interface Difference {
  readonly dtS: number;
  /** Measured less expected inventory, in standard deviations. */
  readonly z: number;
  /** Litres by which the filter's inventory follows one of them. */
  readonly followL: number;
}

/** Looks for a change of a known loss in what its filter did not expect. */
export interface ChangeBank {
  /** Takes the next measurement; `scaleLPerS`: the loss of which the changes are shares. Returns a change beyond doubt. */
  step(difference: Difference, scaleLPerS: number): Change | null;
  readonly state: ChangeState;
}

/** Changes that are looked for, as shares of the loss: growth to 1.25, 1.5, 2 and 4 times, a fall to 3/4, half, and nothing. */
const shares = [0.25, 0.5, 1, 3, -0.25, -0.5, -1] as const;

/** A log-likelihood ratio of 8: odds of 3000 to 1. The filter then measures anew; whether people are told is decided elsewhere. */
const certain = 8;

/** Larger shifts than this in a single measurement are not its business; also the filter's very first steps. */
const largestShift = 0.5;

export const newChangeState = (): ChangeState => ({
  evidence: new Float64Array(shares.length),
  spanS: new Float64Array(shares.length),
  count: new Float64Array(shares.length),
  sum: new Float64Array(shares.length),
  scatter: newSlowScatterState(),
});

/**
 * CUSUMs (Page 1954) over the differences between a filter's measurements and what it expected. A loss that is larger by Δ
 * leaves a lasting difference of -Δ dt / k standard deviations, k being the litres that the filter follows for each: this is
 * how a change shows at once on every time scale that the noise allows.
 * `leastL`: less than this, in litres since it began, is no change but bias.
 */
export function createChangeBank(leastL: number, state: ChangeState = newChangeState()): ChangeBank {
  const { evidence, spanS, count, sum } = state;
  const scatter = createSlowScatter(state.scatter);
  const clear = (i: number): void => {
    evidence[i] = 0;
    spanS[i] = 0;
    count[i] = 0;
    sum[i] = 0;
  };
  return {
    state,
    step({ dtS, z, followL }, scaleLPerS) {
      // As long as the level cannot be told from the bias, nothing follows.
      if (!(followL > 0)) return null;
      let found = -1;
      for (let i = 0; i < shares.length; i++) {
        const exact = (-shares[i]! * scaleLPerS * dtS) / followL;
        const shift = Math.max(-largestShift, Math.min(largestShift, exact));
        // Sums over as long as this change takes to be seen scatter more than independent values would.
        const wider = scatter.upTo((2 * certain) / (shift * shift));
        const next = evidence[i]! + (shift * z - (shift * shift) / 2) / wider;
        if (!(next > 0)) {
          clear(i);
          continue;
        }
        evidence[i] = next;
        spanS[i]! += dtS;
        count[i]! += 1;
        sum[i]! += z;
        const litres = Math.abs(sum[i]!) * followL;
        if (next >= certain && litres >= leastL && (found < 0 || next > evidence[found]!)) found = i;
      }
      scatter.add(z);
      if (found < 0) return null;
      const perDifference = (followL * count[found]!) / spanS[found]!;
      const change = {
        byLPerS: (-sum[found]! / count[found]!) * perDifference,
        sdLPerS: perDifference * Math.sqrt(scatter.upTo(count[found]!) / count[found]!),
        forS: spanS[found]!,
      };
      for (let i = 0; i < shares.length; i++) clear(i);
      return change;
    },
  };
}
