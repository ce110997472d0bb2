import { dayS } from "./day.ts";
import { usualInputs } from "./inputs.ts";
import type { Loop } from "./loop.ts";
import { orbitPeriodS } from "./orbit.ts";
import { subStepsPerS } from "./sub-steps.ts";

/** How a healthy plant is run: in steps of so many seconds, and what they may cost. */
interface Pace {
  readonly stepS: number;
  readonly mostSubSteps: number;
}

/** While a plant settles: short beside an eclipse and beside a regulator's integral time. */
export const coarsePace: Pace = { stepS: 4, mostSubSteps: 2 };
/** As the running plant goes. */
const finePace: Pace = { stepS: 1, mostSubSteps: Number.POSITIVE_INFINITY };
/** Sub-steps times nodes for the rounds, and for the last stretch: a second or so each. */
const mostRoundWork = 1_000_000;
const mostFineWork = 500_000;
/** Settled when no temperature differs by more than this from one round to the next, K: far below a sensor's step. */
const settledK = 5e-4;
/** Rounds after which it is as settled as it gets; a regulator that hunts never settles. */
const mostEverRounds = 40;
/** On the ground the same hours are repeated instead of whole days: loops there follow the day within hours, s. */
const groundRoundS = 7200;
/** The last stretch is run in the steps of the running plant, so that no trace of the coarse ones is left, s. */
const mostFineS = 3600;

/** Time after which the surroundings of a plant come back to the same point, seconds. */
export function periodS({ chain }: Loop): number {
  const { surroundings } = chain.description;
  return surroundings.kind === "orbit" ? orbitPeriodS(surroundings) : dayS;
}

/** Runs a fresh healthy loop into its periodic steady state, which it reaches at `atS`. */
export function settleLoop(loop: Loop, atS: number): void {
  const inOrbit = loop.chain.description.surroundings.kind === "orbit";
  const roundS = inOrbit ? periodS(loop) : groundRoundS;
  const fineS = toFineS(loop);
  const fromS = atS - fineS - roundS;
  const mostRounds = toMostRounds(loop, roundS);
  let before = temperatures(loop);
  let rounds = 0;
  for (let moved = Number.POSITIVE_INFINITY; moved > settledK && rounds < mostRounds; rounds++) {
    loop.state.atS = fromS;
    runHealthy(loop, roundS, coarsePace);
    const after = temperatures(loop);
    moved = after.reduce((most, tempK, i) => Math.max(most, Math.abs(tempK - before[i]!)), 0);
    before = after;
  }
  // What took so many rounds to forget its beginnings takes as many hours to forget that the hours were repeated.
  if (!inOrbit) {
    loop.state.atS = atS - fineS - rounds * roundS;
    runHealthy(loop, rounds * roundS, coarsePace);
  }
  loop.state.atS = atS - fineS;
  runHealthy(loop, fineS, finePace);
  loop.state.atS = atS;
}

/** Rounds that can be afforded: no fewer than one. */
function toMostRounds({ chain }: Loop, roundS: number): number {
  const subSteps = Math.min(coarsePace.mostSubSteps, Math.ceil(coarsePace.stepS * subStepsPerS(chain)));
  const work = (roundS / coarsePace.stepS) * subSteps * chain.nodes;
  return Math.min(mostEverRounds, Math.max(1, Math.floor(mostRoundWork / work)));
}

/** The last stretch, shorter where small nodes and much flow make each of its seconds dear. Whole seconds. */
function toFineS({ chain }: Loop): number {
  const work = Math.ceil(finePace.stepS * subStepsPerS(chain)) * chain.nodes;
  return Math.min(mostFineS, Math.max(1, Math.floor(mostFineWork / work)));
}

/** Runs a healthy loop for so many seconds without make-up: its charge is what the description says. */
export function runHealthy(loop: Loop, forS: number, { stepS, mostSubSteps }: Pace): void {
  loop.state.makeUp = { kind: "latched" };
  const wholeSteps = Math.floor(forS / stepS);
  for (let n = 0; n < wholeSteps; n++) loop.step(usualInputs, stepS, mostSubSteps);
  const rest = forS - wholeSteps * stepS;
  if (rest > 0) loop.step(usualInputs, rest, mostSubSteps);
  loop.state.makeUp = { kind: "ready" };
}

function temperatures({ state }: Loop): Float64Array {
  const { tempK, wallK, accumulator, cabinK } = state;
  return Float64Array.from([...tempK, ...wallK, accumulator.liquidK, accumulator.shellK, cabinK]);
}
