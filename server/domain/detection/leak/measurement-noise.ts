/** What is known of the white part of a measurement's scatter; plain data. */
export interface MeasurementNoiseState {
  varianceL2: number;
  count: number;
  lastL: number;
}

/** White scatter of an inventory, learnt while it falls. */
export interface MeasurementNoise {
  /** Takes the measurement of `dtS` seconds after the last; `lossLPerS`: how fast it is known to fall. */
  step(measuredL: number, dtS: number, lossLPerS: number): void;
  /** Nothing was measured: the next one has no predecessor. */
  skip(): void;
  /** Litres², at least `leastL2`. */
  variance(leastL2: number): number;
  readonly state: MeasurementNoiseState;
}

/** Measurements that the variance given at the start counts for, and after which the memory fades. */
const priorWeight = 30;
const memory = 600;

/** A difference beyond this many standard deviations counts as if it stood there. */
const clip = 3;

export const newMeasurementNoiseState = (varianceL2: number): MeasurementNoiseState => ({
  varianceL2,
  count: priorWeight,
  lastL: Number.NaN,
});

/**
 * Half the mean square of the difference of neighbours, which neither a loss nor a slow bias moves. Litres told from a
 * pressure scatter more as the gas expands (V²), which is why the healthy variance alone would not do.
 */
export function createMeasurementNoise(state: MeasurementNoiseState): MeasurementNoise {
  return {
    state,
    step(measuredL, dtS, lossLPerS) {
      const { lastL } = state;
      state.lastL = measuredL;
      if (Number.isNaN(lastL)) return;
      const difference = measuredL - lastL + lossLPerS * dtS;
      const largest = state.varianceL2 > 0 ? clip * clip * state.varianceL2 : Number.POSITIVE_INFINITY;
      const square = Math.min((difference * difference) / 2, largest);
      state.count = Math.min(memory, state.count + 1);
      state.varianceL2 += (square - state.varianceL2) / state.count;
    },
    skip() {
      state.lastL = Number.NaN;
    },
    variance: (leastL2) => Math.max(leastL2, state.varianceL2),
  };
}
