import { createRandom } from "../random.ts";
import {
  densityKgPerM3,
  emptyAfterS,
  gasGrowth,
  gasKpa,
  heatJPerKgK,
  leakPace,
  lossLPerS,
  pipeworkL,
  referenceC,
  vapourKpa,
} from "./gas-spring.ts";
import type { LeakPlan } from "./leak-plan.ts";
import { type LoadOptions, toLoadLoopId } from "./load-options.ts";

/** Fields of every point, in their order; the names are those of the Soyuz-like plant. */
export const loadChannels = [
  "accumulator_pressure_kpa",
  "pump_out_pressure_kpa",
  "radiator_in_c",
  "radiator_out_c",
  "accumulator_c",
  "flow_lpm",
] as const;

/** One revolution at 410 km, and how far the bulk of the coolant swings in it (a Soyuz-like loop: 3 to 5 K). */
const orbitS = 5568;
const swingK = 4;

/** The accumulator's shell and gas follow the coolant with this time constant (a small bellows in its cabinet). */
const accumulatorLagS = 300;

/** Healthy flow and pump head, and the heat that the coolant carries to the radiator. */
const flowLpm = 6;
const headKpa = 60;
const heatW = 900;

/** The radiator's inlet is warmer, its outlet colder than the bulk by half of what the heat makes: Q / (m cp) / 2. */
const halfDropK = heatW / ((flowLpm / 60_000) * densityKgPerM3 * heatJPerKgK * 2);

const turnPerS = (2 * Math.PI) / orbitS;
/** A first-order lag makes a sine smaller and later. */
const lagAngle = Math.atan(turnPerS * accumulatorLagS);
const lagGain = Math.cos(lagAngle);

/** Many loops without any state: each is a closed form of the time. */
export interface LightLoops {
  /** What is true of a loop `atS` after the start, into `into` in the order of `loadChannels`. */
  read(loop: number, atS: number, into: Float64Array): void;
}

/**
 * Loops that differ in where they are on their orbit and in their leak. Simplified on purpose: heat and temperatures do
 * not follow a fading flow, and the leak is driven by the mean pressure, not by its swing over the orbit.
 */
export function createLightLoops(options: Required<LoadOptions>, plan: LeakPlan): LightLoops {
  const { loops, seed } = options;
  const phase = new Float64Array(loops);
  const pace = new Float64Array(loops);
  const emptyS = new Float64Array(loops).fill(Number.POSITIVE_INFINITY);
  for (let loop = 0; loop < loops; loop++) {
    phase[loop] = 2 * Math.PI * createRandom(seed, `phase of ${toLoadLoopId(loop)}`).uniform();
    const hole = plan.holeMm[loop]!;
    if (hole === 0) continue;
    pace[loop] = leakPace(hole);
    emptyS[loop] = emptyAfterS(hole);
  }

  return {
    read(loop, atS, into) {
      const angle = turnPerS * atS + phase[loop]!;
      const bulkC = referenceC + swingK * Math.sin(angle);
      const accumulatorC = referenceC + swingK * lagGain * Math.sin(angle - lagAngle);
      const sinceS = atS - plan.onsetS[loop]!;
      let suctionKpa: number;
      let flowShare = 1;
      if (sinceS <= 0) {
        suctionKpa = gasKpa(1, bulkC, accumulatorC);
      } else if (sinceS < emptyS[loop]!) {
        suctionKpa = gasKpa(gasGrowth(pace[loop]!, sinceS), bulkC, accumulatorC);
      } else {
        suctionKpa = vapourKpa(bulkC);
        flowShare = liquidShare(plan.holeMm[loop]!, sinceS - emptyS[loop]!);
      }
      into[0] = suctionKpa;
      into[1] = suctionKpa + headKpa * flowShare * flowShare;
      into[2] = bulkC + halfDropK;
      into[3] = bulkC - halfDropK;
      into[4] = accumulatorC;
      into[5] = flowLpm * flowShare;
    },
  };
}

/** Vapour pressure at the mean temperature drives the tail of a leak. */
const tailKpa = vapourKpa(referenceC);

/** Coolant left in the pipework so long after the accumulator ran empty; the pump moves what is liquid. */
const liquidShare = (holeMm: number, sinceEmptyS: number): number =>
  Math.max(0, 1 - (lossLPerS(holeMm, tailKpa) * sinceEmptyS) / pipeworkL);
