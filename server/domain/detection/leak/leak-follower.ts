import type { TimeLeft } from "../../../../protocol/estimate.ts";
import { bottomInventoryL, hasBottomedOut } from "../../loop/inventory.ts";
import type { Loop } from "../../loop/loop.ts";
import { createFilterPair, type FilterPairState, newFilterPairState } from "./filter-pair.ts";
import { createGrowthWatch, type Growth, type GrowthState, newGrowthState } from "./growth-watch.ts";
import { type HoleSize, toHole } from "./hole.ts";
import {
  type LeakStart,
  type LeakStep,
  type LossOnset,
  toFilterSettings,
  toFilterState,
} from "./leak-start.ts";
import {
  createMeasurementNoise,
  type MeasurementNoiseState,
  newMeasurementNoiseState,
} from "./measurement-noise.ts";
import {
  createModulationWatch,
  type Modulation,
  type ModulationState,
  newModulationState,
} from "./modulation.ts";
import { createOutlook, emptyDoubt } from "./outlook.ts";
import { createStopWatch, newStopState, type Stopped, type StopState } from "./stop-watch.ts";
import { probabilityWithin, toQuantiles } from "./time-to-minimum.ts";

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
  /** A rupture was seen within seconds: from `sinceS` on it loses so much at the pressure now, known to `sdLPerS`. */
  tear(torn: {
    readonly sinceS: number;
    readonly lossLPerS: number;
    readonly sdLPerS: number;
    readonly measuredL: number;
  }): void;
  /** Hole into vacuum that would lose as much. */
  hole(): HoleSize;
  timeLeft(): TimeLeft;
  /** Probability that the minimum is reached within `withinS` seconds. */
  minimumWithin(withinS: number): number;
  growth(): Growth | null;
  stopped(): Stopped | null;
  /** A swing of the loss with a cycle. */
  modulation(): Modulation | null;
  readonly state: LeakFollowerState;
}

/** What a follower knows; plain data. */
export interface LeakFollowerState {
  readonly pair: FilterPairState;
  readonly noise: MeasurementNoiseState;
  readonly growth: GrowthState;
  readonly stop: StopState;
  readonly modulation: ModulationState;
  /** Period with which the loss swings, seconds; 0: it does not. */
  cycleS: number;
  cycleSeenS: number;
  onsetS: number;
  onsetL: number;
  /** Pressure that drives the leak, kPa absolute; carried on by the gas law while none is measured. */
  pressureKpa: number;
  gasL: number;
  inventoryL: number;
  /** Lost since the onset, litres. */
  lostL: number;
  /** Coolant that was put in since the onset, litres. */
  addedL: number;
  bottomedOut: boolean;
  /** Lost since the accumulator ran empty, litres. */
  openLostL: number;
  /** Usual time between evaluations, seconds. */
  stepS: number;
}

/** Less than this is no pressure that drives a leak, kPa. */
const leastKpa = 1;

/** A change has to be worth this many standard deviations of the coloured bias, in litres: a bias comes and goes. */
const beyondBias = 6;

/** A cycle that no longer stands out is believed for so many of its periods. */
const cyclesMissed = 3;

/** Evaluations over which the usual time between them is averaged. */
const stepMemory = 100;

export function newLeakFollowerState(loop: Loop, start: LeakStart): LeakFollowerState {
  const filter = toFilterState(loop, start);
  const told = { lossLPerS: start.lossLPerS, lossSdLPerS: start.lossSdLPerS };
  return {
    pair: newFilterPairState(filter),
    noise: newMeasurementNoiseState(start.noise.whiteVarianceL2),
    growth: newGrowthState(start.atS, told),
    stop: newStopState(start.atS),
    modulation: newModulationState(),
    cycleS: 0,
    cycleSeenS: start.atS,
    onsetS: start.onset.atS,
    onsetL: start.onset.inventoryL,
    pressureKpa: start.pressureKpa,
    gasL: start.gasL,
    inventoryL: start.inventoryL,
    lostL: start.onset.inventoryL - start.inventoryL,
    addedL: 0,
    bottomedOut: false,
    openLostL: 0,
    stepS: 1,
  };
}

