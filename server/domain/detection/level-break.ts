/** What a witness held before a silence, against what it holds after: losses that nobody watched. */
export interface LevelBreak {
  /** The last level before a silence that ended now, and the compensation's features then. */
  open(
    before: {
      readonly atS: number;
      readonly inventoryL: number;
      readonly reading: number;
      readonly tempC: number;
    },
    nowS: number,
  ): void;
  /** Takes what the witness holds now; an accumulator that is empty holds at most `inventoryL`. */
  take(nowS: number, inventoryL: number): void;
  /** True for a while after a silence, when enough readings came. */
  readonly ready: boolean;
  readonly silenceS: number;
  /** When the silence ended, epoch seconds; `NaN`: there was none. */
  readonly resumedS: number;
  readonly fallL: number;
  /** What is held after it, litres. */
  readonly afterL: number;
  /** Level before: when, litres, what the sensor showed, °C. */
  readonly beforeS: number;
  readonly beforeL: number;
  readonly beforeReading: number;
  readonly beforeC: number;
  close(): void;
  readonly state: BreakState;
}

export interface BreakState {
  /** See `place`. */
  readonly numbers: Float64Array;
}

/** Readings after the silence of which the level is made. */
const readings = 3;

/** Later than this after enough readings came, seconds, the scales watch again by themselves. */
const validForS = 90;

const place = {
  beforeS: 0,
  beforeL: 1,
  reading: 2,
  tempC: 3,
  resumedS: 4,
  sum: 5,
  count: 6,
  nowS: 7,
  readyS: 8,
} as const;

export const newBreakState = (): BreakState => ({ numbers: new Float64Array(9).fill(Number.NaN) });

/** Keeps the newest few readings after a silence in a mean that forgets, so that a single wild one decides nothing. */
export function createLevelBreak(state: BreakState = newBreakState()): LevelBreak {
  const { numbers } = state;
  return {
    state,
    open(before, nowS) {
      numbers[place.beforeS] = before.atS;
      numbers[place.beforeL] = before.inventoryL;
      numbers[place.reading] = before.reading;
      numbers[place.tempC] = before.tempC;
      numbers[place.resumedS] = nowS;
      numbers[place.sum] = 0;
      numbers[place.count] = 0;
      numbers[place.readyS] = Number.NaN;
      numbers[place.nowS] = nowS;
    },
    take(nowS, inventoryL) {
      if (Number.isNaN(numbers[place.resumedS]!)) return;
      numbers[place.nowS] = nowS;
      if (numbers[place.count]! >= readings) {
        numbers[place.sum]! *= (readings - 1) / readings;
        numbers[place.count] = readings - 1;
      }
      numbers[place.sum]! += inventoryL;
      numbers[place.count]! += 1;
      if (numbers[place.count]! >= readings && Number.isNaN(numbers[place.readyS]!))
        numbers[place.readyS] = nowS;
    },
    get ready() {
      return (
        numbers[place.count]! >= readings && numbers[place.nowS]! - numbers[place.resumedS]! <= validForS
      );
    },
    get silenceS() {
      return numbers[place.resumedS]! - numbers[place.beforeS]!;
    },
    get resumedS() {
      return numbers[place.resumedS]!;
    },
    get fallL() {
      return numbers[place.beforeL]! - numbers[place.sum]! / numbers[place.count]!;
    },
    get afterL() {
      return numbers[place.sum]! / numbers[place.count]!;
    },
    get beforeS() {
      return numbers[place.beforeS]!;
    },
    get beforeL() {
      return numbers[place.beforeL]!;
    },
    get beforeReading() {
      return numbers[place.reading]!;
    },
    get beforeC() {
      return numbers[place.tempC]!;
    },
    close() {
      numbers.fill(Number.NaN);
    },
  };
}
