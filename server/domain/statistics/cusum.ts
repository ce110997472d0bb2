/**
 * Threshold of a one-sided CUSUM in log-likelihood units, for unit-variance observations and a tuned shift of `delta`
 * standard deviations, so that in health it fires once in `gamma` observations on average.
 * Solves gamma = (2/δ²)(e^u - u - 1) and takes off 1.166 δ for the overshoot of discrete observations (Siegmund 1985).
 */
export function cusumThreshold(gamma: number, delta: number): number {
  const target = (gamma * delta * delta) / 2;
  let u = Math.log(target + 2);
  for (let i = 0; i < 30; i++) u -= (Math.exp(u) - u - 1 - target) / (Math.exp(u) - 1);
  return Math.max(1, u - 1.166 * delta);
}

/** Next value of that CUSUM after observation `z`: S = max(0, S + δ z - δ²/2) (Page 1954). */
export function stepCusum(sum: number, z: number, delta: number): number {
  return Math.max(0, sum + delta * z - (delta * delta) / 2);
}

/**
 * Normal score of a Student-t score whose scale was learnt from `freedom` observations: few observations make a large
 * score less surprising. Wallace 1959: z ≈ (8ν+1)/(8ν+3) sqrt(ν ln(1 + t²/ν)), better than 1.5 % for ν ≥ 4.
 */
export function toNormalScore(t: number, freedom: number): number {
  const size = ((8 * freedom + 1) / (8 * freedom + 3)) * Math.sqrt(freedom * Math.log1p((t * t) / freedom));
  return Math.sign(t) * size;
}
