import {
  gasPressureKpa,
  gasVolumeAtInventoryL,
  gasVolumeFromQuantityL,
  gasVolumeL,
  hasBottomedOut,
  inventoryL,
  quantityPercent,
} from "../loop/inventory.ts";
import type { Channel, Loop } from "../loop/loop.ts";
import { type Compensation, createCompensation } from "./compensation.ts";
import { createFastLoss, type FastLoss } from "./fast-loss.ts";
import { grainS, type Onset } from "./grain.ts";
import { createLevelBreak, type LevelBreak } from "./level-break.ts";
import { createLevelHistory, type LevelHistory } from "./level-history.ts";
import { createLossBank, type LossBank, quietBelow } from "./loss-bank.ts";
import { createThermalSwing, newSwingState, type ThermalSwing } from "./thermal-swing.ts";
import { neverSeenL, notYetSeenL } from "./unseen-heat.ts";
import { at, type Observation, type WitnessState } from "./witness-state.ts";

/** One sensor that tells the inventory: its own compensation, its own evidence. Witnesses never share numbers. */
export interface Witness {
  readonly channel: Channel;
  /** Its place among the loop's channels. */
  readonly place: number;
  readonly bank: LossBank;
  readonly fast: FastLoss;
  readonly breach: LevelBreak;
  readonly history: LevelHistory;
  readonly compensation: Compensation;
  observe(seen: Observation): void;
  /** The loop was silent and is heard again: compare with what was before. `stoodS`: it was stuck before, since then. */
  resume(nowS: number, stoodS: number): void;
  /** From here on the healthy model is fixed and the bank speaks. */
  calibrate(): void;
  /** Gas volume and compensated inventory of the last observation, litres; `NaN` before the first and when it tells none. */
  readonly gasL: number;
  readonly inventoryL: number;
  /** Fills taken off: what the evidence is made of. */
  readonly watchedL: number;
  /** What the channel itself showed last, in its unit. */
  readonly reading: number;
  readonly tempC: number;
  /** Watched inventory of the last complete grain, litres; `NaN` before the first. */
  readonly grainInventoryL: number;
  /** When its reading changed last, epoch seconds; the inventory then, litres. */
  readonly changedS: number;
  readonly changedL: number;
  /** What the channel would show at this inventory, with the temperatures now, in its unit. */
  readingAt(inventoryL: number): number;
  readonly swing: ThermalSwing;
  /** Noise of a single value, litres (sd). */
  readonly noiseSdL: number;
  /** Lost since `atS` by this witness, litres; `NaN` when it does not know. */
  lossSinceL(atS: number): number;
  /** Scatter of such a loss in health, litres (sd). */
  lossSdL(spanS: number): number;
  /** The loss after a silence, in standard deviations; 0 when there was none. */
  breakScore(): number;
  /** Where the evidence of the scales began. */
  onset(): Onset | null;
  readonly state: WitnessState;
}

/** Rows for the compensation are taken this often, seconds: faster rows say nothing new. */
const learnEveryS = 60;

/** This share of the learning time goes to the compensation; the rest shows how much scatter it leaves. */
export const fitShare = 0.5;

/** One-sided normal quantile of one rupture in a year called by chance. */
const ruptureZ = 6;

/** The largest of many normal deviations, in standard deviations. */
const usualTail = 3;

