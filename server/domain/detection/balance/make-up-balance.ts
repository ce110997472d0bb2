import type { EpochMs } from "../../../../protocol/time.ts";
import {
  type BalanceMean,
  type BalanceRateState,
  createBalanceRate,
  newBalanceRateState,
} from "./balance-rate.ts";
import {
  type ChangeInput,
  type ChangeScale,
  type ChangeScaleState,
  createChangeScale,
  newChangeScaleState,
} from "./change-scale.ts";

/** What the balance must know of a loop. */
export interface BalanceSettings {
  readonly chargeL: number;
  readonly falseAlarmsPerYear: number;
  /** The loop has thermometers: without them a swing of the day may look like a loss, and only what is learnt counts. */
  readonly thermometers: number;
  /** Smallest step in which litres fed in are counted, litres; 0 when they are recognised instead. */
  readonly fedStepL: number;
}

/** One evaluation; the record is reused by the caller. */
export interface BalanceInput {
  atMs: EpochMs;
  /** Compensated inventory before anything is taken off, litres; `NaN`: not known now. */
  inventoryL: number;
  /** Litres put in since the beginning (`toFedL`), and whether they were counted. */
  fedL: number;
  fedExact: boolean;
  /** Litres in the reservoir; `NaN`: not known. */
  reservoirL: number;
  /** How badly what the temperatures did lately may be compensated, litres (sd). */
  thermalL: number;
  /** How far the thermal correction may be off now, litres (`ChangeInput.errorL`). */
  errorL: number;
  /** A filling is suspected, under way or settling: what it puts in is not fully known yet. */
  busy: boolean;
  calibrated: boolean;
}

export interface BalanceState {
  readonly scales: ChangeScaleState[];
  atMs: EpochMs;
  inventoryL: number;
  fedL: number;
  reservoirL: number;
  /** Inventory less what was fed in, mean of the open span of the rate filter: sum and count. */
  sumL: number;
  count: number;
  span: number;
  /** Litres fed in when the rate filter last took a mean. */
  rateFedL: number;
  /** Since when a filling has been under way without a pause, epoch seconds; `NaN` while none is. */
  busySinceS: number;
  /** A loss is being followed: since when, what was there and fed in then; `NaN` while none is. */
  sinceS: number;
  sinceL: number;
  sinceFedL: number;
  readonly rate: BalanceRateState;
}

export interface MakeUpBalance {
  readonly state: BalanceState;
  step(input: BalanceInput): void;
  /** Evidence of a loss as a share of the threshold; above 1 it is one. */
  readonly strength: number;
  /** Loss and its standard deviation, L/s at the reference temperature; 0 while there is no evidence. */
  readonly lossLPerS: number;
  readonly lossSdLPerS: number;
  readonly sinceMs: EpochMs | null;
  /** Lost, and fed in, since then, litres. */
  readonly lostL: number;
  readonly fedSinceL: number;
  /** Until the reservoir is empty at this rate, seconds; `NaN`: not known, or no loss. */
  readonly reservoirLeftS: number;
}

/** Block lengths, seconds: half an hour (make-up hides more of a loss than faster scales see) to a day. */
const blocksS = [1800, 7200, 28_800, 86_400] as const;

const secondsPerYear = 31_557_600;

/** Scatter never believed to be smaller, as a share of the charge. */
const floorShare = 2e-5;

/**
 * Before enough days were seen, eight hours or a day of a compensated loop may differ by this share of its charge: about a
 * tenth of what a swing of five kelvin would move. It also finds a loss that was there from the beginning.
 */
const priorShare = 0.002;
const priorFromS = 28_800;

/** What counters count, and what was recognised from the inventory alone, is known this well, as a share. */
const countedDoubt = 0.02;
const recognisedDoubt = 0.06;

/** The rate is followed from this share of the threshold on, and dropped below this one. */
const followFrom = 0.5;
const dropBelow = 0.1;

/** The rate takes a mean of the balance this often, seconds. */
const rateEveryS = 600;

/** A filling that lasts longer than this is a pump that does not keep up, or a stuck flag: the balance goes on, seconds. */
const busyAtMostS = 3600;

/**
 * Litres put in, from the best that a loop has: its counter (`FillWatch.totalL` then rests on it), else what its reservoir
 * lost, else what was recognised from the inventory (`totalL` as well). `drawnL`: `NaN` without a reservoir.
 */
export const toFedL = (totalL: number, exact: boolean, drawnL: number): number =>
  exact || Number.isNaN(drawnL) ? totalL : drawnL;

export const newBalanceState = (): BalanceState => ({
  scales: blocksS.map(() => newChangeScaleState()),
  atMs: Number.NEGATIVE_INFINITY,
  inventoryL: Number.NaN,
  fedL: Number.NaN,
  reservoirL: Number.NaN,
  sumL: 0,
  count: 0,
  span: Number.NaN,
  rateFedL: Number.NaN,
  busySinceS: Number.NaN,
  sinceS: Number.NaN,
  sinceL: Number.NaN,
  sinceFedL: Number.NaN,
  rate: newBalanceRateState(),
});

