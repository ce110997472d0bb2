import { expansionPerK } from "../loop/coolants.ts";
import type { Loop } from "../loop/loop.ts";
import {
  createRecursiveRegression,
  newRegressionState,
  type RegressionState,
} from "../statistics/recursive-regression.ts";
import type { Temperatures } from "./temperatures.ts";

/**
 * Sensors sit in a few places, coolant and walls lag behind them: part of every thermal swing is left in the inventory
 * that the mean temperature gives. This learns that part from lagged temperatures while the loop is healthy.
 */
export interface Compensation {
  /** Takes the temperatures that held for the last `dtS` seconds, gaps in the data included. */
  observe(temperatures: Pick<Temperatures, "all" | "errorK">, dtS: number): void;
  /** Litres to take off the uncompensated inventory now. */
  correctionL(): number;
  /** What the correction is made from now: temperatures and their lags. Reused at each observation. */
  readonly features: Float64Array;
  /**
   * How badly the correction for a change of features may be wrong, litres²: small along what was seen while learning
   * (the orbit), large for movements that the loop has not shown yet (a step of the heat load).
   */
  doubtL2(change: Float64Array): number;
  /** How far the whole thermal correction may be off now because temperatures are missing or were missed, litres (sd). */
  errorL(): number;
  /** How far it may be off because temperatures are beyond those of the learning time, litres; changes only as they do. */
  strangeL(): number;
  /** Learns from one row: uncompensated inventory (litres) at `atS` seconds, with the temperatures observed last. */
  learn(inventoryL: number, atS: number): void;
  /** Loss (negative) or gain that was already there while learning, litres per hour, with its sd; never taken off. */
  driftLPerH(): number;
  driftSdLPerH(): number;
  readonly state: CompensationState;
}

export interface CompensationState {
  readonly regression: RegressionState;
  readonly lagged: Float64Array;
  /** How far each lag may be off, K. */
  readonly laggedErrorK: Float64Array;
  readonly features: Float64Array;
  /** Lowest and highest feature of the learning time. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Origin of the drift's time, epoch seconds (`NaN` before the first row); error and strangeness now, litres. */
  readonly numbers: Float64Array;
}

/** Lags of walls, unmeasured branches and the accumulator, seconds: a minute to most of an hour (real loops: 600-900 s). */
const lagsS = [120, 600, 1800] as const;

/** Prior: the gain on a sensor may be off by this share of its part of the thermal expansion of the loop. */
const gainPriorShare = 0.3;

/** Nobody knows how much of the coolant is as warm as each of `n` sensors: sd of a part of a whole cut into n at random. */
const partSd = (n: number): number => Math.sqrt((n - 1) / (n + 1)) / n;

/** Prior: a lagged part may be as large as the whole thermal expansion. */
const lagPriorShare = 1;

/** Scatter of a learning row, as a share of the gas volume, already widened for its strong correlation in time. */
const rowSdShare = 0.01;

/** Prior for a leak that was there before: this share of the charge per hour. */
const driftPriorShare = 0.005;

/** In a silence nobody saw the temperatures: a lag may be off by this share of what its temperature moved meanwhile. */
const unseenShare = 0.5;

/** A silence of more than this leaves the lags in doubt, seconds. */
const unseenAfterS = 30;

/**
 * Beyond the temperatures of the learning time the law that was learnt is stretched: radiators, valves and unmeasured
 * branches answer otherwise there. It may be off by this share of the expansion.
 */
const strangeShare = 0.15;

export function newCompensationState(loop: Loop, sensors: number): CompensationState {
  const expansionLPerK = expansionPerK(loop.coolant, loop.referenceTempC) * loop.chargeL;
  const priorSd: number[] = [];
  for (let k = 0; k < sensors; k++) {
    priorSd.push(Math.hypot(gainPriorShare / sensors, partSd(sensors)) * expansionLPerK);
    for (let l = 0; l < lagsS.length; l++) priorSd.push((lagPriorShare * expansionLPerK) / sensors);
  }
  priorSd.push(loop.chargeL, driftPriorShare * loop.chargeL);
  const width = priorSd.length;
  const features = new Float64Array(width);
  features[width - 2] = 1;
  return {
    regression: newRegressionState(new Array<number>(width).fill(0), priorSd),
    lagged: new Float64Array(sensors * lagsS.length).fill(Number.NaN),
    laggedErrorK: new Float64Array(sensors * lagsS.length),
    features,
    low: new Float64Array(sensors).fill(Number.POSITIVE_INFINITY),
    high: new Float64Array(sensors).fill(Number.NEGATIVE_INFINITY),
    numbers: Float64Array.of(Number.NaN, 0, 0),
  };
}

