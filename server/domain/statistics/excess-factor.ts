import { normalTail } from "./normal-tail.ts";

/** Mean excess of a normal random walk over a far barrier, sd (Siegmund 1985). */
export const meanExcessSd = 0.5826;

/** Below this step the first order is within 0.2 %, and the series needs thousands of terms. */
const smallStep = 0.2;

/** Terms below this no longer count. */
const leastTerm = 1e-9;

/**
 * ν(δ): what the evidence e^S of a log-likelihood walk with steps of `delta` sd has too much in the mean when it passes a
 * threshold, as a factor of at most 1: E e^-(excess) = (2/δ²) exp(-2 Σ Φ(-δ sqrt(n) / 2) / n), n = 1, 2, ... (Siegmund 1985);
 * e^(-0.583 δ) for small steps.
 */
export function excessFactor(delta: number): number {
  if (delta < smallStep) return Math.exp(-meanExcessSd * delta);
  let sum = 0;
  for (let n = 1; ; n++) {
    const term = normalTail((delta * Math.sqrt(n)) / 2) / n;
    sum += term;
    if (term < leastTerm) break;
  }
  return (2 / (delta * delta)) * Math.exp(-2 * sum);
}
