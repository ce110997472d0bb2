import { meanExcessSd } from "./excess-factor.ts";
import { createQuadrature } from "./gauss-legendre.ts";
import { normalDensity, normalTail } from "./normal-tail.ts";

/** Nodes of the integral equation for each standard deviation of a step that the threshold is wide, and at least. */
const nodesPerStep = 3;
const leastNodes = 24;

/** Wider than this many steps a CUSUM is as good as continuous: Siegmund's formula is within 0.2 % there. */
const widestSteps = 60;

/** Beyond this threshold, e^25 of evidence, the matrix is so nearly singular that Siegmund's formula is the better one. */
const highestThreshold = 25;

/**
 * Mean number of observations until a CUSUM S = max(0, S + δ z - δ²/2), started at 0, reaches `threshold` (log-likelihood
 * units), for independent unit-variance normal z with mean `shift` (sd): 0 for the mean time to a false alarm, δ for the
 * worst mean delay. Page's integral equation by Nyström's method; wide thresholds by Siegmund's corrected diffusion
 * (1985). A threshold of 0 or less compares each observation on its own (Shewhart).
 */
export function cusumArl(threshold: number, delta: number, shift: number): number {
  if (threshold <= 0) return 1 / normalTail(threshold / delta + delta / 2 - shift);
  return threshold / delta > widestSteps || threshold > highestThreshold
    ? diffusionArl(threshold, delta, shift)
    : integralArl(threshold, delta, shift);
}

/** Siegmund's formula: the threshold widened by the mean excess on either side. */
function diffusionArl(threshold: number, delta: number, shift: number): number {
  const width = threshold / delta + 2 * meanExcessSd;
  const drift = shift - delta / 2;
  const u = -2 * drift * width;
  // Near no drift the closed form loses its digits: the series does not.
  if (Math.abs(u) < 1e-4) return width * width * (1 + u / 3);
  return (Math.exp(u) - u - 1) / (2 * drift * drift);
}

/** Solves L(s) = 1 + L(0) P(s + l <= 0) + ∫ L(y) p(y - s) dy on the nodes and at 0. */
function integralArl(threshold: number, delta: number, shift: number): number {
  const n = Math.max(leastNodes, Math.ceil((nodesPerStep * threshold) / delta));
  const { nodes, weights } = createQuadrature(n);
  const width = threshold / delta;
  const drift = shift - delta / 2;
  const size = n + 1;
  // Unknown 0 is L at 0, unknown i + 1 that at node i; everything in sd of a step.
  const matrix = Array.from({ length: size }, (_, row) => {
    const from = row === 0 ? 0 : nodes[row - 1]! * width;
    const line = new Float64Array(size + 1);
    line[0] = -normalTail(from + drift);
    for (let i = 0; i < n; i++)
      line[i + 1] = -weights[i]! * width * normalDensity(nodes[i]! * width - from - drift);
    line[row]! += 1;
    line[size] = 1;
    return line;
  });
  return solveFirst(matrix);
}

/** First unknown of a linear system (right side in the last column), by elimination from the last unknown upwards. */
function solveFirst(matrix: Float64Array[]): number {
  const size = matrix.length;
  for (let pivot = size - 1; pivot > 0; pivot--) {
    const line = matrix[pivot]!;
    for (let row = 0; row < pivot; row++) {
      const other = matrix[row]!;
      const share = other[pivot]! / line[pivot]!;
      if (share === 0) continue;
      for (let i = 0; i < pivot; i++) other[i]! -= share * line[i]!;
      other[size]! -= share * line[size]!;
    }
  }
  return matrix[0]![size]! / matrix[0]![0]!;
}

/** What the best rule that knows the shift can do. */
export interface CusumOptimum {
  /** Threshold of the CUSUM that does it, log-likelihood units. */
  readonly threshold: number;
  /** Its worst mean delay, observations: no rule with this mean time to a false alarm has a smaller one. */
  readonly delay: number;
}

/**
 * Least worst-case mean delay (Lorden's criterion) of any rule with a mean time to a false alarm of `gamma` observations
 * for a shift of `delta` sd: that of the CUSUM tuned to it (Moustakides 1986), in discrete time. Shifts so large that a
 * single observation decides are compared one by one; their delay is 1 within a part in a thousand.
 */
export function cusumOptimum(gamma: number, delta: number): CusumOptimum {
  let low = -(delta * delta) / 2;
  let high = Math.log1p((gamma * delta * delta) / 2) + delta + 4;
  for (let turn = 0; turn < 40 && high - low > 1e-6; turn++) {
    const middle = (low + high) / 2;
    if (cusumArl(middle, delta, 0) < gamma) low = middle;
    else high = middle;
  }
  const threshold = (low + high) / 2;
  return { threshold, delay: cusumArl(threshold, delta, delta) };
}
