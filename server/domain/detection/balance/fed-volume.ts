import type { EpochMs } from "../../../../protocol/time.ts";

/** How much a make-up pump has fed in, from what the loop has: a counter, or the level of the tank it feeds from. */
export interface FedVolumeSettings {
  readonly chargeL: number;
  /** Smallest step of counter and reservoir, litres; 0 when unknown. */
  readonly counterStepL: number;
  readonly reservoirStepL: number;
}

/** One evaluation; the record is reused by the caller. */
export interface FedVolumeInput {
  atMs: EpochMs;
  /** Litres on the counter and in the reservoir; `NaN`: there is none, or it is not usable now. */
  counterL: number;
  reservoirL: number;
}

export interface FedVolumeState {
  /** Litres counted since the beginning, without resets and jumps. */
  countedL: number;
  counterL: number;
  counterAtMs: EpochMs;
  /** A reading that does not follow from the one before it, until it is believed. */
  oddL: number;
  oddSinceMs: EpochMs;
  /** Litres that the reservoir fell since the beginning, rises left out. */
  drawnL: number;
  reservoirL: number;
  reservoirAtMs: EpochMs;
  /** Middle of the play within which the level counts as unmoved, litres. */
  restL: number;
}

export interface FedVolume {
  readonly state: FedVolumeState;
  step(input: FedVolumeInput): void;
  /** Litres counted since the beginning; `NaN` while no counter was heard. */
  readonly countedL: number;
  /** Litres drawn from the reservoir since the beginning, as good as its steps; `NaN` while none was heard. */
  readonly drawnL: number;
  /** Litres in the reservoir, smoothed; `NaN`: not known. */
  readonly reservoirL: number;
}

/** No make-up pump fills more than this share of a loop's charge in a second (a twentieth in a minute). */
const fastestShare = 0.05 / 60;

/** A counter may lag and jump by this share of the charge at once. */
const slackShare = 0.001;

/** A reading that does not follow is believed when it has stood so long: a wild one is gone with the next. */
const believedAfterMs = 10_000;

/** A reservoir's level is smoothed over this time, seconds; within this many steps of rest it has not moved. */
const smoothS = 30;
const playSteps = 2;

/** The least play, as a share of the charge: pumps shake tanks. */
const playShare = 0.0003;

export const newFedVolumeState = (): FedVolumeState => ({
  countedL: 0,
  counterL: Number.NaN,
  counterAtMs: Number.NaN,
  oddL: Number.NaN,
  oddSinceMs: Number.NaN,
  drawnL: 0,
  reservoirL: Number.NaN,
  reservoirAtMs: Number.NaN,
  restL: Number.NaN,
});

/**
 * Follows a make-up counter through resets, wraps and wild readings, and a reservoir through being topped up. A reset counts
 * what is on the counter afterwards; a jump that no pump could have fed counts nothing: the loop's own inventory shows it.
 */
export function createFedVolume(
  settings: FedVolumeSettings,
  state: FedVolumeState = newFedVolumeState(),
): FedVolume {
  const { chargeL, counterStepL, reservoirStepL } = settings;
  const slackL = slackShare * chargeL + 2 * counterStepL;
  const playL = Math.max(playSteps * reservoirStepL, playShare * chargeL);

  const mostL = (fromMs: EpochMs, atMs: EpochMs): number =>
    slackL + (fastestShare * chargeL * (atMs - fromMs)) / 1000;

  const count = (counterL: number, atMs: EpochMs): void => {
    const grownL = counterL - state.counterL;
    if (Number.isNaN(grownL) || (grownL >= 0 && grownL <= mostL(state.counterAtMs, atMs))) {
      if (grownL > 0) state.countedL += grownL;
      state.counterL = counterL;
      state.counterAtMs = atMs;
      state.oddL = Number.NaN;
      return;
    }
    const follows = counterL >= state.oddL && counterL - state.oddL <= mostL(state.oddSinceMs, atMs);
    if (!follows) {
      state.oddL = counterL;
      state.oddSinceMs = atMs;
    } else if (atMs - state.oddSinceMs >= believedAfterMs) {
      // Set back to zero, it shows what was fed in since; anything else is a new counter or a hand that turned it.
      if (grownL < 0 && counterL <= mostL(state.counterAtMs, atMs)) state.countedL += counterL;
      state.counterL = counterL;
      state.counterAtMs = atMs;
      state.oddL = Number.NaN;
    }
  };

  const draw = (reservoirL: number, atMs: EpochMs): void => {
    const dtS = (atMs - state.reservoirAtMs) / 1000;
    state.reservoirAtMs = atMs;
    if (Number.isNaN(state.reservoirL)) {
      state.reservoirL = reservoirL;
      state.restL = reservoirL;
      return;
    }
    state.reservoirL += (reservoirL - state.reservoirL) * (dtS / (dtS + smoothS));
    if (state.reservoirL < state.restL - playL) {
      state.drawnL += state.restL - playL - state.reservoirL;
      state.restL = state.reservoirL + playL;
    } else if (state.reservoirL > state.restL + playL) state.restL = state.reservoirL - playL;
  };

  return {
    state,
    step(input) {
      if (!Number.isNaN(input.counterL)) count(input.counterL, input.atMs);
      if (!Number.isNaN(input.reservoirL)) draw(input.reservoirL, input.atMs);
    },
    get countedL() {
      return Number.isNaN(state.counterL) ? Number.NaN : state.countedL;
    },
    get drawnL() {
      return Number.isNaN(state.reservoirL) ? Number.NaN : state.drawnL;
    },
    get reservoirL() {
      return state.reservoirL;
    },
  };
}
