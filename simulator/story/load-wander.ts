import { createRandom } from "../random.ts";

/** Points of the process in one time constant; straight lines between them hide nothing slower. */
const pointsPerTau = 100;
/** Closest spacing of points, s: a heat load does not move faster. */
const leastStepS = 10;
/** Time constants after which the past no longer shows. */
const memoryTaus = 6;

/**
 * Slow random movement round zero: an Ornstein-Uhlenbeck process of this standard deviation and time constant. Its value
 * follows from seed and time alone, so that a story that begins later continues the same movement. Calls with rising
 * times are cheap.
 */
export function createLoadWander(
  sd: number,
  tauS: number,
  seed: number,
  stream: string,
): (atS: number) => number {
  const stepS = Math.max(leastStepS, tauS / pointsPerTau);
  const keep = Math.exp(-stepS / tauS);
  const memorySteps = Math.ceil((memoryTaus * tauS) / stepS);
  const weights = Float64Array.from({ length: memorySteps }, (_, age) => keep ** age);
  const kickSd = sd * Math.sqrt(1 - keep * keep);

  // Each kick has a random stream of its own: any of them can be had without those before it.
  const kicks = new Float64Array(memorySteps);
  const indexBySlot = new Float64Array(memorySteps).fill(Number.NaN);
  const kickAt = (index: number): number => {
    const slot = ((index % memorySteps) + memorySteps) % memorySteps;
    if (indexBySlot[slot] !== index) {
      indexBySlot[slot] = index;
      kicks[slot] = kickSd * createRandom(seed, `${stream}/${index}`).normal();
    }
    return kicks[slot]!;
  };
  const pointAt = (index: number): number => {
    let sum = 0;
    for (let age = 0; age < memorySteps; age++) sum += weights[age]! * kickAt(index - age);
    return sum;
  };

  let index = Number.NaN;
  let point = 0;
  let nextPoint = 0;
  return (atS) => {
    const wanted = Math.floor(atS / stepS);
    if (wanted !== index) {
      point = wanted === index + 1 ? nextPoint : pointAt(wanted);
      nextPoint = pointAt(wanted + 1);
      index = wanted;
    }
    return point + (atS / stepS - wanted) * (nextPoint - point);
  };
}
