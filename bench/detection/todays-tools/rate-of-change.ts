import { type HoldState, stepHold, type Tool } from "./tool.ts";

/** A fall that is too fast. */
export interface RateOfChangeSettings {
  /** Share of the value a minute. */
  readonly sharePerMin: number;
  readonly holdS: number;
}

/** The rate is taken between means of this length, s: between two samples it would be all noise. */
const meanS = 10;

export interface RateOfChangeState extends HoldState {
  untilS: number;
  sum: number;
  count: number;
  meanBefore: number;
  beforeS: number;
  isFalling: boolean;
}

export const newRateOfChangeState = (): RateOfChangeState => ({
  sinceS: Number.NaN,
  untilS: Number.NaN,
  sum: 0,
  count: 0,
  meanBefore: Number.NaN,
  beforeS: Number.NaN,
  isFalling: false,
});

/** Calls when means of ten seconds fall by more than a share a minute, for some time. */
export function createRateOfChange(settings: RateOfChangeSettings, state = newRateOfChangeState()): Tool {
  return {
    take(atS, value) {
      if (Number.isNaN(state.untilS)) state.untilS = atS + meanS;
      if (atS >= state.untilS && state.count > 0) {
        const mean = state.sum / state.count;
        const minutes = (atS - state.beforeS) / 60;
        state.isFalling = (mean - state.meanBefore) / state.meanBefore / minutes < -settings.sharePerMin;
        state.meanBefore = mean;
        state.beforeS = atS;
        state.untilS = atS + meanS;
        state.sum = 0;
        state.count = 0;
      }
      state.sum += value;
      state.count += 1;
      return stepHold(state, atS, state.isFalling, settings.holdS);
    },
  };
}
