import { gasVolumeFromQuantityL, gasVolumeL, hasBottomedOut, inventoryL } from "../loop/inventory.ts";
import type { Channel, Loop } from "../loop/loop.ts";
import { type Compensation, createCompensation } from "./compensation.ts";
import { createLossBank, type LossBank, quietBelow } from "./loss-bank.ts";
import { grainS } from "./loss-scale.ts";

/** What the temperature channels say at one evaluation. */
export interface Temperatures {
  /** Mean coolant temperature, °C. */
  readonly liquidC: number;
  /** Accumulator gas, °C. */
  readonly gasC: number;
  /** Every temperature channel, for the lags. */
  readonly all: Float64Array;
}

/** One sensor that tells the inventory: its own compensation, its own evidence. Witnesses never share numbers. */
export interface Witness {
  readonly channel: Channel;
  readonly bank: LossBank;
  /** Takes one evaluation: the channel's value (in its unit) and the temperatures. */
  observe(atS: number, value: number, temperatures: Temperatures): void;
  /** Gas volume and compensated inventory of the last observation, litres; `NaN` before the first and when it tells none. */
  readonly gasL: number;
  readonly inventoryL: number;
  /** What the channel itself showed last, in its unit. */
  readonly reading: number;
  /** Compensated inventory of the last complete grain, litres; `NaN` before the first. */
  readonly grainInventoryL: number;
  /** From here on the healthy model is fixed and the bank speaks. */
  calibrate(): void;
  readonly compensation: Compensation;
}

/** Rows for the compensation are taken this often, seconds: faster rows say nothing new. */
const learnEveryS = 60;

/** This share of the learning time goes to the compensation; the rest shows how much scatter it leaves. */
export const fitShare = 0.5;

/** `offset`: pressure that the pump adds between the accumulator and this sensor, kPa, asked at each observation. */
export function createWitness(loop: Loop, channel: Channel, sensors: number, offset: () => number): Witness {
  const compensation = createCompensation(loop, sensors);
  const nominalGasL = loop.accumulator.gasL;
  const stepL =
    channel.role === "quantity"
      ? (channel.step / 100) * loop.accumulator.volumeL
      : (channel.step * nominalGasL) / loop.referencePressureKpa;
  const { chargeL, falseAlarmsPerYear } = loop;
  const bank = createLossBank({ chargeL, stepL, falseAlarmsPerYear, compensation });
  let firstS = Number.NaN;
  let lastS = Number.NaN;
  let calibrated = false;
  let learntAtS = Number.NEGATIVE_INFINITY;
  let grain = Number.NaN;
  let count = 0;
  // Over a grain: inventory, reading, temperature.
  const sums = new Float64Array(3);
  const features = new Float64Array(compensation.features.length);
  const state = {
    reading: Number.NaN,
    gasL: Number.NaN,
    inventoryL: Number.NaN,
    grainL: Number.NaN,
    grainReading: Number.NaN,
    grainC: Number.NaN,
  };
  const fitMs = loop.learningMs * fitShare;

  const closeGrain = (): void => {
    for (let i = 0; i < features.length; i++) features[i]! /= count;
    state.grainL = sums[0]! / count;
    state.grainReading = sums[1]! / count;
    state.grainC = sums[2]! / count;
    const fitted = calibrated || (lastS - firstS) * 1000 >= fitMs;
    bank.step(
      {
        index: grain,
        inventoryL: state.grainL,
        reading: state.grainReading,
        tempC: state.grainC,
        features,
      },
      { calibrated, quiet: fitted && bank.strength < quietBelow },
    );
  };

  return {
    channel,
    bank,
    compensation,
    observe(atS, value, temperatures) {
      if (Number.isNaN(firstS)) firstS = atS;
      const index = Math.floor(atS / grainS);
      if (index !== grain) {
        if (count > 0) closeGrain();
        grain = index;
        count = 0;
        sums.fill(0);
        features.fill(0);
      }
      compensation.observe(temperatures.all, Number.isNaN(lastS) ? 1 : atS - lastS);
      lastS = atS;
      state.reading = value;
      state.gasL =
        channel.role === "quantity"
          ? gasVolumeFromQuantityL(loop, value)
          : gasVolumeL(loop, Math.max(1, value - offset()), temperatures.gasC);
      if (hasBottomedOut(loop, state.gasL)) {
        // No coolant is left beside the gas: from here on its volume says nothing of the inventory.
        state.inventoryL = Number.NaN;
        return;
      }
      const uncompensatedL = inventoryL(loop, state.gasL, temperatures.liquidC);
      state.inventoryL = uncompensatedL - compensation.correctionL();
      if (!calibrated && atS - learntAtS >= learnEveryS && (atS - firstS) * 1000 < fitMs) {
        learntAtS = atS;
        compensation.learn(uncompensatedL, atS);
      }
      count += 1;
      sums[0]! += state.inventoryL;
      sums[1]! += value;
      sums[2]! += temperatures.liquidC;
      for (let i = 0; i < features.length; i++) features[i]! += compensation.features[i]!;
    },
    calibrate() {
      calibrated = true;
    },
    get gasL() {
      return state.gasL;
    },
    get inventoryL() {
      return state.inventoryL;
    },
    get reading() {
      return state.reading;
    },
    get grainInventoryL() {
      return state.grainL;
    },
  };
}
