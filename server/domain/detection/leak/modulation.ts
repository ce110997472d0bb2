/** A loss that swings with a cycle: its period, and the loss at its least and most, as shares of the mean. */
export interface Modulation {
  readonly periodS: number;
  readonly low: number;
  readonly high: number;
}

/** What is known of each period that is watched; plain data. */
export interface ModulationState {
  /** Running sums (fading) of cos, sin of the phase times what the loss was beyond its mean in a slice, litres per second. */
  readonly cosine: Float64Array;
  readonly sine: Float64Array;
  /** Fading number of slices in the sums, and their fading mean loss, litres per second. */
  weight: number;
  meanLPerS: number;
  sinceS: number;
  /** The slice that is open: when it began, and the inventory then. */
  sliceS: number;
  sliceL: number;
}

/** Recognises a loss that swings with a period nobody has told: an orbit, an array's angle, a day, a duty cycle. */
export interface ModulationWatch {
  /**
   * Takes the inventory, without the noise of one measurement. True when there is news.
   */
  step(atS: number, inventoryL: number): boolean;
  /** `null`: no swing stands out. */
  last(): Modulation | null;
  readonly state: ModulationState;
}

/** Periods from ten minutes to a day and a half, 6 % apart: a cycle between two of them is still in phase after three turns. */
const shortestS = 600;
const spacing = 1.06;
const periods = Array.from({ length: 92 }, (_, i) => shortestS * spacing ** i);

/** A slice is a twelfth of the shortest period. */
const sliceLengthS = 50;

/** A swing must have come back this often. */
const leastTurns = 4;

/** Sums fade with this time, seconds: the mean of a week of days. */
const fadesS = 7 * 86_400;

/** Power of the best period over the mean of its neighbours: noise, coloured or not, reaches 16 once in some thousand times. */
const leastPower = 16;
/** Neighbours: from so many places away to so many, on either side. */
const nearest = 5;
const farthest = 12;

/** A smaller swing than this share of the mean loss is not worth a word. */
const leastSwing = 0.25;

export const newModulationState = (): ModulationState => ({
  cosine: new Float64Array(periods.length),
  sine: new Float64Array(periods.length),
  weight: 0,
  meanLPerS: 0,
  sinceS: Number.NaN,
  sliceS: Number.NaN,
  sliceL: Number.NaN,
});

/** Periodogram (Schuster 1898) of the loss in slices, at fixed periods, each kept as two fading sums (Goertzel 1958).
 * `leastL`: a swing of fewer litres, from least to most, is no swing of the leak but bias. */
export function createModulationWatch(
  leastL: number,
  state: ModulationState = newModulationState(),
): ModulationWatch {
  const { cosine, sine } = state;

  const power = (i: number): number => cosine[i]! ** 2 + sine[i]! ** 2;

  const close = (atS: number, inventoryL: number): void => {
    const spanS = atS - state.sliceS;
    const lostLPerS = (state.sliceL - inventoryL) / spanS;
    const beyond = lostLPerS - state.meanLPerS;
    const kept = Math.exp(-spanS / fadesS);
    const middleS = (atS + state.sliceS) / 2 - state.sinceS;
    state.weight = state.weight * kept + 1;
    state.meanLPerS += beyond / state.weight;
    for (let i = 0; i < periods.length; i++) {
      const phase = (2 * Math.PI * middleS) / periods[i]!;
      cosine[i] = cosine[i]! * kept + beyond * Math.cos(phase);
      sine[i] = sine[i]! * kept + beyond * Math.sin(phase);
    }
  };

  return {
    state,
    step(atS, inventoryL) {
      if (Number.isNaN(state.sinceS)) state.sinceS = atS;
      const spanS = atS - state.sliceS;
      if (spanS < sliceLengthS) return false;
      // A gap: what was lost in it says nothing of any phase.
      if (spanS <= 2 * sliceLengthS) close(atS, inventoryL);
      state.sliceS = atS;
      state.sliceL = inventoryL;
      return true;
    },
    last() {
      const watchedS = state.weight * sliceLengthS;
      let count = 0;
      while (count < periods.length && periods[count]! * leastTurns <= watchedS) count++;
      let best = -1;
      for (let i = 0; i < count; i++) if (best < 0 || power(i) > power(best)) best = i;
      if (best < 0 || state.meanLPerS <= 0) return null;
      let sum = 0;
      let neighbours = 0;
      for (let i = 0; i < periods.length; i++) {
        const away = Math.abs(i - best);
        if (away < nearest || away > farthest) continue;
        sum += power(i);
        neighbours += 1;
      }
      if (power(best) < leastPower * (sum / neighbours)) return null;
      const swingLPerS = (2 * Math.sqrt(power(best))) / state.weight;
      const swing = swingLPerS / state.meanLPerS;
      if (swing < leastSwing || (swingLPerS * periods[best]!) / Math.PI < leastL) return null;
      return { periodS: periods[best]!, low: Math.max(0, 1 - swing), high: 1 + swing };
    },
  };
}
