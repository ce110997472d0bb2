import { dayS } from "./day.ts";
import { usualInputs } from "./inputs.ts";
import type { Loop } from "./loop.ts";
import { orbitPeriodS } from "./orbit.ts";

/** Longest step while a plant settles, s: short beside an eclipse and beside a regulator's integral time. */
const coarseStepS = 4;
/** Settled when no temperature differs by more than this from one round to the next, K: far below a sensor's step. */
const settledK = 5e-4;
/** Rounds after which it is as settled as it gets; a regulator that hunts never settles. */
const mostRounds = 40;
/** On the ground the same hours are repeated instead of whole days: loops there follow the day within hours, s. */
const groundRoundS = 7200;
/** The last stretch is run in the steps of the running plant, so that no trace of the coarse ones is left, s. */
const fineS = 3600;
const fineStepS = 1;

/** Time after which the surroundings of a plant come back to the same point, seconds. */
export function periodS({ chain }: Loop): number {
  const { surroundings } = chain.description;
  return surroundings.kind === "orbit" ? orbitPeriodS(surroundings) : dayS;
}

/** Runs a fresh healthy loop into its periodic steady state, which it reaches at `atS`. */
export function settleLoop(loop: Loop, atS: number): void {
  const inOrbit = loop.chain.description.surroundings.kind === "orbit";
  const roundS = inOrbit ? periodS(loop) : groundRoundS;
  const fromS = atS - fineS - roundS;
  let before = temperatures(loop);
  let rounds = 0;
  for (let moved = Number.POSITIVE_INFINITY; moved > settledK && rounds < mostRounds; rounds++) {
    loop.state.atS = fromS;
    runHealthy(loop, roundS, coarseStepS);
    const after = temperatures(loop);
    moved = after.reduce((most, tempK, i) => Math.max(most, Math.abs(tempK - before[i]!)), 0);
    before = after;
  }
  // What took so many rounds to forget its beginnings takes as many hours to forget that the hours were repeated.
  if (!inOrbit) {
    loop.state.atS = atS - fineS - rounds * roundS;
    runHealthy(loop, rounds * roundS, coarseStepS);
  }
  loop.state.atS = atS - fineS;
  runHealthy(loop, fineS, fineStepS);
  loop.state.atS = atS;
}

/** Runs a healthy loop for so many seconds without make-up: its charge is what the description says. */
export function runHealthy(loop: Loop, forS: number, stepS: number): void {
  loop.state.makeUp = { kind: "latched" };
  const wholeSteps = Math.floor(forS / stepS);
  for (let n = 0; n < wholeSteps; n++) loop.step(usualInputs, stepS);
  const rest = forS - wholeSteps * stepS;
  if (rest > 0) loop.step(usualInputs, rest);
  loop.state.makeUp = { kind: "ready" };
}

function temperatures({ state }: Loop): Float64Array {
  const { tempK, wallK, accumulator, cabinK } = state;
  return Float64Array.from([...tempK, ...wallK, accumulator.liquidK, accumulator.shellK, cabinK]);
}
