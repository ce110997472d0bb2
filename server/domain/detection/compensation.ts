import { expansionPerK } from "../loop/coolants.ts";
import type { Loop } from "../loop/loop.ts";
import { createRecursiveRegression } from "../statistics/recursive-regression.ts";

/**
 * Sensors sit in a few places, coolant and walls lag behind them: part of every thermal swing is left in the inventory
 * that the mean temperature gives. This learns that part from lagged temperatures while the loop is healthy.
 */
export interface Compensation {
  /** Takes the temperatures (°C, one a channel) that held for the last `dtS` seconds, gaps in the data included. */
  observe(tempsC: Float64Array, dtS: number): void;
  /** Litres to take off the uncompensated inventory now. */
  correctionL(): number;
  /** What the correction is made from now: temperatures and their lags. Reused at each observation. */
  readonly features: Float64Array;
  /**
   * How badly the correction for a change of features may be wrong, litres²: small along what was seen while learning
   * (the orbit), large for movements that the loop has not shown yet (a step of the heat load).
   */
  doubtL2(change: Float64Array): number;
  /** Learns from one row: uncompensated inventory (litres) at `atS` seconds, with the temperatures observed last. */
  learn(inventoryL: number, atS: number): void;
  /** Loss (negative) or gain that was already there while learning, litres per hour; never taken off. */
  driftLPerH(): number;
}

/** Lags of walls, unmeasured branches and the accumulator, seconds: a minute to most of an hour (real loops: 600-900 s). */
const lagsS = [120, 600, 1800] as const;

/** Prior: the gain on a sensor may be off by this share of the full thermal expansion of the loop. */
const gainPriorShare = 0.3;

/** Prior: a lagged part may be as large as the whole thermal expansion. */
const lagPriorShare = 1;

/** Scatter of a learning row, as a share of the gas volume, already widened for its strong correlation in time. */
const rowSdShare = 0.01;

/** Prior for a leak that was there before: this share of the charge per hour. */
const driftPriorShare = 0.005;

/** Learns for a loop with `sensors` temperature channels; needs at least one to correct anything. */
export function createCompensation(loop: Loop, sensors: number): Compensation {
  const perSensor = 1 + lagsS.length;
  const thermal = sensors * perSensor;
  const expansionLPerK = expansionPerK(loop.coolant, loop.referenceTempC) * loop.chargeL;
  const priorSd: number[] = [];
  for (let k = 0; k < sensors; k++) {
    priorSd.push((gainPriorShare * expansionLPerK) / sensors);
    for (let l = 0; l < lagsS.length; l++) priorSd.push((lagPriorShare * expansionLPerK) / sensors);
  }
  priorSd.push(loop.chargeL, driftPriorShare * loop.chargeL);
  const regression = createRecursiveRegression(new Array(thermal + 2).fill(0), priorSd);
  const rowVariance = (rowSdShare * loop.accumulator.gasL) ** 2;

  const lagged = new Float64Array(sensors * lagsS.length);
  const features = new Float64Array(thermal + 2);
  features[thermal] = 1;
  // A change of temperatures alone: neither the constant nor the drift takes part in it.
  const probe = new Float64Array(thermal + 2);
  let settled = false;
  let originS = Number.NaN;

  return {
    observe(tempsC, dtS) {
      for (let k = 0; k < sensors; k++) {
        const tempC = tempsC[k]!;
        features[k * perSensor] = tempC - loop.referenceTempC;
        for (let l = 0; l < lagsS.length; l++) {
          const i = k * lagsS.length + l;
          lagged[i] = settled ? lagged[i]! + (tempC - lagged[i]!) * (1 - Math.exp(-dtS / lagsS[l]!)) : tempC;
          features[k * perSensor + 1 + l] = lagged[i]! - tempC;
        }
      }
      settled = true;
    },
    correctionL() {
      let sum = 0;
      for (let i = 0; i < thermal; i++) sum += regression.coefficients[i]! * features[i]!;
      return sum;
    },
    features: features.subarray(0, thermal),
    doubtL2(change) {
      probe.set(change);
      return regression.variance(probe);
    },
    learn(inventoryL, atS) {
      if (Number.isNaN(originS)) originS = atS;
      features[thermal + 1] = (atS - originS) / 3600;
      regression.update(features, inventoryL - loop.chargeL, rowVariance);
    },
    driftLPerH: () => regression.coefficients[thermal + 1]!,
  };
}
