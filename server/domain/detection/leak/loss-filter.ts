/** Places of the states in `mean`, and the width of `covariance`. */
const inventory = 0;
const loss = 1;
const bias = 2;
const cooling = 3;
const drive = 4;
const lag = 5;
const size = 6;

/** What the filter knows; plain data. */
export interface LossFilterState {
  followL: number;
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
  /** Largest drive that is possible there: beyond it, what is outside would stop the leak at this pressure. */
  readonly mostDrive: number;
}

/** Kalman filter of a loss. */
export interface LossFilter {
  /**
   * Carries the states on over `dtS` seconds at a pressure that drives the leak (kPa absolute, above zero). `scatter`: how
   * much wider (in variance) wander and bias are than they were in health.
   */
  predict(dtS: number, pressureKpa: number, scatter: number): void;
  /**
   * Takes a measured inventory with the variance of its white part. Returns by how many standard deviations it differs
   * from what was expected, beyond which it is bounded.
   */
  update(measuredL: number, varianceL2: number): number;
  /** Litres by which the inventory follows a difference of one standard deviation: told of the last update. */
  readonly followL: number;
  /** The loss has changed by so much, known to `sdLPerS`. */
  jump(byLPerS: number, sdLPerS: number): void;
  /** The inventory is as measured, whatever was expected; the loss stays. */
  place(inventoryL: number): void;
  /** The loss is not known better than this, litres per second: bounds the filter's memory. */
  doubt(lossSdLPerS: number): void;
  /** Loss at the reference pressure, litres per second, and its standard deviation. A gain is negative. */
  readonly lossLPerS: number;
  readonly lossSdLPerS: number;
  readonly inventoryL: number;
  readonly inventorySdL: number;
  readonly drive: number;
  /** For how long a measurement matters to the loss, seconds: covariance of inventory and loss over the loss's variance. */
  readonly memoryS: number;
  /**
   * Variance of a sum of inventory, loss (at the reference pressure) and drive with these weights: how well something that
   * depends on all three is known.
   */
  variance(perInventory: number, perLoss: number, perDrive: number): number;
  readonly state: LossFilterState;
}

/** Nitrogen that expands without heat cools by this share of its temperature for each share of volume: γ - 1. */
export const coolingShare = 0.4;

/** The cooling follows its equation this well: a share of the loss, for each square root of a second. */
const coolingDoubt = 0.1;

/**
 * Walls, branches and gas that nobody measures move the litres by this share of what is lost, for about so many seconds:
 * a rate that looks like this much more or less for minutes is no news.
 */
const modelError = 0.01;
const modelErrorS = 300;

/** A drive may not close the hole altogether: a loss at the present pressure is there. */
const leastOpened = 0.05;

/** A loss that grows while the pressure falls is no drive but growth. */
const leastDrive = 0;
/** What drives the loss is never known better than this: holes are not orifices of a book. */
const leastDriveSd = 0.1;

/** Loss at a pressure that is `fall` (a share, negative) away from the reference, as a share of the loss there. */
export const openedBy = (driveShare: number, fall: number): number =>
  Math.sqrt(Math.max(leastOpened ** 2, 1 + driveShare * fall));

/** A measurement farther out than this many standard deviations is taken with less weight. */
const huberSd = 4;

export function newLossFilterState(): LossFilterState {
  return { followL: 0, mean: new Float64Array(size), covariance: new Float64Array(size * size) };
}

