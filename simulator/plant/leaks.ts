import { type Chain, findSegment, toPlace } from "./chain.ts";
import type { Leak } from "./inputs.ts";
import { twoPhaseKgPerS } from "./leak-flow.ts";
import type { OpenLedger } from "./ledger.ts";
import type { PlantState } from "./state.ts";
import type { Topology } from "./topology.ts";

/** Below this share of liquid the last of it leaves as mist, ever more slowly. Keeps the mass above zero. */
const mistShare = 0.02;

/** A leak takes at most this share of a node's coolant in a sub-step; a larger hole empties its neighbours as well. */
const mostOfNode = 0.25;

/** A leak at its node. */
export interface PlacedLeak {
  readonly node: number;
  /** Along the node, 0..1. */
  readonly into: number;
  readonly size: Leak["size"];
}

/** Finds the leaks' nodes. Throws `RangeError` for a segment that is not there. */
export function placeLeaks(chain: Chain, leaks: readonly Leak[]): readonly PlacedLeak[] {
  return leaks.flatMap(({ segment: name, position, size }) => {
    const segment = chain.segments[findSegment(chain, name)];
    return segment === undefined ? [] : [{ ...toPlace(segment, position), size }];
  });
}

/** A loop with what is around its holes. */
export interface LeakingLoop {
  readonly chain: Chain;
  readonly state: PlantState;
  readonly topology: Topology;
  readonly outsidePa: number;
}

/** Pressure at a place in a node: its own where valves cut it off, else with what is left there of the pump's head. */
export function placePa(state: PlantState, topology: Topology, node: number, into: number): number {
  const zone = topology.zoneOf[node]!;
  const share = topology.headAtInlet[node]! * (1 - into) + topology.headAtOutlet[node]! * into;
  return state.zonePa[zone]! + state.headPa * share;
}

/** What a leak lets out now, kg/s. */
export function leakKgPerS({ chain, state, topology, outsidePa }: LeakingLoop, leak: PlacedLeak): number {
  const { node, into, size } = leak;
  const zone = topology.zoneOf[node]!;
  const wet = Math.min(1, (1 - state.zoneVoid[zone]!) / mistShare);
  if (wet <= 0) return 0;
  if (size.kind === "rate") return size.kgPerS * wet;
  const upstreamPa = placePa(state, topology, node, into);
  return wet * twoPhaseKgPerS(size, chain.coolant, { tempK: state.tempK[node]!, upstreamPa, outsidePa });
}

/** Lets out what leaks in `dtS` seconds; returns it, kg. */
export function leakCoolant(
  loop: LeakingLoop,
  leaks: readonly PlacedLeak[],
  ledger: OpenLedger,
  dtS: number,
): number {
  const { massKg, heatJ } = loop.state;
  let sum = 0;
  for (const leak of leaks) {
    const { node } = leak;
    const kg = Math.min(leakKgPerS(loop, leak) * dtS, mostOfNode * massKg[node]!);
    const joule = (heatJ[node]! / massKg[node]!) * kg;
    massKg[node]! -= kg;
    heatJ[node]! -= joule;
    ledger.leakedKg += kg;
    ledger.carriedOutJ += joule;
    sum += kg;
  }
  return sum;
}
