import { type HoldState, stepHold, type Tool } from "./tool.ts";

/** A limit below what the channel showed when the system was set up. */
export interface FixedLimitSettings {
  /** Calls below this share of the commissioning value. */
  readonly share: number;
  readonly commissioningS: number;
  readonly holdS: number;
}

export interface FixedLimitState extends HoldState {
  startS: number;
  sum: number;
  count: number;
}

export const newFixedLimitState = (): FixedLimitState => ({
  sinceS: Number.NaN,
  startS: Number.NaN,
  sum: 0,
  count: 0,
});

/** A low limit at a fixed share of the mean of the first hours; held for some seconds, as alarm systems do. */
export function createFixedLimit(settings: FixedLimitSettings, state = newFixedLimitState()): Tool {
  return {
    take(atS, value) {
      if (Number.isNaN(state.startS)) state.startS = atS;
      if (atS - state.startS < settings.commissioningS) {
        state.sum += value;
        state.count += 1;
        return false;
      }
      const limit = settings.share * (state.sum / state.count);
      return stepHold(state, atS, value < limit, settings.holdS);
    },
  };
}
