/** Kalman filter of [inventory less litres fed in, loss rate]; numbers only. */
export interface BalanceRateState {
  levelL: number;
  lossLPerS: number;
  pLL: number;
  pLq: number;
  pqq: number;
  /** A rise that was taken for a filling not yet known, litres: it may come back as a fall. */
  riseL: number;
}

/** One mean of the balance; the record is reused by the caller. */
export interface BalanceMean {
  levelL: number;
  /** Since the last one, seconds. */
  dtS: number;
  /** Scatter of a healthy mean, litres². */
  scatterL2: number;
  /** Litres fed in since the last mean, and since the onset. */
  fedL: number;
  fedSinceL: number;
}

export interface BalanceRate {
  readonly state: BalanceRateState;
  /** Starts with the mean loss since the onset. */
  begin(levelL: number, lossLPerS: number, scatterL2: number): void;
  update(mean: BalanceMean): void;
}

/** The healthy balance wanders as far as its means scatter in this time, seconds. */
const wanderS = 1800;

/** A loss may change by this share of itself in a square root of a second: a tenth in an hour, half in a day. */
const wanderPerRootS = 0.0017;

/** Counter, warm gas and slow gauges are not in step while coolant goes in: by this share of it. */
const feedingDoubt = 0.15;

/** Between two steps of a counter up to one is missing, for hours: it counts for more than its scatter. */
const stepDoubt = 0.6;

/** Beyond this many standard deviations a change of the balance is no loss that grows, but coolant that came in unseen. */
const leapSigmas = 4;

/** A fall this much larger than the rises before it is a loss. */
const leapBack = 1.3;

/** The first rate is the mean since the onset, known this well. */
const firstDoubt = 0.5;

export const newBalanceRateState = (): BalanceRateState => ({
  levelL: Number.NaN,
  lossLPerS: 0,
  pLL: 0,
  pLq: 0,
  pqq: 0,
  riseL: 0,
});

/** dB = -q dt, dq a random walk in proportion to q. `fedStepL`: step in which litres fed in are counted. */
export function createBalanceRate(
  fedStepL: number,
  state: BalanceRateState = newBalanceRateState(),
): BalanceRate {
  return {
    state,
    begin(levelL, lossLPerS, scatterL2) {
      state.levelL = levelL;
      state.lossLPerS = Math.max(0, lossLPerS);
      state.pLL = scatterL2;
      state.pLq = 0;
      state.pqq = (firstDoubt * state.lossLPerS) ** 2;
      state.riseL = 0;
    },
    update(mean) {
      const { dtS, scatterL2 } = mean;
      const fedSdL = mean.fedL * feedingDoubt;
      const stepSdL = mean.fedSinceL > 0 ? stepDoubt * fedStepL : 0;
      const noiseL2 = scatterL2 + fedSdL * fedSdL + stepSdL * stepSdL;
      state.levelL -= state.lossLPerS * dtS;
      state.pLL += -2 * dtS * state.pLq + dtS * dtS * state.pqq + (scatterL2 * dtS) / wanderS;
      state.pLq -= dtS * state.pqq;
      state.pqq += (wanderPerRootS * state.lossLPerS) ** 2 * dtS;
      const total = state.pLL + noiseL2;
      const innovation = mean.levelL - state.levelL;
      const leap = Math.abs(innovation) > leapSigmas * Math.sqrt(total);
      if (leap && innovation > -leapBack * state.riseL) {
        state.riseL = Math.max(0, state.riseL + innovation);
        state.levelL = mean.levelL;
        state.pLL = noiseL2;
        state.pLq = 0;
        return;
      }
      const gainL = state.pLL / total;
      const gainQ = state.pLq / total;
      state.levelL += gainL * innovation;
      state.lossLPerS = Math.max(0, state.lossLPerS + gainQ * innovation);
      state.pqq -= gainQ * state.pLq;
      state.pLq -= gainL * state.pLq;
      state.pLL -= gainL * state.pLL;
    },
  };
}
