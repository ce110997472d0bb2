/** Places of the filter's states. */
export const stateOf = { inventory: 0, loss: 1, bias: 2, cooling: 3, exponent: 4, lag: 5 } as const;
const size = 6;

/** What the filter knows; plain data. */
export interface LossFilterState {
  /** Mean of the states, see `createLossFilter`. */
  readonly mean: Float64Array;
  /** Their covariance, row by row. */
  readonly covariance: Float64Array;
}

/** What does not change while a leak is followed. */
export interface LossFilterSettings {
  /** Pressure at which the loss state is told, kPa absolute. */
  readonly referenceKpa: number;
  /** True when the inventory comes from a pressure by the gas law; a quantity sensor sees no cooling of the gas. */
  readonly gasLaw: boolean;
  /** Random walk of a healthy inventory, litres² per second. */
  readonly wanderL2PerS: number;
  /** Coloured part of a healthy inventory's scatter: its standard deviation (litres) and correlation time (seconds). */
  readonly colouredSdL: number;
  readonly colouredTauS: number;
}

/** Kalman filter of a loss. */
export interface LossFilter {
  /** Carries the states on over `dtS` seconds at a pressure that drives the leak (kPa absolute, above zero). */
  predict(dtS: number, pressureKpa: number): void;
  /**
   * Takes a measured inventory with the variance of its white part. Returns by how many standard deviations it differs
   * from what was expected.
   */
  update(measuredL: number, varianceL2: number): number;
  /** The loss is not known better than this, litres per second: bounds the filter's memory. */
  doubt(lossSdLPerS: number): void;
  /** Loss at the reference pressure, litres per second, and its standard deviation. A gain is negative. */
  readonly lossLPerS: number;
  readonly lossSdLPerS: number;
  readonly inventoryL: number;
  readonly inventorySdL: number;
  readonly state: LossFilterState;
}

/** Nitrogen that expands without heat cools by this share of its temperature for each share of volume: γ - 1. */
export const coolingShare = 0.4;

/** A measurement farther out than this many standard deviations is taken with less weight. */
const huberSd = 4;

export function newLossFilterState(): LossFilterState {
  return { mean: new Float64Array(size), covariance: new Float64Array(size * size) };
}

/**
 * Extended Kalman filter of six states: inventory I (L); loss s at the reference pressure (L/s); coloured bias b of the
 * measurement (L, first order); g, by how much the gas law shows too little while the gas is colder than its shell (L);
 * exponent m and logarithm of the gas's time constant τ (s):
 *
 * > dI = -q dt + w, q = s (p / p₀)^m, dg = (γ-1) q dt - g dt / τ, measured: I + b - g + v
 *
 * A sharp hole into vacuum has m = 1/2; a seep of constant rate 0; a hole into air, or a narrow passage, up to 1. The
 * equation of g is the first law for a closed charge with heat from its shell, linear in the difference of temperature.
 */
export function createLossFilter(settings: LossFilterSettings, state = newLossFilterState()): LossFilter {
  const { referenceKpa, gasLaw, wanderL2PerS, colouredSdL, colouredTauS } = settings;
  const { mean: x, covariance: p } = state;
  const gain = new Float64Array(size);

  /** Row and column `to` become `keep` times themselves. */
  const scale = (to: number, keep: number): void => {
    for (let j = 0; j < size; j++) p[to * size + j]! *= keep;
    for (let j = 0; j < size; j++) p[j * size + to]! *= keep;
  };
  /** Adds `share` times state `from` to state `to`. */
  const mix = (to: number, from: number, share: number): void => {
    for (let j = 0; j < size; j++) p[to * size + j]! += share * p[from * size + j]!;
    for (let j = 0; j < size; j++) p[j * size + to]! += share * p[j * size + from]!;
  };

  return {
    state,
    predict(dtS, pressureKpa) {
      const fallen = Math.log(pressureKpa / referenceKpa);
      const opened = Math.exp(x[4]! * fallen);
      const rate = x[1]! * opened;
      const tauS = Math.exp(x[5]!);
      const kept = Math.exp(-dtS / tauS);
      // The cooling first: it needs the loss as it was, and nothing needs it.
      if (gasLaw) {
        const cooled = coolingShare * tauS * (1 - kept);
        const perLag = (x[3]! * kept * dtS) / tauS + coolingShare * rate * (tauS * (1 - kept) - dtS * kept);
        scale(3, kept);
        mix(3, 1, cooled * opened);
        mix(3, 4, cooled * rate * fallen);
        mix(3, 5, perLag);
        x[3] = x[3]! * kept + cooled * rate;
      }
      mix(0, 1, -opened * dtS);
      mix(0, 4, -rate * fallen * dtS);
      x[0]! -= rate * dtS;
      p[0]! += wanderL2PerS * dtS;
      const phi = colouredTauS > 0 ? Math.exp(-dtS / colouredTauS) : 0;
      scale(2, phi);
      x[2]! *= phi;
      p[2 * size + 2]! += colouredSdL * colouredSdL * (1 - phi * phi);
    },
    update(measuredL, varianceL2) {
      const innovation = measuredL - (x[0]! + x[2]! - x[3]!);
      for (let i = 0; i < size; i++) gain[i] = p[i * size]! + p[i * size + 2]! - p[i * size + 3]!;
      const expected = gain[0]! + gain[2]! - gain[3]! + varianceL2;
      const total = Math.max(expected, (innovation / huberSd) ** 2);
      for (let i = 0; i < size; i++) x[i]! += (gain[i]! / total) * innovation;
      for (let i = 0; i < size; i++) {
        for (let j = i; j < size; j++) {
          const next = p[i * size + j]! - (gain[i]! * gain[j]!) / total;
          p[i * size + j] = next;
          p[j * size + i] = next;
        }
      }
      return innovation / Math.sqrt(expected);
    },
    doubt(lossSdLPerS) {
      const at = size + 1;
      p[at] = Math.max(p[at]!, lossSdLPerS * lossSdLPerS);
    },
    get lossLPerS() {
      return x[1]!;
    },
    get lossSdLPerS() {
      return Math.sqrt(Math.max(0, p[size + 1]!));
    },
    get inventoryL() {
      return x[0]!;
    },
    get inventorySdL() {
      return Math.sqrt(Math.max(0, p[0]!));
    },
  };
}

