import type { PlantChanges } from "../../simulator/description/parse-scenario.ts";
import type {
  PlantDescription,
  SegmentHeatDescription,
} from "../../simulator/description/plant-description.ts";

/** A loop of the Soyuz kind with another coolant and other volumes. */
export interface OtherPlant {
  readonly coolant?: string;
  /** All coolant, litres at the reference. */
  readonly chargeL: number;
  readonly accumulator: { readonly liquidL: number; readonly gasL: number };
  readonly pressureKpa?: number;
}

/**
 * Changes that make such a plant out of the one described. Flow, heat, walls and radiator grow with the pipework: a
 * larger loop serves a larger vehicle.
 */
export function toOtherPlant(plant: PlantDescription, other: OtherPlant): PlantChanges {
  const pipeworkL = plant.segments.reduce((sum, { volumeL }) => sum + volumeL, 0);
  const size = (other.chargeL - other.accumulator.liquidL) / pipeworkL;
  return {
    ...(other.coolant === undefined ? {} : { coolant: other.coolant }),
    reference: { pressureKpa: other.pressureKpa ?? plant.reference.pressureKpa },
    accumulator: other.accumulator,
    pump: { flowLpm: plant.pump.flowLpm * size },
    cabin:
      plant.cabin === null
        ? null
        : {
            heatW: plant.cabin.heatW * size,
            heatJPerK: plant.cabin.heatJPerK * size,
            hullWPerK: plant.cabin.hullWPerK * size,
          },
    segments: plant.segments.map(({ name, volumeL, wallJPerK, wallWPerK, heat }) => ({
      name,
      volumeL: volumeL * size,
      wallJPerK: wallJPerK * size,
      wallWPerK: wallWPerK * size,
      heat: toSize(heat, size),
    })),
  };
}

function toSize(heat: SegmentHeatDescription, size: number): Record<string, unknown> {
  switch (heat.kind) {
    case "insulated":
      return { kind: heat.kind };
    case "load":
      return { kind: heat.kind, watts: heat.watts * size };
    case "radiator":
      return { ...heat, areaM2: heat.areaM2 * size };
    case "cabin exchanger":
    case "ambient exchanger":
      return { ...heat, wPerK: heat.wPerK * size };
  }
}
