/** Sizes of a change that a bank is tuned to, and what share of the false alarms each may cause. */
export interface SizeLadder {
  readonly sizes: Float64Array;
  /** Sum is 1. */
  readonly weights: Float64Array;
}

/** What a ladder spans. */
export interface LadderSettings {
  readonly smallest: number;
  readonly largest: number;
  /** Ratio of neighbours, about. */
  readonly ratio: number;
  /** ln(1 + γ I) of a size: the nats that the best rule for this size alone needs. */
  readonly nats: (size: number) => number;
}

/**
 * An inner size is helped by a neighbour on either side; the smallest and the largest have only one. The smallest most often
 * needs so few nats that `halfShareNats` takes this back.
 */
const smallestBoost = 4;

/** The largest is alone for everything above it, and there the fewest observations are to be had. */
const largestBoost = 3;

/** A size that needs fewer nats than this is found late by any rule: it lives mostly on what its neighbours bring. */
const halfShareNats = 4;

/**
 * Geometric sizes with weights that make the efficiency about the same for every size. In nats an equal share of each costs
 * ln(number of sizes), less what neighbours help; the boosts come from equalising the measured efficiencies at γ = 10⁴ to
 * 3·10⁷ over several three decades of size.
 */
export function createLadder({ smallest, largest, ratio, nats }: LadderSettings): SizeLadder {
  const top = Math.max(smallest, largest);
  const count = Math.max(1, Math.round(Math.log(top / smallest) / Math.log(ratio)) + 1);
  const sizes = Float64Array.from({ length: count }, (_, i) =>
    count === 1 ? top : smallest * (top / smallest) ** (i / (count - 1)),
  );
  const weights = sizes.map((size, i) => {
    const boost = i === count - 1 ? largestBoost : i === 0 ? smallestBoost : 1;
    return (boost * nats(size)) / (nats(size) + halfShareNats);
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { sizes, weights: weights.map((weight) => weight / sum) };
}