/**
 * Loss by balance: what was fed in less what the inventory gained is lost, whatever the make-up pump hides. Inventory less
 * litres fed in falls with a loss alone; its blocks are compared from half an hour to a day, and its rate is followed by a
 * filter of its own (`balance-rate.ts`).
 */
export function createMakeUpBalance(
  settings: BalanceSettings,
  state: BalanceState = newBalanceState(),
): MakeUpBalance {
  const { chargeL, falseAlarmsPerYear, thermometers, fedStepL } = settings;
  const floorSdL = floorShare * chargeL;
  const scales = blocksS.map((blockS, k) =>
    createChangeScale(
      {
        blockS,
        sign: -1,
        gamma: ((secondsPerYear / blockS) * blocksS.length) / falseAlarmsPerYear,
        floorSdL,
        priorSdL: thermometers > 0 && blockS >= priorFromS ? priorShare * chargeL : null,
      },
      state.scales[k],
    ),
  );
  const rate = createBalanceRate(fedStepL, state.rate);
  const mean: BalanceMean = { levelL: 0, dtS: 0, scatterL2: 0, fedL: 0, fedSinceL: 0 };
  const change: ChangeInput = {
    atS: 0,
    litres: 0,
    thermalL: 0,
    errorL: 0,
    fedL: 0,
    fedDoubt: 0,
    fedStepL: 0,
    calibrated: false,
  };

  const strongest = (): ChangeScale => {
    let found = scales[0]!;
    for (const scale of scales) if (scale.strength > found.strength) found = scale;
    return found;
  };

  /** Scatter of a mean over the filter's span, litres²: that of the shortest blocks, or the floor. */
  const meanL2 = (): number => {
    const { scatterL } = scales[0]!;
    return (Number.isNaN(scatterL) ? priorShare * chargeL : scatterL) ** 2 / 2;
  };

  const beginRate = (scale: ChangeScale, atS: number, levelL: number): void => {
    const { onsetS, onsetL, onsetFedL } = scale.state;
    state.sinceS = onsetS;
    state.sinceL = onsetL;
    state.sinceFedL = onsetFedL;
    rate.begin(levelL, (onsetL - levelL) / Math.max(rateEveryS, atS - onsetS), meanL2());
  };

  const updateRate = (levelL: number, dtS: number): void => {
    mean.levelL = levelL;
    mean.dtS = dtS;
    mean.scatterL2 = meanL2();
    mean.fedL = state.fedL - state.rateFedL;
    mean.fedSinceL = state.fedL - state.sinceFedL;
    rate.update(mean);
  };

  const followRate = (atS: number): void => {
    const scale = strongest();
    const span = Math.floor(atS / rateEveryS);
    if (span === state.span) return;
    if (state.count > 0) {
      const levelL = state.sumL / state.count;
      if (!Number.isNaN(state.sinceS)) updateRate(levelL, (span - state.span) * rateEveryS);
      else if (scale.strength >= followFrom) beginRate(scale, atS, levelL);
      state.span = span;
      state.rateFedL = state.fedL;
    } else if (Number.isNaN(state.span)) state.span = span;
    state.sumL = 0;
    state.count = 0;
    if (scale.strength >= dropBelow) return;
    state.sinceS = Number.NaN;
    rate.state.lossLPerS = 0;
  };

  return {
    state,
    step(input) {
      const atS = input.atMs / 1000;
      if (!input.busy) state.busySinceS = Number.NaN;
      else if (Number.isNaN(state.busySinceS)) state.busySinceS = atS;
      const waits = atS - state.busySinceS < busyAtMostS;
      const balanceL = waits ? Number.NaN : input.inventoryL - input.fedL;
      state.atMs = input.atMs;
      if (!Number.isNaN(balanceL)) {
        state.inventoryL = input.inventoryL;
        state.fedL = input.fedL;
      }
      if (!Number.isNaN(input.reservoirL)) state.reservoirL = input.reservoirL;
      change.atS = atS;
      change.litres = balanceL;
      change.thermalL = input.thermalL;
      change.errorL = input.errorL;
      change.fedL = input.fedL;
      change.fedDoubt = input.fedExact ? countedDoubt : recognisedDoubt;
      change.fedStepL = fedStepL;
      change.calibrated = input.calibrated;
      for (const scale of scales) scale.step(change);
      followRate(atS);
      if (Number.isNaN(balanceL)) return;
      state.sumL += balanceL;
      state.count += 1;
    },
    get strength() {
      return strongest().strength;
    },
    get lossLPerS() {
      return rate.state.lossLPerS;
    },
    get lossSdLPerS() {
      return Number.isNaN(state.sinceS) ? 0 : Math.sqrt(Math.max(0, rate.state.pqq));
    },
    get sinceMs() {
      return Number.isNaN(state.sinceS) ? null : state.sinceS * 1000;
    },
    get lostL() {
      return Number.isNaN(state.sinceS) ? 0 : state.sinceL - (state.inventoryL - state.fedL);
    },
    get fedSinceL() {
      return Number.isNaN(state.sinceS) ? 0 : state.fedL - state.sinceFedL;
    },
    get reservoirLeftS() {
      return rate.state.lossLPerS > 0 ? state.reservoirL / rate.state.lossLPerS : Number.NaN;
    },
  };
}
