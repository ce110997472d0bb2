import { zeroCelsiusK } from "../zero-celsius.ts";
import { shellJPerK } from "./accumulator.ts";
import type { PlantTruth } from "./plant-api.ts";
import { gasMolarHeat } from "./pressure.ts";
import { suctionPa } from "./state.ts";
import { bodyM3, bodyPa, type Vessel } from "./zone-fill.ts";

/** The truth while it is being kept up to date. */
export type OpenTruth = { -readonly [K in keyof PlantTruth]: PlantTruth[K] };

/** Nothing known yet. */
export const unknownTruth: PlantTruth = {
  massKg: 0,
  inventoryL: 0,
  leakKgPerS: 0,
  lostKg: 0,
  bulkTempC: 0,
  pressureKpa: 0,
  accumulatorLiquidL: 0,
  gasMol: 0,
  bottomedOut: false,
  voidShare: 0,
  heatJ: 0,
};

/** Brings the truth up to date, but for what leaked: that is not in the state. */
export function updateTruth(truth: OpenTruth, vessel: Vessel): void {
  const { chain, state, topology } = vessel;
  const { accumulator } = state;
  const liquidM3 = chain.accumulatorM3 - accumulator.gasM3;
  let weighed = liquidM3 * chain.coolant.densityKgPerM3(accumulator.liquidK, suctionPa(state));
  let warmth = accumulator.liquidKg * accumulator.liquidK;
  let held = accumulator.liquidKg;
  let heatJ = accumulator.liquidJ;
  let voidM3 = 0;
  for (let i = 0; i < chain.bodies; i++) {
    const zone = topology.zoneOf[i]!;
    const share = state.zoneVoid[zone]!;
    const localPa = bodyPa(vessel, i, state.zonePa[zone]!);
    const volumeM3 = bodyM3(vessel, i, localPa);
    weighed += volumeM3 * (1 - share) * chain.coolant.densityKgPerM3(state.tempK[i]!, localPa);
    if (share > 0) {
      const vapour = chain.coolant.vapourDensityKgPerM3(state.tempK[i]!, localPa);
      weighed += volumeM3 * share * vapour * state.zoneThinness[zone]!;
      voidM3 += chain.volumeM3[i]! * share;
    }
    warmth += state.massKg[i]! * state.tempK[i]!;
    held += state.massKg[i]!;
    heatJ += state.heatJ[i]!;
  }
  for (let i = 0; i < chain.nodes; i++) heatJ += chain.wallJPerK[i]! * state.wallK[i]!;
  heatJ += (chain.description.cabin?.heatJPerK ?? 0) * state.cabinK;
  heatJ += shellJPerK(chain) * accumulator.shellK + accumulator.gasMol * gasMolarHeat * accumulator.gasK;

  truth.massKg = weighed;
  truth.inventoryL = (weighed / chain.referenceKgPerM3) * 1e3;
  truth.bulkTempC = warmth / held - zeroCelsiusK;
  truth.pressureKpa = suctionPa(state) / 1e3;
  truth.accumulatorLiquidL = liquidM3 * 1e3;
  truth.gasMol = accumulator.gasMol;
  truth.bottomedOut = accumulator.held;
  truth.voidShare = voidM3 / chain.pipeworkM3;
  truth.heatJ = heatJ;
}
