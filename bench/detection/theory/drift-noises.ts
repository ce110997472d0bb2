import type { Chance } from "./chance.ts";

/** Healthy noise of block means, and what the rules are told of it. */
export interface DriftNoise {
  readonly name: string;
  /** White noise of a block, sd, and random walk, sd a block, as given to bank and oracle. */
  readonly whiteSd: number;
  readonly wanderSd: number;
  /** Smallest loss looked for, level units a block; the largest is a thousand times that. */
  readonly smallest: number;
  /** Starts a stream. */
  start(chance: Chance): () => number;
}

function walk(name: string, wanderSd: number, smallest: number): DriftNoise {
  return {
    name,
    whiteSd: 1,
    wanderSd,
    smallest,
    start(chance) {
      let level = 0;
      return () => {
        level += wanderSd * chance.normal();
        return level + chance.normal();
      };
    },
  };
}

const phi = 0.8;
const walkSd = 0.02;

/** White noise of half the variance, AR(1) noise of the other half and a slow walk; bank and oracle know only white and walk. */
function mixture(name: string, told: { readonly whiteSd: number; readonly wanderSd: number }): DriftNoise {
  return {
    name: `white + AR(1) ${phi} + walk ${walkSd}, ${name}`,
    ...told,
    smallest: 0.01,
    start(chance) {
      let level = 0;
      let slow = Math.SQRT1_2 * chance.normal();
      return () => {
        level += walkSd * chance.normal();
        slow = phi * slow + Math.SQRT1_2 * Math.sqrt(1 - phi * phi) * chance.normal();
        return level + slow + Math.SQRT1_2 * chance.normal();
      };
    },
  };
}

/** Sd of white noise whose long means scatter as those of the mixture: AR(1) counts (1 + φ) / (1 - φ) times. */
const longRunSd = Math.sqrt(0.5 + (0.5 * (1 + phi)) / (1 - phi));

/** What is compared; `short` leaves the long ones out. */
export function driftNoises(short: boolean): readonly DriftNoise[] {
  const few = [walk("white", 0, 0.003), walk("white + walk 0.1", 0.1, 0.01)];
  return short
    ? few
    : [
        walk("white", 0, 0.001),
        walk("white + walk 0.01", 0.01, 0.001),
        walk("white + walk 0.1", 0.1, 0.003),
        walk("white + walk 1", 1, 0.01),
        mixture("taken for white noise of the long run", { whiteSd: longRunSd, wanderSd: walkSd }),
        // The wander that the differences of neighbours suggest: seventeen times too much.
        mixture("its AR(1) taken for a walk", { whiteSd: 1, wanderSd: 0.35 }),
      ];
}
