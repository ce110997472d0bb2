/** Linear regression that takes one row at a time; the state is O(n²) numbers whatever the number of rows. */
export interface RecursiveRegression {
  /** Takes a row: features, observed value, variance of the observation. */
  update(features: Float64Array, observed: number, variance: number): void;
  /** Value expected for the features. */
  predict(features: Float64Array): number;
  /** Variance of that expectation that comes from not knowing the coefficients. */
  variance(features: Float64Array): number;
  readonly coefficients: Float64Array;
  readonly state: RegressionState;
}

export interface RegressionState {
  readonly coefficients: Float64Array;
  /** Row by row, symmetric. */
  readonly covariance: Float64Array;
  /** Room for covariance × features. */
  readonly gain: Float64Array;
}

/** `priorSd[i]` is how far the i-th coefficient may be from `priorMean[i]` before anything was seen. */
export function newRegressionState(
  priorMean: readonly number[],
  priorSd: readonly number[],
): RegressionState {
  const n = priorMean.length;
  const covariance = new Float64Array(n * n);
  for (let i = 0; i < n; i++) covariance[i * n + i] = priorSd[i]! ** 2;
  return { coefficients: Float64Array.from(priorMean), covariance, gain: new Float64Array(n) };
}

/**
 * Recursive least squares with a Gaussian prior (the same as ridge regression; Kalman filter of constant coefficients).
 * Source: Ljung, System Identification, recursive least squares.
 */
export function createRecursiveRegression(state: RegressionState): RecursiveRegression {
  const { coefficients, covariance, gain } = state;
  const n = coefficients.length;

  const predict = (features: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += coefficients[i]! * features[i]!;
    return sum;
  };

  /** Leaves covariance × features in `gain` and returns features' covariance features. */
  const spread = (features: Float64Array): number => {
    let total = 0;
    for (let i = 0; i < n; i++) {
      let row = 0;
      for (let j = 0; j < n; j++) row += covariance[i * n + j]! * features[j]!;
      gain[i] = row;
      total += row * features[i]!;
    }
    return total;
  };

  return {
    coefficients,
    predict,
    variance: spread,
    state,
    update(features, observed, variance) {
      const innovation = observed - predict(features);
      const total = spread(features) + variance;
      for (let i = 0; i < n; i++) coefficients[i]! += (gain[i]! / total) * innovation;
      // Written once per pair: rounding must not make the matrix lopsided.
      for (let i = 0; i < n; i++) {
        for (let j = i; j < n; j++) {
          const next = covariance[i * n + j]! - (gain[i]! * gain[j]!) / total;
          covariance[i * n + j] = next;
          covariance[j * n + i] = next;
        }
      }
    },
  };
}
