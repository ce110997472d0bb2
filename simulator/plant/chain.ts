import type { PlantDescription, SegmentDescription } from "../description/plant-description.ts";
import { zeroCelsiusK } from "../zero-celsius.ts";
import { type Coolant, gasConstant, toCoolant } from "./coolants/coolant.ts";

/** A stretch of nodes of one kind. */
export interface ChainSegment {
  readonly name: string;
  readonly first: number;
  /** One past its last node. */
  readonly end: number;
  /** Body of its still coolant, and how fast that mixes with all nodes together, 1/s; `null` for none. */
  readonly still: { readonly body: number; readonly perS: number } | null;
}

/**
 * A loop as built: what does not change while it runs. SI units. Coolant sits in bodies: first the nodes in the
 * direction of flow from the pump's outlet to its suction, then the still volumes.
 */
export interface Chain {
  readonly description: PlantDescription;
  readonly coolant: Coolant;
  readonly nodes: number;
  readonly bodies: number;
  readonly segments: readonly ChainSegment[];
  /** Of each body at reference pressure. */
  readonly volumeM3: Float64Array;
  readonly segmentOf: Uint16Array;
  readonly pipeworkM3: number;
  readonly smallestNodeM3: number;
  /** Share of the loop's friction in each node, and used up before each node (one more entry: 1 at the end). */
  readonly frictionShare: Float64Array;
  readonly frictionBefore: Float64Array;
  readonly wallJPerK: Float64Array;
  readonly wallWPerK: Float64Array;
  /** Nodes `first` up to `end` (exclusive) that the bypass goes round. */
  readonly bypass: { readonly first: number; readonly end: number } | null;
  readonly accumulatorM3: number;
  readonly referenceK: number;
  readonly referencePa: number;
  readonly referenceKgPerM3: number;
  readonly nominalM3PerS: number;
  /** Rate at which the cabin follows coolant and hull, 1/s; 0 without a cabin. */
  readonly cabinPerS: number;
  /** Coolant of a full loop, and gas in its accumulator. */
  readonly chargeKg: number;
  readonly gasMol: number;
}

/** Film of metal that is left of a wall described as weightless, J/K a node: keeps its temperature defined. */
const leastWallJPerK = 1;

/** Lays out the loop. Throws `RangeError` for a plant that cannot run. */
export function toChain(description: PlantDescription): Chain {
  const coolant = toCoolant(description.coolant);
  const nodes = description.segments.reduce((sum, { nodes: count }) => sum + count, 0);
  const withStill = description.segments.filter(hasStill).length;
  const bodies = nodes + withStill;
  const volumeM3 = new Float64Array(bodies);
  const segmentOf = new Uint16Array(bodies);
  const frictionShare = new Float64Array(nodes);
  const wallJPerK = new Float64Array(nodes);
  const wallWPerK = new Float64Array(nodes);
  const allFriction = description.segments.reduce((sum, { friction }) => sum + friction, 0);
  if (!(allFriction > 0)) throw new RangeError("A loop needs friction in at least one segment.");

  let node = 0;
  let stillBody = nodes;
  const segments = description.segments.map((segment, index): ChainSegment => {
    const first = node;
    node += segment.nodes;
    volumeM3.fill(segment.volumeL / 1e3 / segment.nodes, first, node);
    segmentOf.fill(index, first, node);
    frictionShare.fill(segment.friction / allFriction / segment.nodes, first, node);
    wallJPerK.fill(Math.max(leastWallJPerK, segment.wallJPerK / segment.nodes), first, node);
    wallWPerK.fill(segment.wallWPerK / segment.nodes, first, node);
    if (!hasStill(segment)) return { name: segment.name, first, end: node, still: null };
    volumeM3[stillBody] = segment.still.volumeL / 1e3;
    segmentOf[stillBody] = index;
    const still = { body: stillBody, perS: 1 / Math.max(1, segment.still.mixS) };
    stillBody += 1;
    return { name: segment.name, first, end: node, still };
  });

  const frictionBefore = new Float64Array(nodes + 1);
  for (let i = 0; i < nodes; i++) frictionBefore[i + 1] = frictionBefore[i]! + frictionShare[i]!;
  const { accumulator, reference, pump } = description;
  const referenceK = reference.tempC + zeroCelsiusK;
  const referencePa = reference.pressureKpa * 1e3;
  const referenceKgPerM3 = coolant.densityKgPerM3(referenceK, referencePa);
  const pipeworkM3 = volumeM3.reduce((sum, volume) => sum + volume, 0);
  return {
    description,
    coolant,
    nodes,
    bodies,
    segments,
    volumeM3,
    segmentOf,
    pipeworkM3,
    smallestNodeM3: volumeM3.subarray(0, nodes).reduce((least, volume) => Math.min(least, volume)),
    frictionShare,
    frictionBefore,
    wallJPerK,
    wallWPerK,
    bypass: toBypassRange(description, segments),
    accumulatorM3: (accumulator.liquidL + accumulator.gasL) / 1e3,
    referenceK,
    referencePa,
    referenceKgPerM3,
    nominalM3PerS: pump.flowLpm / 60_000,
    cabinPerS: toCabinRate(description),
    chargeKg: referenceKgPerM3 * (pipeworkM3 + accumulator.liquidL / 1e3),
    gasMol: (referencePa * accumulator.gasL * 1e-3) / (gasConstant * referenceK),
  };
}

const hasStill = (segment: SegmentDescription): boolean => segment.still.volumeL > 0;

/** Index of a segment by its name. Throws `RangeError` for one that is not there. */
export function findSegment(chain: Pick<Chain, "segments">, name: string): number {
  const index = chain.segments.findIndex((segment) => segment.name === name);
  if (index < 0) throw new RangeError(`There is no segment "${name}".`);
  return index;
}

/** Node of a place along a segment, 0 at its inlet, 1 at its outlet, and how far into the node it is, 0..1. */
export function toPlace(
  segment: ChainSegment,
  position: number,
): { readonly node: number; readonly into: number } {
  const count = segment.end - segment.first;
  const along = Math.min(1, Math.max(0, position)) * count;
  const index = Math.min(count - 1, Math.floor(along));
  return { node: segment.first + index, into: along - index };
}

function toCabinRate({ cabin, segments }: PlantDescription): number {
  if (cabin === null) return 0;
  const exchangers = segments.map(({ heat }) => (heat.kind === "cabin exchanger" ? heat.wPerK : 0));
  return exchangers.reduce((sum, wPerK) => sum + wPerK, cabin.hullWPerK) / cabin.heatJPerK;
}

function toBypassRange({ bypass }: PlantDescription, segments: readonly ChainSegment[]): Chain["bypass"] {
  if (bypass === null) return null;
  const from = segments[findSegment({ segments }, bypass.from)];
  const to = segments[findSegment({ segments }, bypass.to)];
  if (from === undefined || to === undefined || to.first < from.first) {
    throw new RangeError("A bypass ends at the segment where it begins, or behind it.");
  }
  // The junctions of pump, accumulator and bypass are told apart by the pipework between them.
  if (from.first === 0 || to === segments.at(-1)) {
    throw new RangeError(
      "A bypass needs a segment between the pump's outlet and its inlet, and one behind it.",
    );
  }
  return { first: from.first, end: to.end };
}
