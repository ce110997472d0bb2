import {
  createRobustVariance,
  newRobustVarianceState,
  type RobustVarianceState,
} from "../statistics/robust-variance.ts";
import { turnShare } from "./unseen-heat.ts";

/** One reading, as inventory and as the sensor shows it. */
export interface FastReading {
  readonly atS: number;
  readonly inventoryL: number;
  /** The same without any temperature: a thermometer that moves must not look like a rupture. */
  readonly rawL: number;
  readonly reading: number;
  /** How far the temperatures leave it in doubt, litres. */
  readonly doubtL: number;
  /** How much more a reading scatters, in litres, than when the accumulator stood as it was learnt; 1 or more. */
  readonly stretch: number;
}

/** What holds while a reading is taken. */
export interface FastContext {
  /** Learn what healthy is from it. */
  readonly quiet: boolean;
  /** The thermal law is learnt and stands still; before, each row that it learns from makes the inventory step. */
  readonly fitted: boolean;
}

/** Watches one inventory for a rupture: falls within seconds, compared with the seconds before. */
export interface FastLoss {
  take(reading: FastReading, context: FastContext): void;
  /** The readings before cannot be compared with those to come. */
  forget(): void;
  /** Evidence as a share of the threshold; 1 or more, confirmed by three steps of it, is a loss. */
  readonly strength: number;
  readonly confirmed: boolean;
  /** Time of the newest reading, epoch seconds. */
  readonly atS: number;
  /** The loss of the strongest window, litres, and the scatter of such a difference in health (sd). */
  readonly fallL: number;
  readonly sdL: number;
  /** Readings of the strongest window. */
  readonly window: number;
  /** How much less the last `window` readings held than the ones before, litres; `NaN` when there are too few. */
  fallOverL(window: number): number;
  /** Scatter of that in health, litres (sd); infinite before it is known. */
  sdOverL(window: number): number;
  /** When the fall began, and what inventory and sensor showed until then. Only while `strength` > 0. */
  onset(): { readonly atS: number; readonly inventoryL: number; readonly reading: number };
  readonly state: FastState;
}

export interface FastState {
  /** Newest readings in a ring: times, inventories, readings. */
  readonly times: Float64Array;
  readonly inventories: Float64Array;
  /** Running sums of the inventories, and of them without any temperature. */
  readonly sums: Float64Array;
  readonly rawSums: Float64Array;
  readonly readings: Float64Array;
  readonly scatters: RobustVarianceState[];
  /** Largest healthy difference of each window, in its scatter. */
  readonly worst: Float64Array;
  /** See `place`. */
  readonly numbers: Float64Array;
}

/** Readings in a window; twice as many before it are what it is compared with. */
const windows = [2, 4, 8] as const;
/** A power of two. */
const ringSize = 32;

/** A window speaks when its healthy scatter is known from this many readings: ten minutes at one a second. */
const leastCount = 600;

/** A fall must beat the largest healthy one seen by this factor: tails of real noise are not normal. */
const worstFactor = 1.5;

/** Healthy extremes fade by this share with each reading (e-fold in three hours), so that one wild hour is not for ever. */
const worstFade = 1e-4;

/** Falls of less than this share of the charge are left to the slow scales. */
const leastShare = 2e-4;
const unfittedShare = 2e-3;

/** Within seconds the thermal doubt may show itself by this share; within a turn of the loop by so many of its sd. */
const doubtShare = 0.5;
const doubtSd = 3;

/** Of the newest steps between readings at least three fall, each by this share of the whole. */
const steps = 5;
const leastFalls = 3;
const stepShare = 0.08;

const place = { head: 0, size: 1, strength: 2, best: 3, streak: 4 } as const;

export const newFastState = (): FastState => ({
  times: new Float64Array(ringSize),
  inventories: new Float64Array(ringSize),
  sums: new Float64Array(ringSize),
  rawSums: new Float64Array(ringSize),
  readings: new Float64Array(ringSize),
  scatters: windows.map(() => newRobustVarianceState()),
  worst: new Float64Array(windows.length),
  numbers: new Float64Array(5),
});

