import { type HoldState, stepHold, type Tool } from "./tool.ts";

/** A limit that follows what the channel did over the last day. */
export interface RollingDaySettings {
  /** Calls below this many standard deviations under the day's mean, or below this share of it. */
  readonly below: { readonly sigmas: number } | { readonly share: number };
  readonly holdS: number;
}

/** The day is kept as means of this length, s. */
const slotS = 60;
const slotsADay = 1440;

/** A limit needs this much of a day before it means anything: a few revolutions of an orbit. */
const leastSlots = 240;

export interface RollingDayState extends HoldState {
  /** A ring of the last day's means, with their sums. */
  readonly ring: Float64Array;
  next: number;
  filled: number;
  sum: number;
  squares: number;
  slotUntilS: number;
  slotSum: number;
  slotCount: number;
  /** Taken off every value, so that squares of large values do not eat the scatter. */
  offset: number;
}

export const newRollingDayState = (): RollingDayState => ({
  sinceS: Number.NaN,
  ring: new Float64Array(slotsADay),
  next: 0,
  filled: 0,
  sum: 0,
  squares: 0,
  slotUntilS: Number.NaN,
  slotSum: 0,
  slotCount: 0,
  offset: Number.NaN,
});

/** Shewhart's chart on the last day's one-minute means, or a share under the last day's mean. */
export function createRollingDay({ below, holdS }: RollingDaySettings, state = newRollingDayState()): Tool {
  const endSlot = (mean: number): void => {
    const oldest = state.ring[state.next]!;
    if (state.filled === slotsADay) {
      state.sum -= oldest;
      state.squares -= oldest * oldest;
    } else state.filled += 1;
    state.ring[state.next] = mean;
    state.next = (state.next + 1) % slotsADay;
    state.sum += mean;
    state.squares += mean * mean;
  };

  return {
    take(atS, value) {
      if (Number.isNaN(state.offset)) {
        state.offset = value;
        state.slotUntilS = atS + slotS;
      }
      const moved = value - state.offset;
      let isLow = !Number.isNaN(state.sinceS);
      if (atS >= state.slotUntilS && state.slotCount > 0) {
        const slot = state.slotSum / state.slotCount;
        const mean = state.sum / state.filled;
        const sd = Math.sqrt(Math.max(0, state.squares / state.filled - mean * mean));
        const limit =
          "sigmas" in below ? mean - below.sigmas * sd : below.share * (mean + state.offset) - state.offset;
        isLow = state.filled >= leastSlots && slot < limit;
        endSlot(slot);
        state.slotUntilS = atS + slotS;
        state.slotSum = 0;
        state.slotCount = 0;
      }
      state.slotSum += moved;
      state.slotCount += 1;
      return stepHold(state, atS, isLow, holdS);
    },
  };
}
