import { createRandom } from "../random.ts";

/** True for a reading that is hit. All who ask for one moment get the same answer. */
export type Spikes = (atS: number) => boolean;

/**
 * Single readings hit at random, Poisson at `perHour`: a reading is hit when at least one arrival falls between it and
 * the reading before. Sensors of one box share one of these and are hit together.
 */
export function createSpikes(perHour: number, seed: number, stream: string): Spikes {
  const random = createRandom(seed, stream);
  let lastS: number | null = null;
  let hit = false;
  return (atS) => {
    if (atS === lastS) return hit;
    const dtS = lastS === null ? 0 : atS - lastS;
    lastS = atS;
    hit = random.uniform() < 1 - Math.exp((-perHour * dtS) / 3600);
    return hit;
  };
}
