import type { Conditions } from "./conditions.ts";
import { zeroCelsiusK } from "./coolant.ts";
import { leakThrough } from "./hydraulics.ts";
import { absorbedFlux, radiatorEmissivity } from "./orbit.ts";
import type { Plant } from "./plant.ts";
import { accumulatorLiquidM3, liquidShare, type PlantState, type SegmentHeat, segmentsOf } from "./state.ts";

/** Stefan-Boltzmann constant, W/(m2 K4). */
export const stefanBoltzmann = 5.670374e-8;

/** Cabin of a loop of 40 L: air and the light structure that follows it. Judgements, as the rest of these. */
const cabinJPerK = 60_000;
/** Cabin air to coolant in the exchanger at nominal flow, W/K. */
export const exchangerWPerK = 400;
/** Share of that which remains when the coolant stands still. */
const exchangerShareAtRest = 0.05;
/** Through the hull to the outside of the vehicle, W/K and the temperature felt there. */
export const hullWPerK = 30;
export const hullK = zeroCelsiusK + 15;

/** Stub line and mixing between the pump's suction and the accumulator, W/K. */
const stubWPerK = 8;
/** Accumulator: steel shell and bellows of 2 kg, and its heat paths to coolant, gas and cabin, W/K. */
const shellJPerK = 1000;
const shellToLiquidWPerK = 20;
export const shellToGasWPerK = 1.5;
const shellToCabinWPerK = 1;

/** Heat capacity that is left to a nearly empty stretch, as a share of a full one: a wet wall. */
const driestShare = 0.02;
/** Least coolant in the accumulator's liquid side, kg: the film that wets it. */
const filmKg = 0.05;

type HeatState = Pick<PlantState, "segments" | "cabinK" | "accumulatorLiquidK" | "accumulatorShellK">;

/** Energy balance of coolant, walls, cabin and accumulator over `dtS` seconds (explicit, first order). */
export function stepHeat(plant: Plant, state: PlantState, conditions: Conditions, dtS: number): HeatState {
  const { coolant, size, parameters } = plant;
  const share = liquidShare(plant, state);
  const wetShare = Math.max(driestShare, share);
  const absorbedWPerM2 = absorbedFlux(parameters, state.atS) * conditions.absorbedFactor;
  const nominalM3PerS = parameters.flowLpm / 60_000;
  const exchange =
    size *
    exchangerWPerK *
    wetShare *
    (exchangerShareAtRest + (1 - exchangerShareAtRest) * Math.min(1, state.flowM3PerS / nominalM3PerS));
  const leaks = conditions.holes.map((hole) => ({
    position: hole.position,
    kgPerS: leakThrough(plant, state, hole),
  }));

  const pairs = segmentsOf(plant, state);
  const suctionK = pairs.at(-1)?.heat.fluidK ?? state.accumulatorLiquidK;
  const pumpedKgPerS = state.flowM3PerS * coolant.densityKgPerM3(suctionK);
  let upstreamK = suctionK;
  let intoCabinW = 0;

  const segments = pairs.map(({ segment, heat }): SegmentHeat => {
    const fullJPerK =
      segment.volumeM3 * coolant.densityKgPerM3(heat.fluidK) * coolant.heatJPerKgK(heat.fluidK);
    // What left through a hole upstream no longer flows here; the accumulator makes it up at the suction.
    const lostKgPerS = leaks.reduce(
      (sum, leak) => (leak.position < segment.position ? sum + leak.kgPerS : sum),
      0,
    );
    const throughKgPerS = Math.max(0, pumpedKgPerS - lostKgPerS);
    const carriedW = throughKgPerS * coolant.heatJPerKgK(heat.fluidK) * (upstreamK - heat.fluidK);
    const wallW = segment.wallWPerK * wetShare * (heat.wallK - heat.fluidK);
    const cabinW = segment.kind === "exchanger" ? exchange * (state.cabinK - heat.fluidK) : 0;
    const radiatedW =
      segment.radiatorM2 * (radiatorEmissivity * stefanBoltzmann * heat.wallK ** 4 - absorbedWPerM2);
    intoCabinW -= cabinW;
    upstreamK = heat.fluidK;
    return {
      fluidK: heat.fluidK + ((carriedW + wallW + cabinW) * dtS) / (fullJPerK * wetShare),
      wallK: heat.wallK - ((wallW + radiatedW) * dtS) / segment.wallJPerK,
    };
  });

  const hullW = size * hullWPerK * (state.cabinK - hullK);
  return {
    segments: mixAtSuction(plant, state, segments, dtS),
    cabinK: state.cabinK + ((conditions.heatLoadW + intoCabinW - hullW) * dtS) / (size * cabinJPerK),
    ...stepAccumulatorHeat(plant, state, suctionK, dtS),
  };
}

/** Coolant that the accumulator gives enters the last stretch with the accumulator's temperature. */
function mixAtSuction(plant: Plant, state: PlantState, segments: readonly SegmentHeat[], dtS: number) {
  const volumeM3 = plant.segments.at(-1)?.volumeM3 ?? 0;
  const heldKg = volumeM3 * plant.coolant.densityKgPerM3(state.accumulatorLiquidK);
  const share = Math.min(1, (Math.max(0, -state.surgeKgPerS) * dtS) / heldKg);
  return segments.map((heat, i) =>
    i === segments.length - 1
      ? { ...heat, fluidK: heat.fluidK + share * (state.accumulatorLiquidK - heat.fluidK) }
      : heat,
  );
}

/** The accumulator follows the loop slowly: through its stub line, by what surges in, and through its shell. */
function stepAccumulatorHeat(plant: Plant, state: PlantState, suctionK: number, dtS: number) {
  const { accumulatorLiquidK: liquidK, accumulatorShellK: shellK } = state;
  const cp = plant.coolant.heatJPerKgK(liquidK);
  const heldKg = accumulatorLiquidM3(plant, state) * plant.coolant.densityKgPerM3(liquidK) + filmKg;
  const stubW = (stubWPerK + Math.max(0, state.surgeKgPerS) * cp) * (suctionK - liquidK);
  const toShellW = shellToLiquidWPerK * (liquidK - shellK);
  const fromGasW = shellToGasWPerK * (state.gasK - shellK);
  const fromCabinW = shellToCabinWPerK * (state.cabinK - shellK);
  return {
    accumulatorLiquidK: liquidK + ((stubW - toShellW) * dtS) / (heldKg * cp),
    accumulatorShellK: shellK + ((toShellW + fromGasW + fromCabinW) * dtS) / shellJPerK,
  };
}
