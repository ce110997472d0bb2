import { liquidDensity, vapourDensity } from "./coolant.ts";
import type { Plant } from "./plant.ts";

/** Temperatures of one segment of pipework. */
export interface SegmentHeat {
  readonly fluidK: number;
  readonly wallK: number;
}

/** Everything that changes while a plant runs. SI units. */
export interface PlantState {
  /** Epoch seconds. */
  readonly atS: number;
  /** In the order of `Plant.segments`. */
  readonly segments: readonly SegmentHeat[];
  readonly cabinK: number;
  readonly accumulatorLiquidK: number;
  readonly accumulatorShellK: number;
  readonly gasK: number;
  /** Coolant on board, liquid and vapour. */
  readonly massKg: number;
  /** At the pump's suction, where the accumulator joins. */
  readonly pressurePa: number;
  readonly gasM3: number;
  /** Vapour in the pipework, once the accumulator has nothing left to give. */
  readonly voidM3: number;
  /** Coolant moving from the pipework into the accumulator; negative while it feeds the loop. */
  readonly surgeKgPerS: number;
  readonly pumpHeadPa: number;
  readonly flowM3PerS: number;
  /** Mean over the last step. */
  readonly leakKgPerS: number;
}

/** Share of the pipework that holds liquid, 0..1. */
export const liquidShare = (plant: Plant, state: Pick<PlantState, "voidM3">): number =>
  1 - state.voidM3 / plant.pipeworkM3;

/** Pressure at a place on the way round: the pump's head is used up evenly from its outlet (0) to its suction (1). */
export const pressureAt = (state: Pick<PlantState, "pressurePa" | "pumpHeadPa">, position: number): number =>
  state.pressurePa + state.pumpHeadPa * (1 - position);

/** Liquid left in the accumulator, m3. */
export const accumulatorLiquidM3 = (plant: Plant, state: Pick<PlantState, "gasM3">): number =>
  plant.accumulatorM3 - state.gasM3;

/** Pairs each segment with its temperatures. */
export const segmentsOf = (plant: Plant, state: Pick<PlantState, "segments">) =>
  plant.segments.flatMap((segment, i) => {
    const heat = state.segments[i];
    return heat === undefined ? [] : [{ segment, heat }];
  });

/** Coolant temperature averaged over all liquid on board, kelvin. */
export function bulkTemperature(plant: Plant, state: PlantState): number {
  const reservoirM3 = accumulatorLiquidM3(plant, state);
  const share = liquidShare(plant, state);
  let sum = state.accumulatorLiquidK * reservoirM3;
  let volume = reservoirM3;
  for (const { segment, heat } of segmentsOf(plant, state)) {
    sum += heat.fluidK * segment.volumeM3 * share;
    volume += segment.volumeM3 * share;
  }
  return volume > 0 ? sum / volume : state.accumulatorLiquidK;
}

/**
 * Coolant on board from densities and volumes, kg. Independent of the running total `massKg`: the two agree when
 * pressure and temperatures fit the coolant that is there.
 */
export function weighCoolant(plant: Plant, state: PlantState): number {
  const { coolant } = plant;
  const share = liquidShare(plant, state);
  const reservoir =
    accumulatorLiquidM3(plant, state) * liquidDensity(coolant, state.accumulatorLiquidK, state.pressurePa);
  return segmentsOf(plant, state).reduce((sum, { segment, heat }) => {
    const liquid = liquidDensity(coolant, heat.fluidK, pressureAt(state, segment.position));
    const vapour = share < 1 ? vapourDensity(coolant, heat.fluidK, state.pressurePa) : 0;
    return sum + segment.volumeM3 * (share * liquid + (1 - share) * vapour);
  }, reservoir);
}
