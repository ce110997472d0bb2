import type { Chain } from "./chain.ts";
import { ambientK } from "./day.ts";
import type { PlantInputs } from "./inputs.ts";
import { absorbedFlux } from "./orbit.ts";

/** What is outside the walls of each node, and what of it acts at the moment. SI units. */
export interface Outside {
  /** Pressure that a leak works against. */
  readonly pressurePa: number;
  /** By node: heat load at factor 1, paths to the cabin's air and to ambient, emissivity times area. */
  readonly loadW: Float64Array;
  readonly cabinWPerK: Float64Array;
  readonly ambientWPerK: Float64Array;
  readonly emittingM2: Float64Array;
  /** By node: heat taken up from Sun and Earth now. */
  readonly absorbedW: Float64Array;
  /** Outside air or facility water; absolute zero where there is none. */
  ambientK: number;
}

/** Pressure of the air on the ground, Pa. */
const airPa = 101_325;

/** Heat paths outside the walls. Throws `RangeError` for an exchanger with nothing on its other side. */
export function createOutside(chain: Chain): Outside {
  const { description, nodes } = chain;
  const ground = description.surroundings.kind === "ground";
  const outside: Outside = {
    pressurePa: ground ? airPa : 0,
    loadW: new Float64Array(nodes),
    cabinWPerK: new Float64Array(nodes),
    ambientWPerK: new Float64Array(nodes),
    emittingM2: new Float64Array(nodes),
    absorbedW: new Float64Array(nodes),
    ambientK: 0,
  };
  description.segments.forEach(({ name, heat }, index) => {
    const { first, end } = chain.segments[index]!;
    const share = 1 / (end - first);
    switch (heat.kind) {
      case "insulated":
        return;
      case "load":
        outside.loadW.fill(heat.watts * share, first, end);
        return;
      case "cabin exchanger":
        if (description.cabin === null)
          throw new RangeError(`"${name}" exchanges heat with a cabin; there is none.`);
        outside.cabinWPerK.fill(heat.wPerK * share, first, end);
        return;
      case "radiator":
        if (ground) throw new RangeError(`"${name}" radiates to space; this plant is on the ground.`);
        outside.emittingM2.fill(heat.areaM2 * heat.emissivity * share, first, end);
        return;
      case "ambient exchanger":
        if (!ground)
          throw new RangeError(`"${name}" exchanges heat with outside air; this plant is in orbit.`);
        outside.ambientWPerK.fill(heat.wPerK * share, first, end);
        return;
    }
  });
  return outside;
}

/** Renews what Sun, Earth and weather do at this time. */
export function updateOutside(chain: Chain, outside: Outside, inputs: PlantInputs, atS: number): void {
  const { surroundings, segments } = chain.description;
  if (surroundings.kind === "ground") {
    outside.ambientK =
      ambientK(surroundings.ambientC, surroundings.dayAmplitudeK, atS) + inputs.ambientOffsetK;
    return;
  }
  const orbit = { altitudeKm: surroundings.altitudeKm, betaDeg: inputs.betaDeg ?? surroundings.betaDeg };
  for (let k = 0; k < segments.length; k++) {
    const { heat } = segments[k]!;
    if (heat.kind !== "radiator") continue;
    const { first, end } = chain.segments[k]!;
    const watts = absorbedFlux(orbit, heat, atS) * heat.areaM2 * inputs.absorbedFactor;
    outside.absorbedW.fill(watts / (end - first), first, end);
  }
}
