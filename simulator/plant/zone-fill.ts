import type { Chain } from "./chain.ts";
import type { PlantState } from "./state.ts";
import type { Topology } from "./topology.ts";

/**
 * How pipework gives under pressure, Pa for its whole volume: E t / (1.1 D) of thin aluminium tube, 70 GPa, with a wall
 * of a twentieth of the bore.
 */
const pipeModulusPa = 3.2e9;

/** Relative error of mass at which the search for a pressure ends: far below one part in a million. */
export const massTolerance = 1e-12;
/** Newton's method needs 2 or 3 rounds; more would mean that it does not converge. */
export const mostRounds = 60;

/** What acts on the volumes besides pressure and temperature; and how stiff the coolant is, by body. */
export interface Stiffness {
  /** 1/Pa, of liquid and pipe together. */
  readonly givePerPa: Float64Array;
}

/** Renews the stiffness; it changes with temperature only, so once a step is enough. */
export function updateStiffness(chain: Chain, state: PlantState, stiffness: Stiffness): void {
  for (let i = 0; i < chain.bodies; i++) {
    stiffness.givePerPa[i] = 1 / pipeModulusPa + 1 / chain.coolant.bulkModulusPa(state.tempK[i]!);
  }
}

/** A chain with its state under the present valves. */
export interface Vessel {
  readonly chain: Chain;
  readonly state: PlantState;
  readonly topology: Topology;
  readonly stiffness: Stiffness;
}

/** Pressure in the middle of a body when its zone is at `zonePa`. */
export const bodyPa = (vessel: Vessel, body: number, zonePa: number): number =>
  zonePa + vessel.state.headPa * vessel.topology.headShare[body]!;

/** Volume of a body at a local pressure; closing valves take their stroke from all of zone 0. */
export function bodyM3({ chain, state, topology }: Vessel, body: number, localPa: number): number {
  const given = 1 + (localPa - chain.referencePa) / pipeModulusPa;
  const free = topology.zoneOf[body] === 0 ? 1 - state.displacedM3 / topology.openM3 : 1;
  return chain.volumeM3[body]! * given * free;
}

/** Sums of the last `fillZone`; one object for all, so that filling allocates nothing. */
export const zoneFill = { kg: 0, kgPerPa: 0 };

/** Fills every body of a zone with liquid at this pressure: `wantedKg`, their sum, and how it grows with pressure. */
export function fillZone(vessel: Vessel, zone: number, zonePa: number): void {
  const { chain, state, topology, stiffness } = vessel;
  zoneFill.kg = 0;
  zoneFill.kgPerPa = 0;
  for (let i = 0; i < chain.bodies; i++) {
    if (topology.zoneOf[i] !== zone) continue;
    const localPa = bodyPa(vessel, i, zonePa);
    const kg = bodyM3(vessel, i, localPa) * chain.coolant.densityKgPerM3(state.tempK[i]!, localPa);
    state.wantedKg[i] = kg;
    zoneFill.kg += kg;
    zoneFill.kgPerPa += kg * stiffness.givePerPa[i]!;
  }
}

/** The pressure at which a zone without gas, full of liquid, holds `massKg`; `null` when that is below `lowestPa`. */
export function solveFullZone(vessel: Vessel, zone: number, massKg: number, lowestPa: number): number | null {
  let zonePa = Math.max(lowestPa, vessel.state.zonePa[zone]!);
  for (let round = 0; round < mostRounds; round++) {
    fillZone(vessel, zone, zonePa);
    const missingKg = massKg - zoneFill.kg;
    if (missingKg < 0 && zonePa === lowestPa) return null;
    if (Math.abs(missingKg) <= massTolerance * massKg) break;
    zonePa = Math.max(lowestPa, zonePa + missingKg / zoneFill.kgPerPa);
  }
  return zonePa;
}

/** Whether nothing in a zone at this pressure boils, by one look at its hottest place. */
export function isFarFromBoiling({ chain, state, topology }: Vessel, zone: number, zonePa: number): boolean {
  let hottestK = 0;
  for (let i = 0; i < chain.bodies; i++) {
    if (topology.zoneOf[i] === zone) hottestK = Math.max(hottestK, state.tempK[i]!);
  }
  return zonePa > chain.coolant.vapourPressurePa(hottestK);
}

/** Pressure below which a zone boils somewhere: where its own pressure is lowest against its vapour pressure. */
export function boilingPa({ chain, state, topology }: Vessel, zone: number): number {
  let highestPa = 0;
  for (let i = 0; i < chain.bodies; i++) {
    if (topology.zoneOf[i] !== zone) continue;
    const share = i < chain.nodes ? topology.headAtOutlet[i]! : topology.headShare[i]!;
    const vapourPa = chain.coolant.vapourPressurePa(state.tempK[i]!);
    highestPa = Math.max(highestPa, vapourPa - state.headPa * share);
  }
  return highestPa;
}

/**
 * Gives a boiling zone of `massKg` its vapour, spread evenly: `wantedKg` and its share of the volume. With less coolant
 * than vapour alone would weigh the liquid is gone and the vapour is thinner; returns what it lacks for that, kg, or 0.
 * Expects the zone's pressure to be set. The heat of evaporation is left out: filling a spacecraft's loop with vapour
 * takes 3 kJ; an ammonia loop would cool by 2 K.
 */
export function boilZone(vessel: Vessel, zone: number, massKg: number): number {
  const { chain, state, topology } = vessel;
  const zonePa = state.zonePa[zone]!;
  fillZone(vessel, zone, zonePa);
  let vapourKg = 0;
  for (let i = 0; i < chain.bodies; i++) {
    if (topology.zoneOf[i] === zone) vapourKg += vapourInBody(vessel, i, zonePa);
  }
  const share = Math.min(1, Math.max(0, (zoneFill.kg - massKg) / (zoneFill.kg - vapourKg)));
  const thinness = share < 1 ? 1 : Math.max(0, massKg) / vapourKg;
  for (let i = 0; i < chain.bodies; i++) {
    if (topology.zoneOf[i] !== zone) continue;
    const vapour = share * thinness * vapourInBody(vessel, i, zonePa);
    state.wantedKg[i] = (1 - share) * state.wantedKg[i]! + vapour;
  }
  state.zoneVoid[zone] = share;
  state.zoneThinness[zone] = thinness;
  return Math.max(0, vapourKg - massKg);
}

/** Vapour that would fill a body, kg. */
function vapourInBody(vessel: Vessel, body: number, zonePa: number): number {
  const localPa = bodyPa(vessel, body, zonePa);
  return (
    bodyM3(vessel, body, localPa) *
    vessel.chain.coolant.vapourDensityKgPerM3(vessel.state.tempK[body]!, localPa)
  );
}
