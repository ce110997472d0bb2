import { gasConstant } from "./coolants/coolant.ts";
import {
  boilingPa,
  boilZone,
  fillZone,
  isFarFromBoiling,
  massTolerance,
  mostRounds,
  solveFullZone,
  type Vessel,
  zoneFill,
} from "./zone-fill.ts";

/** Nitrogen: ratio of heat capacities, and molar heat at constant volume, J/(mol K). */
export const gasGamma = 1.4;
export const gasMolarHeat = gasConstant / (gasGamma - 1);

/**
 * Finds the pressure of every zone at which its coolant fits: `zonePa`, `zoneVoid`, `wantedKg`, and the accumulator's gas,
 * which works adiabatically on the way. Returns that work, J.
 */
export function solvePressures(vessel: Vessel): number {
  const workJ = solveOpenZone(vessel);
  for (let zone = 1; zone < vessel.topology.zones; zone++) solveClosedZone(vessel, zone);
  return workJ;
}

function massOfZone({ chain, state, topology }: Vessel, zone: number): number {
  let sum = 0;
  for (let i = 0; i < chain.bodies; i++) if (topology.zoneOf[i] === zone) sum += state.massKg[i]!;
  return sum;
}

/** Between closed valves nothing gives but liquid and pipe: warming raises the pressure steeply. */
function solveClosedZone(vessel: Vessel, zone: number): void {
  const { state } = vessel;
  const massKg = massOfZone(vessel, zone);
  state.zoneVoid[zone] = 0;
  state.zoneThinness[zone] = 1;
  const lowestPa = boilingPa(vessel, zone);
  const fullPa = solveFullZone(vessel, zone, massKg, lowestPa);
  state.zonePa[zone] = fullPa ?? lowestPa;
  if (fullPa === null) boilZone(vessel, zone, massKg);
}

/**
 * Pipework full at its local pressures, the rest in the accumulator beside the gas. With too little coolant for that the
 * gas is held by its stop and the pressure falls along the stiffness of the liquid, until some place boils; what is
 * missing then is vapour in the pipework.
 */
function solveOpenZone(vessel: Vessel): number {
  const { state, chain } = vessel;
  const { accumulator } = state;
  const massKg = massOfZone(vessel, 0) + accumulator.liquidKg;
  const beforeK = accumulator.gasK;
  const gasPaM3 = accumulator.gasMol * gasConstant * beforeK;
  const gas = {
    pressurePa: gasPaM3 / accumulator.gasM3,
    volumeM3: accumulator.gasM3,
    emptyingPa: (gasPaM3 / accumulator.gasM3) * (accumulator.gasM3 / chain.accumulatorM3) ** gasGamma,
  };
  state.zoneVoid[0] = 0;
  state.zoneThinness[0] = 1;
  const sharedPa = solveWithGas(vessel, massKg, gas);
  let gasM3 = sharedPa === null ? chain.accumulatorM3 : gasVolume(gas, sharedPa);
  if (sharedPa !== null && isFarFromBoiling(vessel, 0, sharedPa)) {
    state.zonePa[0] = sharedPa;
  } else {
    const lowestPa = boilingPa(vessel, 0);
    const liquidPa = sharedPa ?? solveFullZone(vessel, 0, massKg, lowestPa) ?? Number.NEGATIVE_INFINITY;
    state.zonePa[0] = Math.max(lowestPa, liquidPa);
    if (liquidPa < lowestPa) gasM3 = boilOpenZone(vessel, massKg, Math.min(gasM3, gasVolume(gas, lowestPa)));
  }
  accumulator.held = sharedPa === null;
  accumulator.gasK *= (accumulator.gasM3 / gasM3) ** (gasGamma - 1);
  accumulator.gasM3 = gasM3;
  return accumulator.gasMol * gasMolarHeat * (beforeK - accumulator.gasK);
}

/** Spreads vapour while the gas has `gasM3`; returns what it has afterwards. */
function boilOpenZone(vessel: Vessel, massKg: number, gasM3: number): number {
  const { chain, state } = vessel;
  const density = chain.coolant.densityKgPerM3(state.accumulator.liquidK, state.zonePa[0]!);
  const liquidKg = density * Math.max(0, chain.accumulatorM3 - gasM3);
  const lackingKg = boilZone(vessel, 0, massKg - liquidKg);
  // Where the gas has gone, coolant took its place; it comes back before the pipework is emptier than boiling makes it.
  const givenKg = Math.min(liquidKg, lackingKg);
  if (givenKg > 0) boilZone(vessel, 0, massKg - liquidKg + givenKg);
  return chain.accumulatorM3 - (liquidKg - givenKg) / density;
}

interface GasCharge {
  readonly pressurePa: number;
  readonly volumeM3: number;
  /** Pressure at which the gas reaches its stop. */
  readonly emptyingPa: number;
}

const gasVolume = (gas: GasCharge, pressurePa: number): number =>
  gas.volumeM3 * (gas.pressurePa / pressurePa) ** (1 / gasGamma);

/**
 * The pressure that coolant and gas share; `null` when the gas is at its stop. Newton from above or below: mass on board
 * is an increasing, concave function of pressure down to the stop, so after one round it closes in from below.
 */
function solveWithGas(vessel: Vessel, massKg: number, gas: GasCharge): number | null {
  const { chain, state } = vessel;
  const { liquidK } = state.accumulator;
  let zonePa = Math.max(gas.emptyingPa, state.zonePa[0]!);
  for (let round = 0; round < mostRounds; round++) {
    fillZone(vessel, 0, zonePa);
    const gasM3 = gasVolume(gas, zonePa);
    const density = chain.coolant.densityKgPerM3(liquidK, zonePa);
    const liquidM3 = chain.accumulatorM3 - gasM3;
    const missingKg = massKg - zoneFill.kg - density * liquidM3;
    if (missingKg < 0 && zonePa === gas.emptyingPa) return null;
    if (Math.abs(missingKg) <= massTolerance * massKg) break;
    const give = 1 / chain.coolant.bulkModulusPa(liquidK);
    const slope = zoneFill.kgPerPa + density * (liquidM3 * give + gasM3 / (gasGamma * zonePa));
    zonePa = Math.max(gas.emptyingPa, zonePa + missingKg / slope);
  }
  return zonePa;
}
