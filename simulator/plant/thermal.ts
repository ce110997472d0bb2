import { zeroCelsiusK } from "../zero-celsius.ts";
import type { Chain } from "./chain.ts";
import type { PlantInputs } from "./inputs.ts";
import type { OpenLedger } from "./ledger.ts";
import type { Outside } from "./outside.ts";
import type { PlantState } from "./state.ts";
import type { Topology } from "./topology.ts";

/** Stefan-Boltzmann constant, W/(m2 K4). */
const stefanBoltzmann = 5.670374e-8;

/** Share of the heat path at nominal flow that is left in coolant at rest: conduction and slow convection. */
const shareAtRest = 0.05;

/** Equipment protects itself: from this temperature on it gives off less heat, and none this much above it, K. */
const throttledK = 343.15;
const throttledOverK = 20;

/** Share of its heat that equipment at this temperature still gives off. */
export const throttleAt = (tempK: number): number =>
  Math.min(1, Math.max(0, 1 - (tempK - throttledK) / throttledOverK));

/** What an exchange of heat in one sub-step needs to know. */
export interface HeatStep {
  readonly chain: Chain;
  readonly state: PlantState;
  readonly topology: Topology;
  readonly outside: Outside;
  /** Heat capacity of the coolant by body, J/(kg K). */
  readonly capacity: Float64Array;
  readonly inputs: PlantInputs;
  readonly ledger: OpenLedger;
  readonly dtS: number;
}

/** Renews the heat capacities; they change with temperature only, so once a step is enough. */
export function updateCapacity(chain: Chain, state: PlantState, capacity: Float64Array): void {
  for (let i = 0; i < chain.bodies; i++) capacity[i] = chain.coolant.heatJPerKgK(state.tempK[i]!);
}

/** Turbulent heat transfer goes with the flow to the power of 0.8 (Dittus-Boelter), down to a floor at rest. */
const flowFactor = (flowShare: number): number => Math.max(shareAtRest, flowShare ** 0.8);

/**
 * Exchanges heat between coolant, walls, cabin, pump and the outside. What one side gains the other loses to the last bit.
 * Thin walls and dry nodes cannot overshoot, and a plant in balance has the same temperatures at every step size.
 */
export function exchangeHeat(step: HeatStep): void {
  heatByPump(step);
  const { chain, state, topology } = step;
  const share = topology.open ? state.flowM3PerS / chain.nominalM3PerS : 0;
  const inLoop = flowFactor(share);
  const inBranch = flowFactor(topology.branchOpen ? share * (1 - state.bypassOpening) : 0);
  const { start, end } = topology.branch;
  let fromCabinJ = 0;
  for (let i = 0; i < chain.nodes; i++) {
    const inThisNode = topology.zoneOf[i] !== 0 ? shareAtRest : i >= start && i < end ? inBranch : inLoop;
    const factor = inThisNode * (1 - state.zoneVoid[topology.zoneOf[i]!]!);
    fromCabinJ += exchangeInNode(step, i, factor);
  }
  mixStillVolumes(step);
  stepCabin(step, fromCabinJ);
}

/** Lost power warms the coolant at the pump, hydraulic power where friction uses it up. */
function heatByPump({ chain, state, topology, ledger, dtS }: HeatStep): void {
  if (state.pumpW <= 0) return;
  const hydraulicW = state.headPa * state.flowM3PerS;
  for (let i = 0; i < chain.nodes; i++) {
    state.heatJ[i]! += hydraulicW * topology.frictionHeat[i]! * dtS;
  }
  state.heatJ[0]! += (state.pumpW - hydraulicW) * dtS;
  ledger.heatInJ += state.pumpW * dtS;
}

/**
 * Wall and coolant of one node, implicit in both temperatures: with a = path, g = outside path, j = heat from outside at
 * the old wall temperature, q = a (Tw - Tf + j / (Cw + g)) / (1 + a / (Cw + g) + a / Cf) goes over to the coolant.
 * Returns what the cabin gave, J.
 */
function exchangeInNode(step: HeatStep, node: number, factor: number): number {
  const { chain, state, outside, inputs, ledger, capacity, dtS } = step;
  const { cabin } = chain.description;
  const wallK = state.wallK[node]!;
  const loadJ = outside.loadW[node]! * inputs.heatFactor * throttleAt(wallK) * dtS;
  const absorbedJ = outside.absorbedW[node]! * dtS;
  const emittedJ = stefanBoltzmann * outside.emittingM2[node]! * wallK ** 4 * dtS;
  const emittedJPerK = (4 * emittedJ) / wallK;
  const ambientJPerK = outside.ambientWPerK[node]! * dtS;
  const cabinJPerK = cabin === null ? 0 : outside.cabinWPerK[node]! * factor * dtS;

  const outsideJPerK = emittedJPerK + ambientJPerK + cabinJPerK;
  const fromAmbientJ = ambientJPerK * (outside.ambientK - wallK);
  const fromCabinJ = cabinJPerK * (state.cabinK - wallK);
  const outsideJ = loadJ + absorbedJ - emittedJ + fromAmbientJ + fromCabinJ;

  const stiffJPerK = chain.wallJPerK[node]! + outsideJPerK;
  const pathJPerK = chain.wallWPerK[node]! * factor * dtS;
  const coolantJPerK = state.massKg[node]! * capacity[node]!;
  const toCoolantJ =
    (pathJPerK * (wallK - state.tempK[node]! + outsideJ / stiffJPerK)) /
    (1 + pathJPerK / stiffJPerK + pathJPerK / coolantJPerK);
  const warmerK = (outsideJ - toCoolantJ) / stiffJPerK;

  state.wallK[node] = wallK + warmerK;
  state.heatJ[node]! += toCoolantJ;
  ledger.heatInJ += loadJ + absorbedJ + fromAmbientJ - ambientJPerK * warmerK;
  ledger.radiatedJ += emittedJ + emittedJPerK * warmerK;
  return fromCabinJ - cabinJPerK * warmerK;
}

/** Heat that goes over a path (J/K in this sub-step) to the colder of two bodies, implicit in both temperatures. */
export const exchangeJ = (
  pathJPerK: number,
  difference: number,
  oneJPerK: number,
  otherJPerK: number,
): number => (pathJPerK * difference) / (1 + pathJPerK * (1 / oneJPerK + 1 / otherJPerK));

/** Still coolant trades places with what flows past it; equal masses, so only enthalpy moves. */
function mixStillVolumes({ chain, state, dtS }: HeatStep): void {
  const { massKg, heatJ } = state;
  for (const { first, end, still } of chain.segments) {
    if (still === null) continue;
    const { body, perS } = still;
    const passingKg = (massKg[body]! * perS * dtS) / (end - first);
    for (let i = first; i < end; i++) {
      const difference = heatJ[body]! / massKg[body]! - heatJ[i]! / massKg[i]!;
      const joule = exchangeJ(passingKg, difference, massKg[i]!, massKg[body]!);
      heatJ[body]! -= joule;
      heatJ[i]! += joule;
    }
  }
}

/** The cabin keeps what neither coolant nor hull takes. */
function stepCabin({ chain, state, inputs, ledger, dtS }: HeatStep, takenJ: number): void {
  const { cabin } = chain.description;
  if (cabin === null) return;
  const hullW = cabin.hullWPerK * (cabin.outsideC + zeroCelsiusK - state.cabinK);
  const gainedJ = (cabin.heatW * inputs.heatFactor + hullW) * dtS;
  ledger.heatInJ += gainedJ;
  state.cabinK += (gainedJ - takenJ) / cabin.heatJPerK;
}
