import { gasLeakMolPerS } from "./accumulator.ts";
import type { Chain } from "./chain.ts";
import type { PlantInputs } from "./inputs.ts";
import { type LeakingLoop, leakKgPerS, type PlacedLeak } from "./leaks.ts";

/** A sub-step moves at most this share of a node's coolant on. */
const courantShare = 0.5;
/** It changes the gas volume (by leaks and feeds) and the gas itself by at most this share. */
const gasShare = 0.01;
/** An accumulator with less gas than this share of its volume counts as if it had it: nothing there gives any more. */
const leastGasShare = 0.01;
/** It takes at most this share of a node's coolant through a hole. */
const nodeShare = 0.1;
/** The cabin changes at most this share of its distance to the coolant. */
const cabinShare = 0.2;
/**
 * Enough for a hole of 12 mm in a loop of 40 L at one second a step. What asks for more is computed more coarsely; the
 * sweep's passes keep a node from giving more than it holds.
 */
const mostSubSteps = 200;

/** Sub-steps a second that the nominal flow asks for. */
export const subStepsPerS = ({ nominalM3PerS, smallestNodeM3 }: Chain): number =>
  nominalM3PerS / smallestNodeM3 / courantShare;

/** Number of equal sub-steps for the next `dtS` seconds, from flow, leaks and feeds as they are now. */
export function toSubSteps(
  loop: LeakingLoop,
  inputs: PlantInputs,
  leaks: readonly PlacedLeak[],
  dtS: number,
): number {
  const { chain, state } = loop;
  const { gasMol, gasM3 } = state.accumulator;
  let perS = Math.max(chain.cabinPerS / cabinShare, state.flowM3PerS / chain.smallestNodeM3 / courantShare);
  let changedM3PerS = inputs.refillM3PerS + inputs.drainM3PerS;
  if (state.makeUp.kind === "running") changedM3PerS += (chain.description.makeUp?.flowLpm ?? 0) / 60_000;
  for (const leak of leaks) {
    const kgPerS = leakKgPerS(loop, leak);
    changedM3PerS += kgPerS / chain.referenceKgPerM3;
    perS = Math.max(perS, kgPerS / state.massKg[leak.node]! / nodeShare);
  }
  perS = Math.max(perS, changedM3PerS / Math.max(gasM3, leastGasShare * chain.accumulatorM3) / gasShare);
  if (inputs.gasLeakM2 > 0) {
    const leastMol = leastGasShare * chain.gasMol;
    const lostMolPerS = gasLeakMolPerS(state, inputs.gasLeakM2, loop.outsidePa);
    perS = Math.max(perS, lostMolPerS / Math.max(gasMol, leastMol) / gasShare);
  }
  return Math.min(mostSubSteps, Math.max(1, Math.ceil(perS * dtS)));
}
