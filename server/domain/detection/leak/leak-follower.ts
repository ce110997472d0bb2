import type { TimeLeft } from "../../../../protocol/estimate.ts";
import { bottomInventoryL, hasBottomedOut } from "../../loop/inventory.ts";
import type { Loop } from "../../loop/loop.ts";
import { type ChangeState, createChangeBank, newChangeState } from "./change-bank.ts";
import { createGrowthWatch, type Growth, type GrowthState, newGrowthState } from "./growth-watch.ts";
import { type HoleSize, toHole } from "./hole.ts";
import {
  createLossFilter,
  type LossFilterSettings,
  type LossFilterState,
  openedBy,
  toLossFilterState,
} from "./loss-filter.ts";
import {
  createMeasurementNoise,
  type MeasurementNoiseState,
  newMeasurementNoiseState,
} from "./measurement-noise.ts";
import { createStopWatch, newStopState, type Stopped, type StopState } from "./stop-watch.ts";
import { drainTimeS, probabilityWithin, type Span, toQuantiles } from "./time-to-minimum.ts";
import { vapourPressureKpa } from "./vapour-pressure.ts";

/** When the loss began and what the loop held then, litres. */
export interface LossOnset {
  readonly atS: number;
  readonly inventoryL: number;
}

/** What is known when a leak is found. */
export interface LeakStart {
  readonly onset: LossOnset;
  readonly atS: number;
  /** Newest measured inventory, litres, and the variance of its white part. */
  readonly inventoryL: number;
  readonly inventoryVarianceL2: number;
  /** Loss as the sensor shows it, litres per second, with its standard deviation. */
  readonly lossLPerS: number;
  readonly lossSdLPerS: number;
  /** What drives the leak then: mean pressure of the loop, kPa absolute. */
  readonly pressureKpa: number;
  /** Gas in the accumulator then, litres. */
  readonly gasL: number;
  /** True when the inventory comes from a pressure by the gas law, false when from a quantity sensor. */
  readonly gasLaw: boolean;
  /** Random walk of the healthy inventory, litres² per second. */
  readonly wanderL2PerS: number;
  /** Scatter of one evaluation, and its coloured part with its correlation time. */
  readonly noise: {
    readonly whiteVarianceL2: number;
    readonly colouredSdL: number;
    readonly colouredTauS: number;
  };
}

/** One evaluation. */
export interface LeakStep {
  readonly dtS: number;
  readonly atS: number;
  /** `NaN`: nothing was measured. */
  readonly measuredL: number;
  readonly varianceL2: number;
  /** Mean pressure of the loop, kPa absolute; `NaN`: none. */
  readonly pressureKpa: number;
  /** Gas in the accumulator, litres; `NaN`: not known. */
  readonly gasL: number;
  /** No coolant is left beside the gas: from here on nothing measures the inventory. */
  readonly bottomedOut: boolean;
}

/** A leak that was found, followed until the loop is serviced. */
export interface LeakFollower {
  readonly onset: LossOnset;
  step(evaluation: LeakStep): void;
  /** Coolant was put in (or taken out, negative): the loss stays. */
  addL(litres: number): void;
  /** Late data showed when the loss really began. */
  correctOnset(onset: LossOnset): void;
  readonly inventoryL: number;
  readonly inventorySdL: number;
  readonly lossLPerS: number;
  readonly lossSdLPerS: number;
  /** Lost since the onset, litres. */
  readonly lostL: number;
  readonly bottomedOut: boolean;
  /** Hole into vacuum that would lose as much. */
  hole(): HoleSize;
  timeLeft(): TimeLeft;
  /** Probability that the minimum is reached within `withinS` seconds. */
  minimumWithin(withinS: number): number;
  growth(): Growth | null;
  stopped(): Stopped | null;
  readonly state: LeakFollowerState;
}

