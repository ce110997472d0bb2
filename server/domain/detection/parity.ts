/** Two witnesses of one inventory, compared: they may wander together, but not apart. */
export interface Parity {
  /** Takes the difference of their compensated inventories, litres, over the last `dtS` seconds. */
  step(differenceL: number, dtS: number): void;
  /** From here on the healthy difference is fixed. */
  calibrate(): void;
  /** They contradict each other. Stays while nothing is compared: silence settles no dispute. */
  readonly contradicts: boolean;
  /** How far they have come apart since they were learnt, litres; `NaN` before the first comparison. */
  readonly apartL: number;
  /** Healthy mean of the difference, litres. */
  readonly usualL: number;
  /** Healthy scatter of the difference, litres. */
  readonly sdL: number;
  readonly state: ParityState;
}

export interface ParityState {
  /** See `place`. */
  readonly numbers: Float64Array;
  calibrated: boolean;
  contradicts: boolean;
}

/** The difference is averaged over this time, seconds: one wild sample is no contradiction. */
const averagingS = 60;

/** Contradiction begins beyond this many standard deviations of the healthy difference, and ends below half of it. */
const sigmas = 6;

/** Smaller differences than this share of the charge are nobody's concern, however quiet the sensors are. */
const leastShare = 0.001;

const place = { count: 0, mean: 1, squares: 2, smooth: 3 } as const;

export const newParityState = (): ParityState => ({
  numbers: Float64Array.of(0, 0, 0, Number.NaN),
  calibrated: false,
  contradicts: false,
});

/** For a loop of `chargeL` litres. Learns the mean and scatter of the difference until it is calibrated. */
export function createParity(chargeL: number, state: ParityState = newParityState()): Parity {
  const { numbers } = state;
  const sdL = (): number => Math.sqrt(numbers[place.squares]! / Math.max(1, numbers[place.count]! - 1));

  return {
    state,
    step(differenceL, dtS) {
      const weight = 1 - Math.exp(-dtS / averagingS);
      const smooth = numbers[place.smooth]!;
      numbers[place.smooth] = Number.isNaN(smooth) ? differenceL : smooth + (differenceL - smooth) * weight;
      if (!state.calibrated) {
        // Welford's running mean and variance.
        numbers[place.count]! += 1;
        const off = differenceL - numbers[place.mean]!;
        numbers[place.mean]! += off / numbers[place.count]!;
        numbers[place.squares]! += off * (differenceL - numbers[place.mean]!);
        return;
      }
      const limitL = Math.max(sigmas * sdL(), leastShare * chargeL);
      const apartL = Math.abs(numbers[place.smooth]! - numbers[place.mean]!);
      state.contradicts = state.contradicts ? apartL > limitL / 2 : apartL > limitL;
    },
    calibrate() {
      state.calibrated = true;
    },
    get contradicts() {
      return state.contradicts;
    },
    get apartL() {
      return numbers[place.smooth]! - numbers[place.mean]!;
    },
    get usualL() {
      return numbers[place.mean]!;
    },
    get sdL() {
      return sdL();
    },
  };
}
