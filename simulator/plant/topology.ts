import type { Chain } from "./chain.ts";
import { findSegment } from "./chain.ts";
import type { Isolation } from "./inputs.ts";

/** Nodes in a row without a junction inside. `blocks` are closed faces, in order: face `i` is the inlet of node `i`. */
export interface Section {
  readonly start: number;
  /** One past the last node. */
  readonly end: number;
  readonly blocks: readonly number[];
}

/**
 * Which way is open under the valves of the moment: the line to the bypass's inlet, the bypassed branch, the line back
 * to the suction. Bodies that valves cut off from the accumulator are zones with a pressure of their own; zone 0 has the
 * accumulator.
 */
export interface Topology {
  readonly before: Section;
  readonly branch: Section;
  readonly after: Section;
  readonly zones: number;
  readonly zoneOf: Uint16Array;
  /** Volume of zone 0 without the accumulator, at reference pressure. */
  readonly openM3: number;
  /** Whether coolant can go round, and whether through the bypassed branch. */
  readonly open: boolean;
  readonly branchOpen: boolean;
  /** Share of the pump's head at each node's inlet and outlet, and in the middle of each body. */
  readonly headAtInlet: Float64Array;
  readonly headAtOutlet: Float64Array;
  readonly headShare: Float64Array;
  /** Share of the friction's heat in each node. */
  readonly frictionHeat: Float64Array;
}

/** Sections and zones under these isolations. Throws `RangeError` for a segment that is not there. */
export function toTopology(chain: Chain, isolations: readonly Isolation[]): Topology {
  const bypass = chain.bypass ?? { first: chain.nodes, end: chain.nodes };
  const sectionOf = (start: number, end: number): Section => ({
    start,
    end,
    blocks: blocksOf(chain, isolations, start, end),
  });
  const before = sectionOf(0, bypass.first);
  const branch = sectionOf(bypass.first, bypass.end);
  const after = sectionOf(bypass.end, chain.nodes);
  const sections = { before, branch, after };
  const { zones, zoneOf } = toZones(chain, sections);
  const open = before.blocks.length === 0 && after.blocks.length === 0;
  const branchOpen = branch.blocks.length === 0;
  return {
    ...sections,
    zones,
    zoneOf,
    openM3: chain.volumeM3.reduce((sum, volume, body) => (zoneOf[body] === 0 ? sum + volume : sum), 0),
    open,
    branchOpen,
    ...toHeads(chain, sections, zoneOf),
    frictionHeat: toFrictionHeat(chain, branch, open && branchOpen),
  };
}

function blocksOf(
  chain: Chain,
  isolations: readonly Isolation[],
  start: number,
  end: number,
): readonly number[] {
  const faces = new Set<number>();
  for (const { segment: name, how } of isolations) {
    const segment = chain.segments[findSegment(chain, name)];
    if (segment === undefined || segment.first < start || segment.first >= end) continue;
    faces.add(segment.first);
    if (how === "sealed") faces.add(segment.end);
  }
  return [...faces].sort((a, b) => a - b);
}

type Sections = Pick<Topology, "before" | "branch" | "after">;

/** Up to the first closed face, and from the last one on; both empty of closed faces. */
const headOf = ({ start, end, blocks }: Section) => ({ from: start, to: blocks[0] ?? end });
const tailOf = ({ start, end, blocks }: Section) => ({ from: blocks.at(-1) ?? start, to: end });

function toZones(chain: Chain, { before, branch, after }: Sections) {
  const zoneOf = new Uint16Array(chain.bodies);
  let zones = 1;
  for (const { blocks } of [before, branch, after]) {
    for (let k = 1; k < blocks.length; k++) {
      zoneOf.fill(zones, blocks[k - 1], blocks[k]);
      zones += 1;
    }
  }
  if (before.blocks.length > 0 && after.blocks.length > 0) {
    // Cut off on both sides with the bypass between them: one zone round both junctions.
    for (const { from, to } of [tailOf(before), headOf(branch), tailOf(branch), headOf(after)]) {
      zoneOf.fill(zones, from, to);
    }
    zones += 1;
  }
  for (const segment of chain.segments) {
    if (segment.still !== null) zoneOf[segment.still.body] = zoneOf[segment.first]!;
  }
  return { zones, zoneOf };
}

/** The pump's head is used up along the friction; where coolant stands still, up to a closed valve, all of it is there. */
function toHeads(chain: Chain, { before, branch, after }: Sections, zoneOf: Uint16Array) {
  const headAtInlet = new Float64Array(chain.nodes);
  const headAtOutlet = new Float64Array(chain.nodes);
  const usedUp = (from: number, to: number) => {
    for (let i = from; i < to; i++) {
      headAtInlet[i] = 1 - chain.frictionBefore[i]!;
      headAtOutlet[i] = 1 - chain.frictionBefore[i + 1]!;
    }
  };
  const standing = (from: number, to: number, share: number) => {
    headAtInlet.fill(share, from, to);
    headAtOutlet.fill(share, from, to);
  };
  const wholeUpTo = before.blocks[0] ?? (after.blocks.length > 0 ? headOf(after).to : null);
  if (wholeUpTo === null) {
    usedUp(0, chain.nodes);
    if (branch.blocks.length > 0) {
      const { from, to } = headOf(branch);
      standing(from, to, 1 - chain.frictionBefore[branch.start]!);
      standing(to, branch.end, 1 - chain.frictionBefore[branch.end]!);
    }
  } else {
    standing(0, wholeUpTo, 1);
  }
  for (let i = 0; i < chain.nodes; i++) if (zoneOf[i] !== 0) standing(i, i + 1, 0);
  const headShare = new Float64Array(chain.bodies);
  for (let i = 0; i < chain.nodes; i++) headShare[i] = (headAtInlet[i]! + headAtOutlet[i]!) / 2;
  for (const { first, end, still } of chain.segments) {
    if (still !== null) headShare[still.body] = (headAtInlet[first]! + headAtOutlet[end - 1]!) / 2;
  }
  return { headAtInlet, headAtOutlet, headShare };
}

/** Heat of friction arises where coolant flows; a closed branch gets none, its bypass gives it to the rest. */
function toFrictionHeat(chain: Chain, branch: Section, branchFlows: boolean): Float64Array {
  if (branchFlows) return chain.frictionShare;
  const shares = chain.frictionShare.slice().fill(0, branch.start, branch.end);
  const sum = shares.reduce((total, share) => total + share, 0);
  return sum > 0 ? shares.map((share) => share / sum) : shares.fill(1 / chain.nodes);
}
