/** Two witnesses of one inventory, compared: they may wander together, but not apart. */
export interface Parity {
  /** Takes the difference of their compensated inventories, litres, over the last `dtS` seconds. */
  step(differenceL: number, dtS: number): void;
  /** From here on the healthy difference is fixed. */
  calibrate(): void;
  /** They contradict each other. Stays while nothing is compared: silence settles no dispute. */
  readonly contradicts: boolean;
}

/** The difference is averaged over this time, seconds: one wild sample is no contradiction. */
const averagingS = 60;

/** Contradiction begins beyond this many standard deviations of the healthy difference, and ends below half of it. */
const sigmas = 6;

/** Smaller differences than this share of the charge are nobody's concern, however quiet the sensors are. */
const leastShare = 0.001;

/** For a loop of `chargeL` litres. Learns the mean and scatter of the difference until it is calibrated. */
export function createParity(chargeL: number): Parity {
  let count = 0;
  let mean = 0;
  let squares = 0;
  let smooth = Number.NaN;
  let calibrated = false;
  let contradicts = false;

  return {
    step(differenceL, dtS) {
      const weight = 1 - Math.exp(-dtS / averagingS);
      smooth = Number.isNaN(smooth) ? differenceL : smooth + (differenceL - smooth) * weight;
      if (!calibrated) {
        // Welford's running mean and variance.
        count += 1;
        const off = differenceL - mean;
        mean += off / count;
        squares += off * (differenceL - mean);
        return;
      }
      const sd = Math.sqrt(squares / Math.max(1, count - 1));
      const limitL = Math.max(sigmas * sd, leastShare * chargeL);
      const apart = Math.abs(smooth - mean);
      contradicts = contradicts ? apart > limitL / 2 : apart > limitL;
    },
    calibrate() {
      calibrated = true;
    },
    get contradicts() {
      return contradicts;
    },
  };
}