/**
 * Extended Kalman filter of six states: inventory I (L); loss s at the reference pressure (L/s); coloured bias b of the
 * measurement (L, first order); g, by how much the gas law shows too little while the gas is colder than its shell (L);
 * drive κ; and the logarithm of the gas's time constant τ (s):
 *
 * > dI = -q dt + w, q = s sqrt(1 + κ (p / p₀ - 1)), dg = (γ-1) q dt - g dt / τ, measured: I + b - g + v
 *
 * This is the orifice, q ∝ sqrt(p - p_e), with κ = p₀ / (p₀ - p_e): 1 into vacuum, more where air or vapour pressure stands
 * against the hole, 0 for a seep that does not ask for the pressure. The equation of g is the first law for a closed
 * charge with heat from its shell, linear in the difference of temperature.
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
    predict(dtS, pressureKpa, scatter) {
      const fall = pressureKpa / referenceKpa - 1;
      const opened = openedBy(x[drive]!, fall);
      const rate = x[loss]! * opened;
      // dq/dκ, from q² = s² (1 + κ fall).
      const perDrive = (0.5 * x[loss]! * fall) / opened;
      const tauS = Math.exp(x[lag]!);
      const kept = Math.exp(-dtS / tauS);
      // The cooling first: it needs the loss as it was, and nothing needs it.
      if (gasLaw) {
        const cooled = coolingShare * tauS * (1 - kept);
        const perLag =
          (x[cooling]! * kept * dtS) / tauS + coolingShare * rate * (tauS * (1 - kept) - dtS * kept);
        scale(cooling, kept);
        mix(cooling, loss, cooled * opened);
        mix(cooling, drive, cooled * perDrive);
        mix(cooling, lag, perLag);
        x[cooling] = x[cooling]! * kept + cooled * rate;
        p[cooling * size + cooling]! += (coolingDoubt * coolingShare * rate) ** 2 * dtS;
      }
      mix(inventory, loss, -opened * dtS);
      mix(inventory, drive, -perDrive * dtS);
      x[inventory]! -= rate * dtS;
      p[0]! += (wanderL2PerS * scatter + 2 * modelErrorS * (modelError * rate) ** 2) * dtS;
      const phi = colouredTauS > 0 ? Math.exp(-dtS / colouredTauS) : 0;
      scale(bias, phi);
      x[bias]! *= phi;
      p[bias * size + bias]! += colouredSdL * colouredSdL * scatter * (1 - phi * phi);
    },
    update(measuredL, varianceL2) {
      const innovation = measuredL - (x[inventory]! + x[bias]! - x[cooling]!);
      for (let i = 0; i < size; i++) gain[i] = p[i * size]! + p[i * size + bias]! - p[i * size + cooling]!;
      const expected = gain[inventory]! + gain[bias]! - gain[cooling]! + varianceL2;
      const total = Math.max(expected, (innovation / huberSd) ** 2);
      for (let i = 0; i < size; i++) x[i]! += (gain[i]! / total) * innovation;
      for (let i = 0; i < size; i++) {
        for (let j = i; j < size; j++) {
          const next = p[i * size + j]! - (gain[i]! * gain[j]!) / total;
          p[i * size + j] = next;
          p[j * size + i] = next;
        }
      }
      x[drive] = Math.max(leastDrive, Math.min(settings.mostDrive, x[drive]!));
      p[drive * size + drive] = Math.max(p[drive * size + drive]!, leastDriveSd ** 2);
      const difference = innovation / Math.sqrt(expected);
      state.followL = (gain[inventory]! / total) * Math.sqrt(expected);
      return Math.max(-huberSd, Math.min(huberSd, difference));
    },
    get followL() {
      return state.followL;
    },
    jump(byLPerS, sdLPerS) {
      x[loss]! += byLPerS;
      this.doubt(sdLPerS);
    },
    place(inventoryL) {
      const moved = inventoryL - x[inventory]!;
      x[inventory] = inventoryL;
      p[0]! += moved * moved;
    },
    doubt(lossSdLPerS) {
      const at = loss * size + loss;
      p[at] = Math.max(p[at]!, lossSdLPerS * lossSdLPerS);
    },
    get lossLPerS() {
      return x[loss]!;
    },
    get lossSdLPerS() {
      return Math.sqrt(Math.max(0, p[loss * size + loss]!));
    },
    get drive() {
      return x[drive]!;
    },
    get memoryS() {
      return Math.abs(p[loss]!) / p[loss * size + loss]!;
    },
    variance(a, b, c) {
      const own = a * a * p[0]! + b * b * p[loss * size + loss]! + c * c * p[drive * size + drive]!;
      const shared = a * b * p[loss]! + a * c * p[drive]! + b * c * p[loss * size + drive]!;
      return Math.max(0, own + 2 * shared);
    },
    get inventoryL() {
      return x[inventory]!;
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
  /** How much the pressure drives the loss (κ), and how well that is known. */
  readonly drive: number;
  readonly driveSd: number;
}

/** Time constant of an accumulator's gas: a judgement, between 9 s (small, finned) and 3 min (large, still) in nine of ten. */
const usualLagS = 40;
const lagLogSd = 0.9;

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
  const lossL = start.lossLPerS / excess;
  const lossPerLag = (-lossL * shownPerLag) / spanS / excess;
  const ownVariance = (start.lossSdLPerS / excess) ** 2;
  const coolingPerLag = lossL * shownPerLag + shown * lossPerLag;
  const biasVariance = settings.colouredSdL ** 2;
  x[loss] = lossL;
  x[cooling] = lossL * shown;
  x[drive] = start.drive;
  x[lag] = Math.log(usualLagS);
  x[inventory] = start.inventoryL + x[cooling];
  const coolingVariance = shown ** 2 * ownVariance + coolingPerLag ** 2 * lagVariance;
  const lossCooling = shown * ownVariance + lossPerLag * coolingPerLag * lagVariance;
  set(loss, loss, ownVariance + lossPerLag ** 2 * lagVariance);
  set(bias, bias, biasVariance);
  set(cooling, cooling, coolingVariance);
  set(drive, drive, start.driveSd ** 2);
  set(lag, lag, lagVariance);
  set(loss, cooling, lossCooling);
  set(loss, lag, lossPerLag * lagVariance);
  set(cooling, lag, coolingPerLag * lagVariance);
  set(inventory, inventory, start.varianceL2 + biasVariance + coolingVariance);
  set(inventory, loss, lossCooling);
  set(inventory, bias, -biasVariance);
  set(inventory, cooling, coolingVariance);
  set(inventory, lag, coolingPerLag * lagVariance);
  return state;
}
