/** Follows one signal of the pump and says when it steps. */
export interface PumpSignal {
  /** Takes a new value over `dtS` seconds. */
  step(atS: number, value: number, dtS: number): void;
  /** Mean of the last seconds, and the level it is compared with; `NaN` before the first value. */
  readonly fast: number;
  readonly usual: number;
  /** Since when it stands elsewhere than usual, epoch seconds; `NaN` while it does not. */
  readonly changedS: number;
  /** What it was before the change. */
  readonly before: number;
  /** The most that was ever usual: to tell a pump that stopped from one that runs slower. */
  readonly learnt: number;
  readonly state: SignalState;
}

export interface SignalState {
  /** See `place`. */
  readonly numbers: Float64Array;
}

const place = {
  fast: 0,
  usual: 1,
  squares: 2,
  count: 3,
  changedS: 4,
  before: 5,
  outS: 6,
  learnt: 7,
} as const;

/** Averaging times, seconds: what is now, and what was usual. */
const fastS = 3;
const usualS = 1800;

/** A change is beyond this many standard deviations of the averaged signal and this share of its usual level. */
const sigmas = 6;
const leastShare = 0.03;

/** It must hold for this long, seconds: a meter's spike is no pump. */
const confirmS = 3;

/** A new level that held for this long, seconds, is the usual one. */
const settledS = 3600;

/** Values before the signal's scatter is known. */
const leastCount = 120;
const memory = 20_000;

export const newSignalState = (): SignalState => {
  const numbers = new Float64Array(8);
  numbers[place.fast] = Number.NaN;
  numbers[place.usual] = Number.NaN;
  numbers[place.changedS] = Number.NaN;
  numbers[place.before] = Number.NaN;
  numbers[place.outS] = 0;
  return { numbers };
};

/** State is a handful of numbers. */
export function createPumpSignal(state: SignalState = newSignalState()): PumpSignal {
  const { numbers } = state;

  const learn = (value: number, dtS: number): void => {
    const off = value - numbers[place.usual]!;
    numbers[place.count] = Math.min(memory, numbers[place.count]! + 1);
    numbers[place.usual]! += off * Math.max(1 / numbers[place.count]!, 1 - Math.exp(-dtS / usualS));
    const bounded =
      numbers[place.count]! > leastCount ? Math.min(off * off, 16 * numbers[place.squares]!) : off * off;
    numbers[place.squares]! += (bounded - numbers[place.squares]!) / numbers[place.count]!;
  };

  return {
    state,
    step(atS, value, dtS) {
      if (Number.isNaN(numbers[place.usual]!)) {
        numbers[place.fast] = value;
        numbers[place.usual] = value;
        numbers[place.count] = 1;
        numbers[place.learnt] = value;
        return;
      }
      numbers[place.fast]! += (value - numbers[place.fast]!) * (1 - Math.exp(-dtS / fastS));
      if (numbers[place.count]! < leastCount) {
        learn(value, dtS);
        numbers[place.learnt] = numbers[place.usual]!;
        return;
      }
      const usual = numbers[place.usual]!;
      // An average over a few readings of a correlated meter is hardly quieter than one of them.
      const limit = Math.max(sigmas * Math.sqrt(numbers[place.squares]!) * 0.7, leastShare * Math.abs(usual));
      const out = Math.abs(numbers[place.fast]! - usual) > limit;
      if (!out) {
        numbers[place.outS] = 0;
        numbers[place.changedS] = Number.NaN;
        learn(value, dtS);
        // A pump that stood when the loop was first heard, and runs now, can stop.
        if (Math.abs(numbers[place.usual]!) > Math.abs(numbers[place.learnt]!))
          numbers[place.learnt] = numbers[place.usual]!;
        return;
      }
      numbers[place.outS]! += dtS;
      if (numbers[place.outS]! < confirmS) return;
      if (Number.isNaN(numbers[place.changedS]!)) {
        numbers[place.changedS] = atS - numbers[place.outS]!;
        numbers[place.before] = usual;
      }
      if (atS - numbers[place.changedS]! > settledS) {
        numbers[place.usual] = numbers[place.fast]!;
        if (Math.abs(numbers[place.fast]!) > Math.abs(numbers[place.learnt]!))
          numbers[place.learnt] = numbers[place.fast]!;
        numbers[place.changedS] = Number.NaN;
        numbers[place.outS] = 0;
      }
    },
    get fast() {
      return numbers[place.fast]!;
    },
    get usual() {
      return numbers[place.usual]!;
    },
    get changedS() {
      return numbers[place.changedS]!;
    },
    get before() {
      return numbers[place.before]!;
    },
    get learnt() {
      return numbers[place.learnt]!;
    },
  };
}