/** `z`: standard deviations of the wanted false-alarm rate; `floorSdL`: least scatter believed of one reading. */
export function createFastLoss(
  settings: {
    readonly chargeL: number;
    readonly z: number;
    readonly floorSdL: number;
    /** What a heat load that is switched may do within a turn of the loop, litres; left out: nothing. */
    readonly unseenL?: number;
  },
  state: FastState = newFastState(),
): FastLoss {
  const { chargeL, z, floorSdL, unseenL = 0 } = settings;
  const { times, inventories, sums, rawSums, readings, worst, numbers } = state;
  const scatters = state.scatters.map((scatter) => createRobustVariance(scatter));

  /** The `back`-th newest entry's place in the ring. */
  const slot = (back: number): number => (numbers[place.head]! - 1 - back + 2 * ringSize) & (ringSize - 1);

  const meanOf = (ring: Float64Array, from: number, count: number): number => {
    let sum = 0;
    for (let i = from; i < from + count; i++) sum += ring[slot(i)]!;
    return sum / count;
  };

  /** Mean of the two windows before less that of the newest one, from running sums. */
  const fallIn = (sums: Float64Array, window: number): number => {
    const newest = sums[slot(0)]!;
    const before = sums[slot(window)]!;
    return (before - sums[slot(3 * window)]!) / (2 * window) - (newest - before) / window;
  };

  /** Coolant that goes shows with and without the temperatures. */
  const fallOf = (window: number): number =>
    numbers[place.size]! <= 3 * window ? Number.NaN : Math.min(fallIn(sums, window), fallIn(rawSums, window));

  // The difference of two means of independent readings, if no more than that was learnt.
  const sdOf = (w: number): number =>
    scatters[w]!.count < leastCount
      ? Number.POSITIVE_INFINITY
      : Math.sqrt(Math.max(scatters[w]!.variance, (floorSdL * floorSdL * 1.5) / windows[w]!));

  const placeOf = (window: number): number => windows.indexOf(window as (typeof windows)[number]);

  /** A leak takes its time and goes on; a sensor or its box jumps in one reading. */
  const goesOn = (): boolean => {
    const fallL = fallOf(windows[numbers[place.best]!]!);
    let falls = 0;
    for (let back = 0; back < steps; back++)
      if (inventories[slot(back + 1)]! - inventories[slot(back)]! > stepShare * fallL) falls += 1;
    return falls >= leastFalls;
  };

  return {
    state,
    take({ atS, inventoryL, rawL, reading, doubtL, stretch }, { quiet, fitted }) {
      const head = numbers[place.head]!;
      times[head] = atS;
      inventories[head] = inventoryL;
      sums[head] = sums[slot(0)]! + inventoryL;
      rawSums[head] = rawSums[slot(0)]! + rawL;
      readings[head] = reading;
      numbers[place.head] = (head + 1) % ringSize;
      numbers[place.size] = Math.min(ringSize, numbers[place.size]! + 1);
      let strongest = 0;
      for (let w = 0; w < windows.length; w++) {
        const fallL = fallOf(windows[w]!);
        if (Number.isNaN(fallL)) continue;
        const sdL = sdOf(w);
        const turned = turnShare(atS - times[slot(2 * windows[w]!)]!);
        const limitL =
          stretch *
            Math.max(
              z * sdL,
              worstFactor * worst[w]! * sdL,
              (fitted ? leastShare : unfittedShare) * chargeL,
            ) +
          Math.max(doubtShare, doubtSd * turned) * doubtL +
          unseenL * turned;
        const strength = fallL / limitL;
        if (strength > strongest) {
          strongest = strength;
          numbers[place.best] = w;
        }
        if (!quiet) continue;
        const moved = fallIn(sums, windows[w]!);
        scatters[w]!.add(moved);
        if (sdL !== Number.POSITIVE_INFINITY)
          worst[w] = Math.max(worst[w]! * (1 - worstFade), Math.abs(moved) / sdL);
      }
      numbers[place.strength] = strongest;
      numbers[place.streak] = strongest >= 1 && goesOn() ? numbers[place.streak]! + 1 : 0;
    },
    forget() {
      numbers[place.size] = 0;
      numbers[place.strength] = 0;
      numbers[place.streak] = 0;
    },
    get strength() {
      return numbers[place.strength]!;
    },
    get atS() {
      return times[slot(0)]!;
    },
    get confirmed() {
      return numbers[place.streak]! >= 1;
    },
    get fallL() {
      return fallOf(windows[numbers[place.best]!]!);
    },
    get sdL() {
      return sdOf(numbers[place.best]!);
    },
    get window() {
      return windows[numbers[place.best]!]!;
    },
    fallOverL: fallOf,
    sdOverL: (window) => sdOf(placeOf(window)),
    onset() {
      const window = windows[numbers[place.best]!]!;
      const count = Math.min(numbers[place.size]!, 3 * window + 4);
      const level = Math.max(
        meanOf(inventories, window, count - window),
        meanOf(inventories, 2 * window, count - 2 * window),
      );
      const sdOne = Math.sqrt(sdOf(0) ** 2 / 1.5);
      let back = 0;
      while (back < count - 1 && inventories[slot(back)]! < level - sdOne) back++;
      let sum = 0;
      for (let i = back; i < count; i++) sum += readings[slot(i)]!;
      return { atS: times[slot(back)]!, inventoryL: level, reading: sum / (count - back) };
    },
  };
}