/** `sensors`: temperature channels of the loop. */
export function createWitness(loop: Loop, place: number, sensors: number, saved?: WitnessState): Witness {
  const channel = loop.channels[place]!;
  const compensation = createCompensation(loop, sensors, saved?.compensation);
  const nominalGasL = loop.accumulator.gasL;
  const stepL =
    channel.role === "quantity"
      ? (channel.step / 100) * loop.accumulator.volumeL
      : (channel.step * nominalGasL) / loop.referencePressureKpa;
  const { chargeL, falseAlarmsPerYear } = loop;
  const bank = createLossBank(
    { chargeL, stepL, falseAlarmsPerYear, unseenL: neverSeenL(loop), compensation },
    saved?.bank,
  );
  const fast = createFastLoss(
    { chargeL, z: ruptureZ, floorSdL: 0.3 * stepL, unseenL: notYetSeenL(loop) },
    saved?.fast,
  );
  const breach = createLevelBreak(saved?.breach);
  const history = createLevelHistory(saved?.history);
  const width = compensation.features.length;
  const state: WitnessState = saved ?? {
    compensation: compensation.state,
    bank: bank.state,
    fast: fast.state,
    breach: breach.state,
    history: history.state,
    sums: new Float64Array(5),
    features: new Float64Array(width),
    grainFeatures: new Float64Array(width),
    swing: newSwingState(width),
    numbers: new Float64Array(19).fill(Number.NaN),
    calibrated: false,
  };
  const { sums, features, grainFeatures, numbers } = state;
  const swing = createThermalSwing(compensation, state.swing);
  const change = new Float64Array(width);
  const fitMs = loop.learningMs * fitShare;
  // Reused: the bank keeps none of it.
  const grain = {
    index: 0,
    inventoryL: 0,
    reading: 0,
    tempC: 0,
    errorL: 0,
    strangeL: 0,
    features: grainFeatures,
  };
  const fastReading = { atS: 0, inventoryL: 0, rawL: 0, reading: 0, doubtL: 0, stretch: 1 };
  const fastContext = { quiet: false, fitted: false };
  const context = { calibrated: false, quiet: false, calm: false };

  const gasAt = (value: number, headKpa: number, gasC: number): number =>
    channel.role === "quantity"
      ? gasVolumeFromQuantityL(loop, value)
      : gasVolumeL(loop, Math.max(1, value - headKpa), gasC);

  const learntFor = (atS: number): number => (atS - numbers[at.firstS]!) * 1000;

  const closeGrain = (quiet: boolean, calm: boolean): void => {
    const count = numbers[at.count]!;
    for (let i = 0; i < width; i++) grainFeatures[i] = features[i]! / count;
    for (let i = 0; i < sums.length; i++) numbers[at.grainL + i] = sums[i]! / count;
    grain.index = numbers[at.grain]!;
    grain.inventoryL = numbers[at.grainL]!;
    grain.reading = numbers[at.grainReading]!;
    grain.tempC = numbers[at.grainC]!;
    grain.errorL = numbers[at.grainError]!;
    grain.strangeL = numbers[at.grainStrange]!;
    const fitted = state.calibrated || learntFor(numbers[at.lastS]!) >= fitMs;
    context.calibrated = state.calibrated;
    context.calm = calm && fitted;
    context.quiet = quiet && fitted && bank.strength < quietBelow;
    bank.step(grain, context);
    history.add(grain.index * grainS, grain.inventoryL);
    swing.step(grain);
  };

  const openGrain = (index: number): void => {
    numbers[at.grain] = index;
    numbers[at.count] = 0;
    sums.fill(0);
    features.fill(0);
  };

  /** The thermal correction may be wrong by this since the last grain, litres². */
  const breakDoubtL2 = (): number => {
    for (let i = 0; i < width; i++) change[i] = compensation.features[i]! - grainFeatures[i]!;
    return compensation.doubtL2(change) + compensation.errorL() ** 2 + compensation.strangeL() ** 2;
  };

  return {
    channel,
    place,
    bank,
    fast,
    breach,
    history,
    compensation,
    swing,
    state,
    observe({ atS, value, fresh, temperatures, headKpa, filledL, unrestL, quiet, calm }) {
      if (Number.isNaN(numbers[at.firstS]!)) numbers[at.firstS] = atS;
      const index = Math.floor(atS / grainS);
      if (index !== numbers[at.grain]) {
        if (numbers[at.count]! > 0) closeGrain(quiet, calm);
        openGrain(index);
      }
      const dtS = atS - numbers[at.lastS]!;
      compensation.observe(temperatures, Number.isNaN(dtS) ? 1 : dtS);
      numbers[at.lastS] = atS;
      const changed = value !== numbers[at.reading]!;
      numbers[at.reading] = value;
      numbers[at.tempC] = temperatures.liquidC;
      numbers[at.gasC] = temperatures.gasC;
      numbers[at.headKpa] = headKpa;
      const gasL = gasAt(value, headKpa, temperatures.gasC);
      numbers[at.gasL] = gasL;
      const uncompensatedL = inventoryL(loop, gasL, temperatures.liquidC);
      const watchedL = uncompensatedL - compensation.correctionL() - filledL;
      if (fresh) breach.take(atS, watchedL);
      if (hasBottomedOut(loop, gasL)) {
        // No coolant is left beside the gas: from here on its volume says nothing of the inventory.
        numbers[at.inventoryL] = Number.NaN;
        numbers[at.watchedL] = Number.NaN;
        return;
      }
      numbers[at.inventoryL] = watchedL + filledL;
      numbers[at.watchedL] = watchedL;
      if (changed) numbers[at.changedS] = atS;
      if (changed) numbers[at.changedL] = watchedL + filledL;
      if (fresh) {
        fastReading.atS = atS;
        fastReading.inventoryL = watchedL;
        fastReading.rawL = -gasAt(value, headKpa, loop.referenceTempC) - filledL;
        fastReading.reading = value;
        // The same step of pressure is more litres in gas that has expanded: dV/dp = −V²/(p₀ V₀).
        fastReading.stretch = channel.role === "quantity" ? 1 : Math.max(1, (gasL / nominalGasL) ** 2);
        fastReading.doubtL = compensation.errorL() + unrestL;
        fastContext.quiet = quiet && bank.strength < quietBelow;
        fastContext.fitted = state.calibrated || learntFor(atS) >= fitMs;
        fast.take(fastReading, fastContext);
      }
      const learntS = numbers[at.learntS]!;
      if (quiet && !state.calibrated && !(atS - learntS < learnEveryS) && learntFor(atS) < fitMs) {
        numbers[at.learntS] = atS;
        compensation.learn(uncompensatedL - filledL, atS);
      }
      numbers[at.count]! += 1;
      sums[0]! += watchedL;
      sums[1]! += value;
      sums[2]! += temperatures.liquidC;
      sums[3]! += compensation.errorL() + unrestL;
      sums[4]! += compensation.strangeL();
      for (let i = 0; i < width; i++) features[i]! += compensation.features[i]!;
    },
    resume(nowS, stoodS) {
      fast.forget();
      if (!Number.isNaN(stoodS)) {
        // What it stood on while the temperatures moved was no level of anything.
        bank.hold();
        return;
      }
      if (Number.isNaN(numbers[at.grainL]!)) return;
      breach.open(
        {
          atS: (numbers[at.grain]! + 1) * grainS,
          inventoryL: numbers[at.grainL]!,
          reading: numbers[at.grainReading]!,
          tempC: numbers[at.grainC]!,
        },
        nowS,
      );
    },
    calibrate() {
      state.calibrated = true;
    },
    get gasL() {
      return numbers[at.gasL]!;
    },
    get inventoryL() {
      return numbers[at.inventoryL]!;
    },
    get watchedL() {
      return numbers[at.watchedL]!;
    },
    get reading() {
      return numbers[at.reading]!;
    },
    get changedS() {
      return numbers[at.changedS]!;
    },
    get changedL() {
      return numbers[at.changedL]!;
    },
    get tempC() {
      return numbers[at.tempC]!;
    },
    get grainInventoryL() {
      return numbers[at.grainL]!;
    },
    readingAt(levelL) {
      const uncompensatedL = levelL + compensation.correctionL();
      const gasL = gasVolumeAtInventoryL(loop, uncompensatedL, numbers[at.tempC]!);
      return channel.role === "quantity"
        ? quantityPercent(loop, gasL)
        : gasPressureKpa(loop, gasL, numbers[at.gasC]!) + numbers[at.headKpa]!;
    },
    get noiseSdL() {
      return bank.grainSdL() * Math.sqrt(grainS);
    },
    lossSinceL: (atS) => history.before(atS) - numbers[at.grainL]!,
    lossSdL: (spanS) => Math.sqrt(bank.differenceL2(spanS) + compensation.errorL() ** 2),
    breakScore() {
      if (!state.calibrated || !breach.ready) return 0;
      const spanS = Math.max(grainS, breach.silenceS);
      const sdL = Math.sqrt(bank.differenceL2(spanS) + breakDoubtL2());
      // Health has tails: sunrise and sunset are steeper than the rest of an orbit.
      return breach.fallL / (sdL * Math.max(1, bank.tailOf(spanS) / usualTail));
    },
    onset: () => bank.onset(),
  };
}
