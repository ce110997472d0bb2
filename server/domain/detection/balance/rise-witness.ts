import {
  type ChangeInput,
  type ChangeScaleState,
  createChangeScale,
  newChangeScaleState,
} from "./change-scale.ts";

/** Block lengths, seconds: a make-up pump fills in under a minute, a person with a pump in minutes to an hour. */
const blocksS = [15, 120, 600] as const;

const secondsPerYear = 31_557_600;

export interface RiseWitnessState {
  readonly scales: ChangeScaleState[];
  /** The inventory smoothed over some seconds, litres. */
  smoothL: number;
  /** Litres that were taken as filled in, counted up. */
  filledL: number;
  /** What inventory less `filledL` was when the present filling was recognised. */
  heldL: number;
  /** What `filledL` was then. */
  beginL: number;
  /** How much of what was taken may be given back now, litres. */
  poolL: number;
  atS: number;
  /** When what was taken last grew by more than noise, epoch seconds, and how much it was then. */
  roseAtS: number;
  markL: number;
  /** Noise of the smoothed inventory, litres. */
  smoothSdL: number;
}

/** What is taken as filled in: rises and the cooling after them, that cooling alone, or every change (a declared drain). */
export type Taking = "rises" | "cooling" | "all";

/** One witness's part in the recognition of fills: whether it sees a rise, and what it took as filled in. */
export interface RiseWitness {
  readonly state: RiseWitnessState;
  /** Takes one evaluation. */
  step(input: ChangeInput): void;
  /** Evidence of a rise as a share of the threshold: the most of all scales. */
  readonly strength: number;
  /** Litres risen since the run of evidence began, and when that was; `NaN` while there is none. */
  readonly risenL: number;
  readonly onsetS: number;
  /** Block length at which the rise is seen best, seconds. */
  readonly blockS: number;
  /** A filling begins: from here on changes are taken. `sdL`: noise of a single value. */
  hold(sdL: number): void;
  /**
   * Takes what rose since, gives back what was only warm gas. `countedL`: litres that a counter knows went in since, whether
   * the inventory rose by them or they ran out again.
   */
  take(what: Taking, countedL: number): void;
  /** The filling is over: the next rise is another one. */
  release(): void;
}

/** Smoothing of the inventory while it is followed, seconds. */
const smoothS = 5;

/**
 * Gas that is pressed together quickly gets warm and looks like more coolant until it has cooled: at most n = 1.4 times
 * the litres that really went in, so that this share of an apparent rise may go again without any loss.
 */
const warmGasShare = 0.4 / 1.4;

/** Gas in an accumulator cools within minutes; what has not gone by then was coolant. Seconds. */
export const coolingS = 300;

export const newRiseWitnessState = (): RiseWitnessState => ({
  scales: blocksS.map(() => newChangeScaleState()),
  smoothL: Number.NaN,
  filledL: 0,
  heldL: Number.NaN,
  beginL: 0,
  poolL: 0,
  atS: Number.NaN,
  roseAtS: Number.NaN,
  markL: 0,
  smoothSdL: 0,
});

/** `falseAlarmsPerYear` of the loop; `floorSdL`: least scatter believed, litres. */
export function createRiseWitness(
  settings: { readonly falseAlarmsPerYear: number; readonly floorSdL: number },
  state: RiseWitnessState = newRiseWitnessState(),
): RiseWitness {
  const scales = blocksS.map((blockS, k) =>
    createChangeScale(
      {
        blockS,
        sign: 1,
        gamma: ((secondsPerYear / blockS) * blocksS.length) / settings.falseAlarmsPerYear,
        floorSdL: settings.floorSdL,
        priorSdL: null,
      },
      state.scales[k],
    ),
  );

  /** The scale that sees most; the first one while none sees anything. */
  const best = () => {
    let found = scales[0]!;
    for (const scale of scales) if (scale.strength > found.strength) found = scale;
    return found;
  };

  return {
    state,
    step(input) {
      if (!Number.isNaN(input.litres)) {
        const dtS = input.atS - state.atS;
        const weight = Number.isNaN(dtS) ? 1 : dtS / (dtS + smoothS);
        if (Number.isNaN(state.smoothL)) state.smoothL = input.litres;
        state.smoothL += (input.litres - state.smoothL) * weight;
        state.poolL *= Number.isNaN(dtS) ? 1 : coolingS / (coolingS + dtS);
        state.atS = input.atS;
      }
      for (const scale of scales) scale.step(input);
    },
    get strength() {
      return best().strength;
    },
    get risenL() {
      const { strength, state: at } = best();
      return strength > 0 ? state.smoothL - at.onsetL : Number.NaN;
    },
    get onsetS() {
      const { strength, state: at } = best();
      return strength > 0 ? at.onsetS : Number.NaN;
    },
    get blockS() {
      return best().settings.blockS;
    },
    hold(sdL) {
      state.heldL = state.smoothL - state.filledL;
      state.beginL = state.filledL;
      state.smoothSdL = sdL * Math.sqrt(1 / (2 * smoothS));
      // Rises follow the noise upwards: so much of it may go back.
      state.poolL = 2 * state.smoothSdL;
      state.roseAtS = state.atS;
      state.markL = state.filledL;
    },
    take(what, countedL) {
      const aboveL = state.smoothL - state.filledL - state.heldL;
      if (what === "all") state.filledL += aboveL;
      else if (aboveL > 0 && what === "rises") {
        state.filledL += aboveL;
        state.poolL += warmGasShare * aboveL;
      } else if (aboveL < 0) {
        const backL = Math.min(-aboveL, state.poolL);
        state.filledL -= backL;
        state.poolL -= backL;
      }
      if (countedL > 0) state.filledL = Math.max(state.filledL, state.beginL + countedL);
      if (Math.abs(state.filledL - state.markL) <= state.smoothSdL) return;
      if (state.filledL > state.markL || what === "all") state.roseAtS = state.atS;
      state.markL = state.filledL;
    },
    release() {
      state.heldL = Number.NaN;
      state.poolL = 0;
      for (const scale of scales) scale.restart();
    },
  };
}
