/** Says when the coolant's temperature moves as it did not while the loop was learnt: a heat load, a valve, a stopped pump. */
export interface TemperatureWatch {
  /** Takes the coolant's mean temperature over the last `dtS` seconds; `learning`: it is what healthy looks like. */
  step(atS: number, meanC: number, dtS: number, learning: boolean): void;
  /** Since when it moves strangely, epoch seconds; `NaN` while it does not. */
  readonly sinceS: number;
  /** What it was then, and is now, °C. */
  readonly beforeC: number;
  readonly nowC: number;
  /** How far beyond anything healthy the temperature has moved of late, K: what was learnt is not to be trusted by as much. */
  readonly unrestK: number;
  readonly state: TemperatureWatchState;
}

export interface TemperatureWatchState {
  /** See `place`. */
  readonly numbers: Float64Array;
}

/** The temperature now (averaged over a minute) is compared with what it was over the last quarter of an hour. */
const fastS = 60;
const slowS = 900;

/** Strange is more than this many times the largest movement seen in health, and more than this, K. */
const factor = 1.6;
const leastK = 0.25;

/** The largest healthy movement fades with this time, seconds (two days), and grows by at most this share an orbit. */
const fadeS = 172_800;
const growthS = 20_000;

/** After a silence of this length, seconds, the watch begins anew. */
const unseenS = 60;

/** Strange ends below this share of the limit. */
const endShare = 0.6;

/** Unrest fades with this time, seconds: walls and branches that no sensor sees follow that slowly. */
const calmS = 2700;

const place = { fast: 0, slow: 1, largest: 2, sinceS: 3, beforeC: 4, unrest: 5 } as const;

export const newTemperatureWatchState = (): TemperatureWatchState => ({
  numbers: Float64Array.of(Number.NaN, Number.NaN, 0, Number.NaN, Number.NaN, 0),
});

/** State is six numbers. */
export function createTemperatureWatch(
  state: TemperatureWatchState = newTemperatureWatchState(),
): TemperatureWatch {
  const { numbers } = state;
  return {
    state,
    step(atS, meanC, dtS, learning) {
      if (Number.isNaN(numbers[place.fast]!)) {
        numbers[place.fast] = meanC;
        numbers[place.slow] = meanC;
        return;
      }
      if (dtS > unseenS) {
        // Nobody saw how it came here.
        numbers[place.fast] = meanC;
        numbers[place.slow] = meanC;
        return;
      }
      numbers[place.fast]! += (meanC - numbers[place.fast]!) * (1 - Math.exp(-dtS / fastS));
      numbers[place.slow]! += (numbers[place.fast]! - numbers[place.slow]!) * (1 - Math.exp(-dtS / slowS));
      const movedK = Math.abs(numbers[place.fast]! - numbers[place.slow]!);
      const limitK = Math.max(leastK, factor * numbers[place.largest]!);
      if (learning) {
        numbers[place.largest] = Math.max(numbers[place.largest]!, movedK);
        return;
      }
      numbers[place.unrest] = Math.max(
        numbers[place.unrest]! * Math.exp(-dtS / calmS),
        movedK - numbers[place.largest]!,
      );
      const largest = numbers[place.largest]! * (1 - dtS / fadeS);
      // A season makes the swing grow from orbit to orbit; a step of the load does not wait for that.
      numbers[place.largest] = Math.max(largest, Math.min(movedK, largest * (1 + (2 * dtS) / growthS)));
      if (Number.isNaN(numbers[place.sinceS]!)) {
        if (movedK <= limitK) return;
        numbers[place.sinceS] = atS;
        numbers[place.beforeC] = numbers[place.slow]!;
      } else if (movedK < endShare * limitK) numbers[place.sinceS] = Number.NaN;
    },
    get sinceS() {
      return numbers[place.sinceS]!;
    },
    get beforeC() {
      return numbers[place.beforeC]!;
    },
    get unrestK() {
      return numbers[place.unrest]!;
    },
    get nowC() {
      return numbers[place.fast]!;
    },
  };
}
