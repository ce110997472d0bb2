/** A level that wanders and is measured with noise. Units: of the level, and blocks. */
export interface LevelNoise {
  readonly gamma: number;
  /** White noise of a block's mean, sd; random walk of the level, sd a block. */
  readonly whiteSd: number;
  readonly wanderSd: number;
  /** Smallest loss a block that is looked for. */
  readonly smallest: number;
}

/** An onset is told apart until the filter has forgotten all but this share of the level before it. */
const forgotten = 0.05;

/** Without wander the filter would never forget; its memory then is this many times the delay for the smallest loss. */
const memoryDelays = 2;

/** The steady Kalman filter of such a level, and how an unnoticed loss shows in its innovations. */
export interface DriftFilter {
  /** Variances of the noise and of the wander that the filter reckons with. */
  readonly white: number;
  readonly wander: number;
  /** Mean of the innovation, in sd of it, at the `age`-th block of a loss of 1 a block. */
  response(age: number): number;
  /** Blocks after which that mean does not change any more. */
  readonly longestAge: number;
}

/** Steady variance of the prediction: P = (Q + sqrt(Q² + 4 Q R)) / 2 (Riccati equation of the local level). */
export function createDriftFilter({ gamma, whiteSd, wanderSd, smallest }: LevelNoise): DriftFilter {
  // First-order delay for a ramp in white noise: KL = a² n³ / 6 against ln γ.
  const longest = memoryDelays * Math.cbrt((6 * Math.log(gamma) * whiteSd ** 2) / smallest ** 2);
  const white = whiteSd ** 2;
  const wander = Math.max(wanderSd, whiteSd / Math.max(1, longest)) ** 2;
  const variance = (wander + Math.sqrt(wander * wander + 4 * wander * white)) / 2;
  const gain = variance / (variance + white);
  const sd = Math.sqrt(variance + white);
  return {
    white,
    wander,
    response: (age) => (1 - (1 - gain) ** age) / gain / sd,
    longestAge: gain > 1 - forgotten ? 1 : Math.ceil(Math.log(forgotten) / Math.log1p(-gain)),
  };
}

/** What a loss brings: blocks until it is worth one nat, and the mean innovation by the time it is found. */
export interface Reach {
  readonly oneNatBlocks: number;
  readonly innovation: number;
}

/** Reach of a loss of `slope` a block. */
export function reachOf(filter: DriftFilter, gamma: number, slope: number): Reach {
  const wanted = Math.log(gamma);
  let nats = 0;
  let age = 0;
  let oneNatBlocks = 0;
  let innovation = 0;
  while (nats < wanted && age < filter.longestAge) {
    age += 1;
    innovation = slope * filter.response(age);
    nats += innovation ** 2 / 2;
    if (nats < 1) oneNatBlocks = age;
  }
  // From here on every block brings the same.
  if (nats < 1) oneNatBlocks += (2 * (1 - nats)) / innovation ** 2;
  return { oneNatBlocks: oneNatBlocks + 1, innovation };
}
