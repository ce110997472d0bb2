/** A leak that let out more than before; epoch ms, litres per second at the pressure now. */
export interface Growth {
  readonly sinceMs: number;
  readonly fromLPerS: number;
  readonly toLPerS: number;
}

/** What the watch knows; plain data. Losses are at the reference pressure, so that falling pressure hides no growth. */
export interface GrowthState {
  /** The loss that people know of. */
  toldLPerS: number;
  toldSdLPerS: number;
  /** When the loss was last not above the told one beyond doubt, epoch seconds. */
  levelS: number;
  /** When the loss was last near the told one or above, epoch seconds. */
  nearS: number;
  /** While a growth settles the told loss follows; until when, epoch seconds. */
  settlesS: number;
  /** The growth that was last told; `sinceS` NaN: none. */
  sinceS: number;
  fromLPerS: number;
}

/** Watches a known loss for growth. */
export interface GrowthWatch {
  /**
   * Takes the quick and the steady estimate of the loss at the reference pressure, each with its standard deviation.
   * `cycleS`: the loss swings with this period, and growth must outlast it; 0: it does not.
   */
  step(atS: number, quick: Loss, steady: Loss, cycleS: number): void;
  /** The loss that people are told, before it is known well enough for growth to mean anything. */
  tell(atS: number, steady: Loss): void;
  /** A change was found that began at `sinceS`. */
  changed(sinceS: number): void;
  /** The growth told last, losses times `opened` to bring them to the pressure now; `null` while there was none. */
  last(opened: number): Growth | null;
  readonly state: GrowthState;
}

/** A loss and its standard deviation, litres per second. */
export interface Loss {
  readonly lossLPerS: number;
  readonly lossSdLPerS: number;
}

/** Growth is told at once from this factor on. */
const doubled = 2;
/** A smaller growth, from this factor on, is told when it has lasted for a revolution of a low orbit. */
const grown = 1.5;
const revolutionS = 95 * 60;

/** A loss that has been below this share of the told one for two revolutions has fallen: it is compared with itself then. */
const near = 0.8;
const fallenS = 2 * revolutionS;

/** Beyond doubt: so many standard deviations. One look in 30,000 goes that far by chance. */
const certainSd = 4;

/** From here on the loss may have left the told one. */
const risingSd = 1.5;

export const newGrowthState = (atS: number, told: Loss): GrowthState => ({
  toldLPerS: told.lossLPerS,
  toldSdLPerS: told.lossSdLPerS,
  levelS: atS,
  nearS: atS,
  settlesS: atS,
  sinceS: Number.NaN,
  fromLPerS: 0,
});

/** `leastL`: less than this, in litres beyond what was told, is no growth but bias. */
export function createGrowthWatch(leastL: number, state: GrowthState): GrowthWatch {
  /** The told loss becomes known better with time; a loss that falls becomes the one to compare with. */
  const learn = (atS: number, steady: Loss): void => {
    if (steady.lossLPerS <= 0) return;
    const fell = atS - state.nearS > fallenS;
    const known = steady.lossSdLPerS < state.toldSdLPerS && steady.lossLPerS > near * state.toldLPerS;
    if (fell || known) {
      state.toldLPerS = steady.lossLPerS;
      state.toldSdLPerS = steady.lossSdLPerS;
    }
  };

  return {
    state,
    step(atS, quick, steady, cycleS) {
      if (atS < state.settlesS) {
        state.toldLPerS = Math.max(state.toldLPerS, steady.lossLPerS);
        state.toldSdLPerS = steady.lossSdLPerS;
        state.levelS = atS;
        return;
      }
      if (quick.lossLPerS > near * state.toldLPerS) state.nearS = atS;
      const rise = quick.lossLPerS - state.toldLPerS;
      const sd = Math.hypot(quick.lossSdLPerS, state.toldSdLPerS);
      if (rise < risingSd * sd) {
        state.levelS = atS;
        learn(atS, steady);
        return;
      }
      const lasts = atS - state.levelS >= Math.max(revolutionS, cycleS);
      if (rise * (atS - state.levelS) < leastL || (cycleS > 0 && !lasts)) return;
      // What has lasted is known better by the steady estimate.
      const now = lasts && steady.lossSdLPerS < quick.lossSdLPerS ? steady : quick;
      const beyond = now.lossLPerS - state.toldLPerS;
      const certain = beyond >= certainSd * Math.hypot(now.lossSdLPerS, state.toldSdLPerS);
      if (!certain || now.lossLPerS < (lasts ? grown : doubled) * state.toldLPerS) return;
      state.sinceS = state.levelS;
      state.fromLPerS = state.toldLPerS;
      // A step is half seen when it is told: the rest of it is the same growth.
      state.settlesS = atS + (atS - state.levelS);
      state.toldLPerS = quick.lossLPerS;
      state.toldSdLPerS = quick.lossSdLPerS;
    },
    tell(atS, steady) {
      state.toldLPerS = Math.max(0, steady.lossLPerS);
      state.toldSdLPerS = steady.lossSdLPerS;
      state.levelS = atS;
    },
    changed(sinceS) {
      state.levelS = Math.min(state.levelS, sinceS);
    },
    last: (opened) =>
      Number.isNaN(state.sinceS)
        ? null
        : {
            sinceMs: Math.round(state.sinceS * 1000),
            fromLPerS: state.fromLPerS * opened,
            toLPerS: state.toldLPerS * opened,
          },
  };
}