/** What a follower knows; plain data. */
export interface LeakFollowerState {
  readonly steady: LossFilterState;
  readonly quick: LossFilterState;
  readonly noise: MeasurementNoiseState;
  readonly change: ChangeState;
  readonly growth: GrowthState;
  readonly stop: StopState;
  onsetS: number;
  onsetL: number;
  /** Pressure that drives the leak, kPa absolute; carried on by the gas law while none is measured. */
  pressureKpa: number;
  gasL: number;
  /** Coolant that was put in since the onset, litres. */
  addedL: number;
  bottomedOut: boolean;
  /** After the accumulator ran empty: what is left and what went since, litres. */
  openL: number;
  openLostL: number;
  stepS: number;
  /** The loss was once known well enough that a change of it could be told. */
  known: boolean;
  /** Evidence that the quick filter is above or below the steady one for a reason. */
  aboveSum: number;
  belowSum: number;
}

/** How much the pressure drives the loss: 1 for a hole into vacuum, 1.4 to 1.7 against air or boiling, 0 for a seep. */
const usualDrive = 1;
const driveSd = 0.5;

/** The steady estimate is not believed better than this share: no hole keeps its size that well. */
const steadyDoubt = 0.02;
/** The quick one keeps this doubt, and so the shortest memory that still tells a loss from its half. */
const quickDoubt = 0.1;
/**
 * The steady one starts anew from the quick one when they differ by more than chance: a CUSUM over their difference in
 * standard deviations of the quick one, one observation for each of its memories. A swing of the temperature that was
 * badly compensated passes by before.
 */
const slackSd = 0.5;
const partedSum = 3;

/** Air at sea level, kPa: no leak works against more, but for the vapour of its own coolant. */
const airKpa = 101;
/** However near the pressure is to what stands against the leak. */
const steepestDrive = 3;

/** κ = p₀ / (p₀ - p_e) with the highest pressure p_e that can stand against the leak. */
function mostDrive(loop: Loop, pressureKpa: number): number {
  const against = Math.max(airKpa, vapourPressureKpa(loop.coolant, loop.referenceTempC));
  const over = pressureKpa - against;
  return over > 0 ? Math.min(steepestDrive, pressureKpa / over) : steepestDrive;
}

/** A loss must be known to this share of itself before a change of it means anything. */
const knownShare = 0.3;

/** Liquid and pipes give a little with the pressure, and no owner knows the gas better: the litres may be off by this share. */
const litresDoubt = 0.015;
/** The same where volumes or pressure were assumed by the configuration. */
const assumedDoubt = 0.25;

/** Less than this is no pressure that drives a leak, kPa. */
const leastKpa = 1;

/**
 * No recorded loop's scatter is white: with little known, a part that lasts for minutes and has this share of a single
 * evaluation's standard deviation is taken for granted.
 */
const leastColoured = 0.5;
const usualTauS = 300;

/** A change has to be worth this many standard deviations of the coloured bias, in litres: a bias comes and goes. */
const beyondBias = 6;

/** Step for the derivative of the time left with respect to the drive. */
const driveNudge = 0.1;

/**
 * After the accumulator ran empty the rate rests on the size of the hole and on pressures that the pump, which draws
 * vapour, makes uneven: the loss may be off by this share.
 */
const emptyDoubt = 0.3;

export function newLeakFollowerState(loop: Loop, start: LeakStart): LeakFollowerState {
  const settings = toFilterSettings(loop, start);
  const filter = toLossFilterState(settings, {
    inventoryL: start.inventoryL,
    varianceL2: start.inventoryVarianceL2,
    lossLPerS: Math.max(0, start.lossLPerS),
    lossSdLPerS: start.lossSdLPerS,
    sinceOnsetS: start.atS - start.onset.atS,
    drive: usualDrive,
    driveSd,
  });
  const told = { lossLPerS: filter.mean[1]!, lossSdLPerS: Math.sqrt(filter.covariance[7]!) };
  return {
    steady: filter,
    quick: { followL: 0, mean: filter.mean.slice(), covariance: filter.covariance.slice() },
    noise: newMeasurementNoiseState(start.noise.whiteVarianceL2),
    change: newChangeState(),
    growth: newGrowthState(start.atS, told),
    stop: newStopState(start.atS),
    onsetS: start.onset.atS,
    onsetL: start.onset.inventoryL,
    pressureKpa: start.pressureKpa,
    gasL: start.gasL,
    addedL: 0,
    bottomedOut: false,
    openL: 0,
    openLostL: 0,
    stepS: 1,
    known: false,
    aboveSum: 0,
    belowSum: 0,
  };
}