/** What is known when a leak is found. */
export interface LossFilterStart {
  /** What the sensor shows then, litres, and the variance of its white part. */
  readonly inventoryL: number;
  readonly varianceL2: number;
  /** Loss per second as the sensor shows it, cooling of the gas included, over the last `sinceOnsetS` seconds. */
  readonly lossLPerS: number;
  readonly lossSdLPerS: number;
  readonly sinceOnsetS: number;
  /** Exponent of the pressure, and how well it is known. */
  readonly exponent: number;
  readonly exponentSd: number;
}

/** Time constant of an accumulator's gas: a judgement, between 16 s (small, finned) and 4 min (large, still) in nine of ten. */
const usualLagS = 60;
const lagLogSd = 0.8;

/** States and covariance at the moment when a leak is found. */
export function toLossFilterState(settings: LossFilterSettings, start: LossFilterStart): LossFilterState {
  const state = newLossFilterState();
  const { mean: x, covariance: p } = state;
  const set = (i: number, j: number, value: number): void => {
    p[i * size + j] = value;
    p[j * size + i] = value;
  };
  const spanS = Math.max(1, start.sinceOnsetS);
  const lagVariance = lagLogSd ** 2;
  const kept = Math.exp(-spanS / usualLagS);
  // Litres that are shown too little for each litre per second of loss, and how they grow with the logarithm of the lag.
  const shown = settings.gasLaw ? coolingShare * usualLagS * (1 - kept) : 0;
  const shownPerLag = settings.gasLaw ? coolingShare * (usualLagS * (1 - kept) - spanS * kept) : 0;
  const excess = 1 + shown / spanS;
  const loss = start.lossLPerS / excess;
  const lossPerLag = (-loss * shownPerLag) / spanS / excess;
  const ownVariance = (start.lossSdLPerS / excess) ** 2;
  const coolingPerLag = loss * shownPerLag + shown * lossPerLag;
  const biasVariance = settings.colouredSdL ** 2;
  x[1] = loss;
  x[3] = loss * shown;
  x[4] = start.exponent;
  x[5] = Math.log(usualLagS);
  x[0] = start.inventoryL + x[3];
  const coolingVariance = shown ** 2 * ownVariance + coolingPerLag ** 2 * lagVariance;
  const lossCooling = shown * ownVariance + lossPerLag * coolingPerLag * lagVariance;
  set(1, 1, ownVariance + lossPerLag ** 2 * lagVariance);
  set(2, 2, biasVariance);
  set(3, 3, coolingVariance);
  set(4, 4, start.exponentSd ** 2);
  set(5, 5, lagVariance);
  set(1, 3, lossCooling);
  set(1, 5, lossPerLag * lagVariance);
  set(3, 5, coolingPerLag * lagVariance);
  set(0, 0, start.varianceL2 + biasVariance + coolingVariance);
  set(0, 1, lossCooling);
  set(0, 2, -biasVariance);
  set(0, 3, coolingVariance);
  set(0, 5, coolingPerLag * lagVariance);
  return state;
}
