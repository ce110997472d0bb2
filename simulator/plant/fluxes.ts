import type { Chain } from "./chain.ts";
import type { PlantState } from "./state.ts";
import type { Section, Topology } from "./topology.ts";

/** Coolant through each node's inlet and outlet and through the bypass in one sub-step, kg; positive with the flow. */
export interface Fluxes {
  readonly inKg: Float64Array;
  readonly outKg: Float64Array;
  /** What each node gets from the still coolant beside it. */
  readonly stillKg: Float64Array;
  bypassKg: number;
}

/** Fluxes of nothing. */
export const createFluxes = (chain: Chain): Fluxes => ({
  inKg: new Float64Array(chain.nodes),
  outKg: new Float64Array(chain.nodes),
  stillKg: new Float64Array(chain.nodes),
  bypassKg: 0,
});

/**
 * Sends round what the pump moves, and what nodes hold too much (or, negative, too little) towards the suction, where the
 * accumulator takes the difference. Closed faces pass nothing: what is on the pump's side of them goes back through the
 * pump, and a zone between two of them keeps all it has.
 */
export function routeFluxes(fluxes: Fluxes, state: PlantState, topology: Topology, pumpKg: number): void {
  const { before, after } = topology;
  const way: Way = { fluxes, state, topology };
  if (before.blocks.length === 0 && after.blocks.length > 0) {
    const wantedKg = passBranchBackward(way, backward(way, after.start, firstBlock(after), 0));
    backward(way, before.start, before.end, wantedKg);
    tailOf(way, after);
    return;
  }
  let kg = pumpKg;
  if (before.blocks.length === 0) kg = forward(way, before.start, before.end, kg);
  else {
    backward(way, before.start, firstBlock(before), 0);
    kg = tailOf(way, before);
  }
  kg = passBranch(way, kg);
  forward(way, after.start, firstBlock(after), kg);
  if (after.blocks.length > 0) {
    close(way, after.start, firstBlock(after));
    tailOf(way, after);
  }
}

interface Way {
  readonly fluxes: Fluxes;
  readonly state: PlantState;
  readonly topology: Topology;
}

const firstBlock = ({ end, blocks }: Section): number => blocks[0] ?? end;

/** Still coolant that expands goes into the flow beside it, and comes back from there. Routed before the rest. */
export function routeStill(fluxes: Fluxes, chain: Chain, { massKg, wantedKg }: PlantState): void {
  for (const { first, end, still } of chain.segments) {
    const kg = still === null ? 0 : (massKg[still.body]! - wantedKg[still.body]!) / (end - first);
    fluxes.stillKg.fill(kg, first, end);
  }
}

/** What a node holds too much, with what comes from the still coolant beside it. */
const surplusKg = ({ stillKg }: Fluxes, { massKg, wantedKg }: PlantState, node: number): number =>
  massKg[node]! + stillKg[node]! - wantedKg[node]!;

/** Nodes `from` up to `to` with `kg` coming in at the first; returns what leaves the last. */
function forward({ fluxes, state }: Way, from: number, to: number, kg: number): number {
  let flux = kg;
  for (let i = from; i < to; i++) {
    fluxes.inKg[i] = flux;
    flux += surplusKg(fluxes, state, i);
    fluxes.outKg[i] = flux;
  }
  return flux;
}

/** The same with what leaves the last node given; returns what has to come in at the first. */
function backward({ fluxes, state }: Way, from: number, to: number, kg: number): number {
  let flux = kg;
  for (let i = to - 1; i >= from; i--) {
    fluxes.outKg[i] = flux;
    flux -= surplusKg(fluxes, state, i);
    fluxes.inKg[i] = flux;
  }
  return flux;
}

/** The rounding error of a zone that keeps all it has stays in its last node. */
function close({ fluxes }: Way, from: number, to: number): void {
  if (to > from) fluxes.outKg[to - 1] = 0;
}

/** What lies behind the first closed face of a section; returns what leaves the section. */
function tailOf(way: Way, { end, blocks }: Section): number {
  for (let k = 1; k < blocks.length; k++) {
    forward(way, blocks[k - 1]!, blocks[k]!, 0);
    close(way, blocks[k - 1]!, blocks[k]!);
  }
  return forward(way, blocks.at(-1) ?? end, end, 0);
}

/** From the bypass's inlet, where `kg` arrives, to the mixing point; returns what leaves that. */
function passBranch(way: Way, kg: number): number {
  const { branch } = way.topology;
  if (branch.blocks.length > 0) {
    way.fluxes.bypassKg = kg - backward(way, branch.start, firstBlock(branch), 0);
    return tailOf(way, branch) + way.fluxes.bypassKg;
  }
  way.fluxes.bypassKg = way.state.bypassOpening * Math.max(0, kg);
  return forward(way, branch.start, branch.end, kg - way.fluxes.bypassKg) + way.fluxes.bypassKg;
}

/** The same with what leaves the mixing point given; returns what has to arrive. */
function passBranchBackward(way: Way, kg: number): number {
  const { branch } = way.topology;
  if (branch.blocks.length > 0) {
    way.fluxes.bypassKg = kg - tailOf(way, branch);
    return way.fluxes.bypassKg + backward(way, branch.start, firstBlock(branch), 0);
  }
  way.fluxes.bypassKg = 0;
  return backward(way, branch.start, branch.end, kg);
}