const toFilterSettings = (loop: Loop, start: LeakStart): LossFilterSettings => ({
  mostDrive: mostDrive(loop, start.pressureKpa),
  referenceKpa: start.pressureKpa,
  gasLaw: start.gasLaw,
  wanderL2PerS: start.wanderL2PerS,
  colouredSdL: Math.max(start.noise.colouredSdL, leastColoured * Math.sqrt(start.noise.whiteVarianceL2)),
  colouredTauS: start.noise.colouredTauS > 0 ? start.noise.colouredTauS : usualTauS,
});

/**
 * Follows a leak by two filters of the same model: a steady one whose doubt may become small, and a quick one that keeps
 * a tenth of the loss as its doubt and so forgets as fast as the noise lets it. Where they part, the leak has changed.
 */
export function createLeakFollower(
  loop: Loop,
  start: LeakStart,
  state: LeakFollowerState = newLeakFollowerState(loop, start),
): LeakFollower {
  const settings = toFilterSettings(loop, start);
  const steady = createLossFilter(settings, state.steady);
  const quick = createLossFilter(settings, state.quick);
  const noise = createMeasurementNoise(state.noise);
  const walkL = Math.sqrt(settings.wanderL2PerS * settings.colouredTauS);
  const leastL = beyondBias * Math.max(settings.colouredSdL, walkL);
  const change = createChangeBank(leastL, state.change);
  const growth = createGrowthWatch(leastL, state.growth);
  const stop = createStopWatch(leastL, state.stop);
  const modelDoubt = loop.assumed.length > 0 ? assumedDoubt : litresDoubt;
  const boilingKpa = vapourPressureKpa(loop.coolant, loop.referenceTempC);

  const fall = (): number => state.pressureKpa / start.pressureKpa - 1;
  /**
   * How much is lost at the pressure now for each litre at the reference pressure. Without coolant in the accumulator the
   * pressure is far from where the drive was learnt: then it is a hole into vacuum, which stops last.
   */
  const opened = (): number => openedBy(state.bottomedOut ? 1 : steady.drive, fall());
  const lossLPerS = (): number => Math.max(0, steady.lossLPerS) * opened();
  /** How much the logarithm of `opened` changes with the drive. */
  const openedPerDrive = (): number => (state.bottomedOut ? 0 : (0.5 * fall()) / opened() ** 2);
  const lossSdLPerS = (): number => {
    const scatter = steady.variance(0, 1, steady.lossLPerS * openedPerDrive());
    const doubt = state.bottomedOut ? emptyDoubt : modelDoubt;
    return opened() * Math.hypot(Math.sqrt(scatter), doubt * steady.lossLPerS);
  };

  const stepFilters = ({ dtS, atS, measuredL }: LeakStep, varianceL2: number): void => {
    const scatter = (state.gasL / start.gasL) ** 2;
    steady.predict(dtS, state.pressureKpa, scatter);
    quick.predict(dtS, state.pressureKpa, scatter);
    if (Number.isNaN(varianceL2)) return;
    steady.update(measuredL, varianceL2);
    const z = quick.update(measuredL, varianceL2);
    const scale = state.growth.toldLPerS * opened();
    if (!state.known) return;
    const changed = change.step({ dtS, z, followL: quick.followL }, scale);
    if (changed === null) return;
    quick.jump(changed.byLPerS / opened(), changed.sdLPerS / opened());
    growth.changed(atS - changed.forS);
    stop.changed(atS - changed.forS);
  };

  /** Where the two have differed for longer than chance, the steady one starts anew from the quick one. */
  const reconcile = (dtS: number): void => {
    const apart = (quick.lossLPerS - steady.lossLPerS) / quick.lossSdLPerS;
    const share = dtS / Math.max(dtS, quick.memoryS);
    state.aboveSum = Math.max(0, state.aboveSum + (apart - slackSd) * share);
    state.belowSum = Math.max(0, state.belowSum + (-apart - slackSd) * share);
    if (Math.max(state.aboveSum, state.belowSum) < partedSum) return;
    state.aboveSum = 0;
    state.belowSum = 0;
    state.steady.mean.set(state.quick.mean);
    state.steady.covariance.set(state.quick.covariance);
  };

  /** Pressure while none is measured: the gas expands by what is lost. */
  const expand = (dtS: number): void => {
    const lostL = lossLPerS() * dtS;
    const { volumeL } = loop.accumulator;
    const gasL = Math.min(volumeL, state.gasL + lostL);
    if (!state.bottomedOut) state.pressureKpa *= state.gasL / gasL;
    state.gasL = gasL;
  };

  const bottomOut = (): void => {
    state.bottomedOut = true;
    state.openL = Math.min(steady.inventoryL, bottomInventoryL(loop));
  };

  /** κ told at the pressure now: q ∝ sqrt(1 + κ (p / p₀ - 1)) whichever pressure is p₀. */
  const driveAt = (drive: number): number => (drive * (1 + fall())) / openedBy(drive, fall()) ** 2;

  const driveAtPerDrive = (): number => (1 + fall()) / openedBy(steady.drive, fall()) ** 4;

  /** Once empty, the pump may still give its head at the hole or not: the pressure lies between boiling and that. */
  const emptyKpa = (headKpa: number): number => Math.sqrt(boilingKpa * (boilingKpa + headKpa));
  /** The loss goes with the root of that pressure. */
  const emptyDoubtShare = (headKpa: number): number =>
    Math.hypot(emptyDoubt, Math.log(1 + headKpa / boilingKpa) / 4);

  const span = (): Span => {
    const spareL = inventoryL() - loop.minimumInventoryL;
    if (spareL <= 0) return { medianS: 0, doubtShare: 0 };
    const loss = lossLPerS();
    if (loss <= 0) return { medianS: Number.POSITIVE_INFINITY, doubtShare: 1 };
    const gasKpa = Math.min(
      state.pressureKpa,
      (loop.referencePressureKpa * loop.accumulator.gasL) / state.gasL,
    );
    const headKpa = state.pressureKpa - gasKpa;
    const inAccumulatorL = Math.min(
      loop.accumulator.volumeL - state.gasL,
      inventoryL() - bottomInventoryL(loop),
    );
    const draining = {
      spareL,
      accumulatorL: state.bottomedOut ? 0 : Math.max(0, inAccumulatorL),
      gasL: state.gasL,
      gasKpa,
      headKpa,
      emptyKpa: state.bottomedOut ? state.pressureKpa : emptyKpa(headKpa),
      lossLPerS: loss,
      drive: state.bottomedOut ? 1 : driveAt(steady.drive),
    };
    const { firstS, emptyS } = drainTimeS(draining);
    const medianS = firstS + emptyS;
    const nudged = drainTimeS({ ...draining, drive: draining.drive + driveNudge });
    const perDriveNow = Math.log((nudged.firstS + nudged.emptyS) / medianS) / driveNudge;
    const perDrive = state.bottomedOut ? 0 : perDriveNow * driveAtPerDrive() - openedPerDrive();
    const variance = steady.variance(1 / spareL, -1 / steady.lossLPerS, perDrive);
    // Litres that are off by a share put the minimum and the loss off together: (spare - k lost) / (k q).
    const offShare = 1 + Math.abs(lostL()) / spareL;
    const doubtShare = Math.hypot(
      Math.sqrt(variance),
      modelDoubt * offShare,
      (emptyDoubtShare(state.bottomedOut ? 0 : headKpa) * emptyS) / medianS,
    );
    return { medianS, doubtShare };
  };

  const lostL = (): number => state.onsetL + state.addedL - inventoryL();
  const inventoryL = (): number => (state.bottomedOut ? state.openL : steady.inventoryL);

  return {
    state,
    get onset() {
      return { atS: state.onsetS, inventoryL: state.onsetL };
    },
    step(evaluation) {
      const { dtS, atS, measuredL, pressureKpa, gasL } = evaluation;
      const measured = !Number.isNaN(measuredL) && !evaluation.bottomedOut;
      if (Number.isNaN(pressureKpa)) expand(dtS);
      else state.pressureKpa = Math.max(leastKpa, pressureKpa);
      if (!state.bottomedOut && (evaluation.bottomedOut || hasBottomedOut(loop, state.gasL))) bottomOut();
      if (state.bottomedOut) {
        const lostL = Math.min(state.openL, lossLPerS() * dtS);
        state.openL -= lostL;
        state.openLostL += lostL;
        return;
      }
      let varianceL2 = Number.NaN;
      if (measured) {
        state.stepS += (dtS - state.stepS) / 100;
        noise.step(measuredL, dtS, lossLPerS());
        varianceL2 = noise.variance(evaluation.varianceL2);
      } else noise.skip();
      stepFilters(evaluation, varianceL2);
      if (!measured) return;
      // The gas as it is without the noise of this one measurement.
      if (!Number.isNaN(gasL)) state.gasL = gasL + measuredL - steady.inventoryL;
      const told = state.growth.toldLPerS;
      steady.doubt(steadyDoubt * steady.lossLPerS);
      quick.doubt(quickDoubt * Math.max(Math.abs(quick.lossLPerS), told / 2));
      reconcile(dtS);
      if (!state.known) state.known = steady.lossSdLPerS < knownShare * steady.lossLPerS;
      if (!state.known) {
        growth.tell(atS, steady);
        return;
      }
      stop.step(atS, quick, told);
      if (!state.stop.stopping) growth.step(atS, quick, steady);
    },
    addL(litres) {
      state.addedL += litres;
      state.steady.mean[0]! += litres;
      state.quick.mean[0]! += litres;
      state.openL += litres;
      if (!Number.isNaN(state.noise.lastL)) state.noise.lastL += litres;
    },
    correctOnset(onset) {
      state.onsetS = onset.atS;
      state.onsetL = onset.inventoryL;
    },
    get inventoryL() {
      return inventoryL();
    },
    get inventorySdL() {
      return Math.hypot(steady.inventorySdL, modelDoubt * lostL(), emptyDoubt * state.openLostL);
    },
    get lossLPerS() {
      return lossLPerS();
    },
    get lossSdLPerS() {
      return lossSdLPerS();
    },
    get lostL() {
      return lostL();
    },
    get bottomedOut() {
      return state.bottomedOut;
    },
    hole: () => toHole(loop, { lossLPerS: lossLPerS(), lossSdLPerS: lossSdLPerS() }, state.pressureKpa),
    timeLeft: () => toQuantiles(span()),
    minimumWithin: (withinS) => probabilityWithin(span(), withinS),
    growth: () => growth.last(opened()),
    stopped: () =>
      stop.last({
        everyS: state.stepS,
        whiteVarianceL2: noise.variance(start.noise.whiteVarianceL2),
        colouredSdL: start.noise.colouredSdL,
        colouredTauS: start.noise.colouredTauS,
        wanderL2PerS: start.wanderL2PerS,
      }),
  };
}
