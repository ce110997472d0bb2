import type { SensorDescription } from "../description/sensor-description.ts";
import { createRandom } from "../random.ts";

/** The noise of one reading, in the sensor's unit. `dtS` is the time since the reading before. */
export type Noise = (dtS: number) => number;

/**
 * White noise plus a first-order autoregressive part, each from a stream named after the channel. The second is the
 * exact sampling of an Ornstein-Uhlenbeck process, stationary from its first value, so its statistics do not depend on
 * how often it is read.
 */
export function createNoise({ channel, noise }: SensorDescription, seed: number): Noise {
  const white = createRandom(seed, `sensor/${channel}/white`);
  const red = createRandom(seed, `sensor/${channel}/ar1`);
  const { whiteSd, ar1Sd, ar1TauS } = noise;
  // Fields of one object are changed in place, where a variable would allocate a number for each reading.
  const state = { wander: ar1Sd > 0 ? ar1Sd * red.normal() : 0, knownDtS: 0, keep: 1, renew: 0 };

  const stepWander = (dtS: number): void => {
    if (dtS !== state.knownDtS) {
      // The exponential is worth keeping: readings mostly come in even steps.
      state.knownDtS = dtS;
      state.keep = ar1TauS > 0 ? Math.exp(-dtS / ar1TauS) : 0;
      state.renew = ar1Sd * Math.sqrt(1 - state.keep * state.keep);
    }
    state.wander = state.keep * state.wander + state.renew * red.normal();
  };

  return (dtS) => {
    if (ar1Sd > 0 && dtS > 0) stepWander(dtS);
    return state.wander + (whiteSd > 0 ? whiteSd * white.normal() : 0);
  };
}