/** Learns for a loop with `sensors` temperature channels; needs at least one to correct anything. */
export function createCompensation(
  loop: Loop,
  sensors: number,
  state: CompensationState = newCompensationState(loop, sensors),
): Compensation {
  const perSensor = 1 + lagsS.length;
  const thermal = sensors * perSensor;
  const expansionLPerK = expansionPerK(loop.coolant, loop.referenceTempC) * loop.chargeL;
  const regression = createRecursiveRegression(state.regression);
  const { coefficients } = regression;
  const rowVariance = (rowSdShare * loop.accumulator.gasL) ** 2;
  const { lagged, laggedErrorK, features, low, high, numbers } = state;
  // A change of temperatures alone: neither the constant nor the drift takes part in it.
  const probe = new Float64Array(thermal + 2);
  const onlyDrift = new Float64Array(thermal + 2);
  onlyDrift[thermal + 1] = 1;

  /** One sensor's own part and its lags; returns how far it puts the correction off, litres. */
  const follow = (k: number, tempC: number, errorK: number, dtS: number): number => {
    const movedK = Math.abs(tempC - loop.referenceTempC - features[k * perSensor]!);
    features[k * perSensor] = tempC - loop.referenceTempC;
    // Litres for a kelvin that this sensor is wrong by: its share of the mean, its own gain, and its part in each lag.
    let sensitivity = coefficients[k * perSensor]! + expansionLPerK / sensors;
    let offL = 0;
    for (let l = 0; l < lagsS.length; l++) {
      const i = k * lagsS.length + l;
      const gain = coefficients[k * perSensor + 1 + l]!;
      const weight = 1 - Math.exp(-dtS / lagsS[l]!);
      if (Number.isNaN(lagged[i]!)) lagged[i] = tempC;
      else {
        lagged[i]! += (tempC - lagged[i]!) * weight;
        laggedErrorK[i]! += (errorK - laggedErrorK[i]!) * weight;
        if (dtS > unseenAfterS) laggedErrorK[i] = Math.max(laggedErrorK[i]!, unseenShare * movedK * weight);
      }
      features[k * perSensor + 1 + l] = lagged[i]! - tempC;
      sensitivity -= gain;
      offL += Math.abs(gain) * laggedErrorK[i]!;
    }
    const strangeK = Math.max(0, low[k]! - tempC, tempC - high[k]!);
    if (Number.isFinite(strangeK)) numbers[2]! += (strangeShare * expansionLPerK * strangeK) / sensors;
    return offL + Math.abs(sensitivity) * errorK;
  };

  return {
    features: features.subarray(0, thermal),
    state,
    observe(temperatures, dtS) {
      numbers[1] = 0;
      numbers[2] = 0;
      for (let k = 0; k < sensors; k++)
        numbers[1]! += follow(k, temperatures.all[k]!, temperatures.errorK[k]!, dtS);
    },
    correctionL() {
      let sum = 0;
      for (let i = 0; i < thermal; i++) sum += coefficients[i]! * features[i]!;
      return sum;
    },
    doubtL2(change) {
      probe.set(change);
      return regression.variance(probe);
    },
    errorL: () => numbers[1]!,
    strangeL: () => numbers[2]!,
    learn(inventoryL, atS) {
      if (Number.isNaN(numbers[0]!)) numbers[0] = atS;
      features[thermal + 1] = (atS - numbers[0]!) / 3600;
      for (let k = 0; k < sensors; k++) {
        const tempC = features[k * perSensor]! + loop.referenceTempC;
        low[k] = Math.min(low[k]!, tempC);
        high[k] = Math.max(high[k]!, tempC);
      }
      regression.update(features, inventoryL - loop.chargeL, rowVariance);
    },
    driftLPerH: () => coefficients[thermal + 1]!,
    driftSdLPerH: () => Math.sqrt(regression.variance(onlyDrift)),
  };
}
