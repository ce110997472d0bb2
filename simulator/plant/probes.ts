import type { ProbeDescription } from "../description/sensor-description.ts";
import { zeroCelsiusK } from "../zero-celsius.ts";
import { findSegment, toPlace } from "./chain.ts";
import { placePa } from "./leaks.ts";
import type { Loop } from "./loop.ts";
import { suctionPa } from "./state.ts";

const accumulatorName = "accumulator";

/** A reading of the truth at a place, in the unit of its measure. Throws `RangeError` for a place that is not there. */
export function createProbe(loop: Loop, probe: ProbeDescription): () => number {
  const { chain, state, ledger } = loop;
  const { description } = chain;
  switch (probe.measure) {
    case "pressure":
      return probePressure(loop, probe);
    case "temperature":
    case "wall temperature":
      return probeTemperature(loop, probe);
    case "flow":
      return probe.at === null ? () => state.flowM3PerS * 60_000 : probeFlow(loop, probe, "volume");
    case "mass flow":
      return probeFlow(loop, probe, "mass");
    case "quantity":
      return () => (1 - state.accumulator.gasM3 / chain.accumulatorM3) * 100;
    case "gas temperature":
      return () => state.accumulator.gasK - zeroCelsiusK;
    case "pump speed":
      return () => state.pumpSpeed * description.pump.nominalRpm;
    case "pump power":
      return () => state.pumpW;
    case "bypass opening":
      demand(description.bypass !== null, "a bypass");
      return () => state.bypassOpening;
    case "make-up starts":
      demand(description.makeUp !== null, "a make-up pump");
      return () => state.makeUpStarts;
    case "make-up volume":
      demand(description.makeUp !== null, "a make-up pump");
      return () => state.makeUpM3 * 1e3;
    case "make-up running":
      demand(description.makeUp !== null, "a make-up pump");
      return () => (state.makeUp.kind === "running" ? 1 : 0);
    case "reservoir volume":
      demand(description.makeUp !== null, "a make-up pump");
      return () => state.reservoirM3 * 1e3;
    case "cabin temperature":
      demand(description.cabin !== null, "a cabin");
      return () => state.cabinK - zeroCelsiusK;
    case "ambient temperature":
      demand(description.surroundings.kind === "ground", "air outside");
      return () => loop.outside.ambientK - zeroCelsiusK;
    case "wetness":
      return () => (ledger.leakedKg / chain.referenceKgPerM3) * 1e3;
    case "angle":
      return () => (loop.inputs.angleRad * 180) / Math.PI;
  }
}

function demand(there: boolean, what: string): void {
  if (!there) throw new RangeError(`This plant does not have ${what} to measure.`);
}

/** Segment and node of a probe. */
function placeOf({ chain }: Loop, { at, position, measure }: ProbeDescription) {
  if (at === null) throw new RangeError(`A probe of ${measure} needs a place.`);
  const segment = chain.segments[findSegment(chain, at)];
  if (segment === undefined) throw new RangeError(`There is no segment "${at}".`);
  return { segment, ...toPlace(segment, position) };
}

function probePressure(loop: Loop, probe: ProbeDescription): () => number {
  const { state } = loop;
  if (probe.at === accumulatorName) return () => suctionPa(state) / 1e3;
  const { node, into } = placeOf(loop, probe);
  return () => placePa(state, loop.topology, node, into) / 1e3;
}

function probeTemperature(loop: Loop, probe: ProbeDescription): () => number {
  const { state } = loop;
  const wall = probe.measure === "wall temperature";
  if (probe.at === accumulatorName) {
    return () => (wall ? state.accumulator.shellK : state.accumulator.liquidK) - zeroCelsiusK;
  }
  const { node } = placeOf(loop, probe);
  return wall ? () => state.wallK[node]! - zeroCelsiusK : () => state.tempK[node]! - zeroCelsiusK;
}

/** What passes a place: by volume in L/min, or by mass in kg/h. Without a place, at the pump's outlet. */
function probeFlow(loop: Loop, probe: ProbeDescription, by: "volume" | "mass"): () => number {
  const { state, chain } = loop;
  const { node, into } = probe.at === null ? { node: 0, into: 0 } : placeOf(loop, probe);
  const kgPerS = () => (into < 0.5 ? state.inflowKgPerS[node]! : state.outflowKgPerS[node]!);
  if (by === "mass") return () => kgPerS() * 3600;
  return () => (kgPerS() * chain.volumeM3[node]! * 60_000) / state.wantedKg[node]!;
}
