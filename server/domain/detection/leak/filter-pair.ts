import { type ChangeState, createChangeBank, newChangeState } from "./change-bank.ts";
import {
  createLossFilter,
  type LossFilter,
  type LossFilterSettings,
  type LossFilterState,
} from "./loss-filter.ts";

/** What the pair knows; plain data. */
export interface FilterPairState {
  readonly steady: LossFilterState;
  readonly quick: LossFilterState;
  readonly change: ChangeState;
  /** Evidence that the quick filter is above or below the steady one for a reason. */
  aboveSum: number;
  belowSum: number;
  /** The loss was once known well enough that a change of it means something. */
  known: boolean;
}

/** One step of both filters. */
export interface PairStep {
  readonly dtS: number;
  readonly pressureKpa: number;
  /** `NaN`: nothing was measured. */
  readonly measuredL: number;
  readonly varianceL2: number;
  /** How much wider (in variance) wander and bias are than in health. */
  readonly scatter: number;
  /** The loss that people know of, at the reference pressure: changes are looked for as shares of it. */
  readonly toldLPerS: number;
  /** Loss at the pressure now for each litre at the reference pressure. */
  readonly opened: number;
  /** For how long the leak has been there, seconds. */
  readonly ageS: number;
}

/**
 * Two filters of one leak: a steady one whose doubt may become small, and a quick one that keeps a tenth of the loss as its
 * doubt and so forgets as fast as the noise lets it. Where they part, the leak has changed.
 */
export interface FilterPair {
  readonly steady: LossFilter;
  readonly quick: LossFilter;
  readonly known: boolean;
  /** Returns for how long a change that was just found has been there, seconds; `NaN`: none was. */
  step(step: PairStep): number;
  /** The hole has torn open: both begin anew with this loss (at the reference pressure) and the inventory as measured. */
  tear(lossLPerS: number, sdLPerS: number, inventoryL: number): void;
  readonly state: FilterPairState;
}

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

/** A loss must be known to this share of itself before a change of it means anything. */
const knownShare = 0.3;

/** In silence a leak may become another by this share in the time for which it has been there, or in an hour. */
const silentShare = 0.25;
const silentS = 3600;

export const newFilterPairState = (filter: LossFilterState): FilterPairState => ({
  steady: filter,
  quick: { followL: 0, mean: filter.mean.slice(), covariance: filter.covariance.slice() },
  change: newChangeState(),
  aboveSum: 0,
  belowSum: 0,
  known: false,
});

/** `leastL`: less than this, in litres since it began, is no change but bias. */
export function createFilterPair(
  settings: LossFilterSettings,
  leastL: number,
  state: FilterPairState,
): FilterPair {
  const steady = createLossFilter(settings, state.steady);
  const quick = createLossFilter(settings, state.quick);
  const change = createChangeBank(leastL, state.change);

  const takeQuick = (): void => {
    state.aboveSum = 0;
    state.belowSum = 0;
    state.steady.mean.set(state.quick.mean);
    state.steady.covariance.set(state.quick.covariance);
  };

  const reconcile = (dtS: number): void => {
    const apart = (quick.lossLPerS - steady.lossLPerS) / quick.lossSdLPerS;
    const share = dtS / Math.max(dtS, quick.memoryS);
    state.aboveSum = Math.max(0, state.aboveSum + (apart - slackSd) * share);
    state.belowSum = Math.max(0, state.belowSum + (-apart - slackSd) * share);
    if (Math.max(state.aboveSum, state.belowSum) >= partedSum) takeQuick();
  };

  const goOn = ({ dtS, ageS }: PairStep): void => {
    const share = silentShare * Math.sqrt(dtS / Math.max(silentS, ageS));
    for (const filter of [steady, quick]) {
      filter.doubt(Math.hypot(filter.lossSdLPerS, share * filter.lossLPerS));
    }
  };

  return {
    steady,
    quick,
    state,
    tear(lossLPerS, sdLPerS, inventoryL) {
      quick.jump(lossLPerS - quick.lossLPerS, sdLPerS);
      quick.place(inventoryL);
      takeQuick();
    },
    get known() {
      return state.known;
    },
    step(step) {
      const { dtS, measuredL, varianceL2, toldLPerS, opened } = step;
      steady.predict(dtS, step.pressureKpa, step.scatter);
      quick.predict(dtS, step.pressureKpa, step.scatter);
      if (Number.isNaN(measuredL)) {
        goOn(step);
        return Number.NaN;
      }
      steady.update(measuredL, varianceL2);
      const z = quick.update(measuredL, varianceL2);
      const changed = state.known
        ? change.step({ dtS, z, followL: quick.followL }, toldLPerS * opened)
        : null;
      if (changed !== null) quick.jump(changed.byLPerS / opened, changed.sdLPerS / opened);
      steady.doubt(steadyDoubt * steady.lossLPerS);
      quick.doubt(quickDoubt * Math.max(Math.abs(quick.lossLPerS), toldLPerS / 2));
      reconcile(dtS);
      state.known ||= steady.lossSdLPerS < knownShare * steady.lossLPerS;
      return changed?.forS ?? Number.NaN;
    },
  };
}