/** Follows a leak by the hole that it comes through, also where no measurement tells the inventory any more. */
export function createLeakFollower(
  loop: Loop,
  start: LeakStart,
  state: LeakFollowerState = newLeakFollowerState(loop, start),
): LeakFollower {
  const settings = toFilterSettings(loop, start);
  const walkL = Math.sqrt(settings.wanderL2PerS * settings.colouredTauS);
  const leastL = beyondBias * Math.max(settings.colouredSdL, walkL);
  const pair = createFilterPair(settings, leastL, state.pair);
  const { steady, quick } = pair;
  const noise = createMeasurementNoise(state.noise);
  const growth = createGrowthWatch(leastL, state.growth);
  const stop = createStopWatch(leastL, state.stop);
  const modulation = createModulationWatch(leastL, state.modulation);
  const outlook = createOutlook(loop, steady, start.pressureKpa);

  const lossLPerS = (): number => Math.max(0, steady.lossLPerS) * outlook.opened(state);

  /** Pressure while none is measured: the gas expands by what is lost. */
  const expand = (dtS: number): void => {
    const gasL = Math.min(loop.accumulator.volumeL, state.gasL + lossLPerS() * dtS);
    if (!state.bottomedOut) state.pressureKpa *= state.gasL / gasL;
    state.gasL = gasL;
  };

  const settle = (inventoryL: number): void => {
    state.inventoryL = inventoryL;
    state.lostL = state.onsetL + state.addedL - inventoryL;
  };

  /** Nothing measures the inventory: the hole and the pressure carry it on. */
  const stepEmpty = (dtS: number): void => {
    const lostL = Math.min(state.inventoryL, lossLPerS() * dtS);
    state.openLostL += lostL;
    settle(state.inventoryL - lostL);
  };

  const stepMeasured = (evaluation: LeakStep): void => {
    const { dtS, atS, measuredL, gasL } = evaluation;
    const measured = !Number.isNaN(measuredL);
    if (measured) {
      state.stepS += (dtS - state.stepS) / stepMemory;
      noise.step(measuredL, dtS, lossLPerS());
    } else noise.skip();
    const toldLPerS = state.growth.toldLPerS;
    const changedForS = pair.step({
      dtS,
      pressureKpa: state.pressureKpa,
      measuredL,
      varianceL2: noise.variance(evaluation.varianceL2),
      scatter: (state.gasL / start.gasL) ** 2,
      toldLPerS,
      opened: outlook.opened(state),
      ageS: atS - state.onsetS,
    });
    settle(steady.inventoryL);
    if (!measured) return;
    // The gas as it is without the noise of this one measurement.
    if (!Number.isNaN(gasL)) state.gasL = gasL + measuredL - steady.inventoryL;
    if (!pair.known) {
      growth.tell(atS, steady);
      return;
    }
    if (!Number.isNaN(changedForS)) {
      growth.changed(atS - changedForS);
      stop.changed(atS - changedForS);
    }
    if (modulation.step(atS, quick.inventoryL)) {
      const found = modulation.last();
      if (found !== null) {
        state.cycleS = found.periodS;
        state.cycleSeenS = atS;
      } else if (atS - state.cycleSeenS > cyclesMissed * state.cycleS) state.cycleS = 0;
    }
    stop.step(atS, quick, toldLPerS);
    if (!state.stop.stopping) growth.step(atS, quick, steady, state.cycleS);
  };

  /** Coolant is back in the accumulator: what is measured counts again, and what was reckoned meanwhile does not. */
  const comeBack = (measuredL: number): void => {
    state.bottomedOut = false;
    state.openLostL = 0;
    steady.place(measuredL);
    quick.place(measuredL);
    noise.skip();
  };

  return {
    state,
    get onset() {
      return { atS: state.onsetS, inventoryL: state.onsetL };
    },
    step(evaluation) {
      const { dtS, measuredL, pressureKpa, gasL } = evaluation;
      if (Number.isNaN(pressureKpa)) expand(dtS);
      else state.pressureKpa = Math.max(leastKpa, pressureKpa);
      const told = !Number.isNaN(measuredL) && !Number.isNaN(gasL) && !evaluation.bottomedOut;
      if (state.bottomedOut && told && !hasBottomedOut(loop, gasL)) comeBack(measuredL);
      if (!state.bottomedOut && (evaluation.bottomedOut || (!told && hasBottomedOut(loop, state.gasL)))) {
        state.bottomedOut = true;
        settle(Math.min(state.inventoryL, bottomInventoryL(loop)));
      }
      if (state.bottomedOut) stepEmpty(dtS);
      else stepMeasured(evaluation);
    },
    tear({ sinceS, lossLPerS: tornLPerS, sdLPerS, measuredL }) {
      const opened = outlook.opened(state);
      pair.tear(tornLPerS / opened, sdLPerS / opened, measuredL);
      settle(steady.inventoryL);
      growth.changed(sinceS);
      stop.changed(sinceS);
    },
    addL(litres) {
      state.addedL += litres;
      state.inventoryL += litres;
      state.pair.steady.mean[0]! += litres;
      state.pair.quick.mean[0]! += litres;
      state.noise.lastL += litres;
      state.modulation.sliceL += litres;
    },
    correctOnset(onset) {
      state.onsetS = onset.atS;
      state.onsetL = onset.inventoryL;
      settle(state.inventoryL);
    },
    get inventoryL() {
      return state.inventoryL;
    },
    get inventorySdL() {
      const { litresDoubt } = outlook;
      return Math.hypot(steady.inventorySdL, litresDoubt * state.lostL, emptyDoubt * state.openLostL);
    },
    get lossLPerS() {
      return lossLPerS();
    },
    get lossSdLPerS() {
      return outlook.lossSdLPerS(state);
    },
    get lostL() {
      return state.lostL;
    },
    get bottomedOut() {
      return state.bottomedOut;
    },
    hole: () =>
      toHole(loop, { lossLPerS: lossLPerS(), lossSdLPerS: outlook.lossSdLPerS(state) }, state.pressureKpa),
    timeLeft: () => toQuantiles(outlook.span(state)),
    minimumWithin: (withinS) => probabilityWithin(outlook.span(state), withinS),
    modulation: () => (state.cycleS > 0 ? modulation.last() : null),
    growth: () => growth.last(outlook.opened(state)),
    stopped() {
      const stopped = stop.last({
        everyS: state.stepS,
        whiteVarianceL2: noise.variance(start.noise.whiteVarianceL2),
        colouredSdL: settings.colouredSdL,
        colouredTauS: settings.colouredTauS,
        wanderL2PerS: settings.wanderL2PerS,
      });
      // A loss that swings seems to stop at each of its turns.
      return state.cycleS > 0 && stopped?.confirmedMs === null ? null : stopped;
    },
  };
}
