import { type Coolant, coolantByName, gasConstant, liquidDensity, zeroCelsiusK } from "./coolant.ts";
import { type PlantParameters, pipeworkL, toPlantParameters } from "./parameters.ts";

/** A stretch of pipework with one fluid and one wall temperature. */
export interface Segment {
  readonly kind: "line" | "exchanger" | "radiator";
  /** Middle of the stretch on the way round: 0 at the pump's outlet, 1 at its suction. */
  readonly position: number;
  /** Its downstream end, where its pressure is lowest. */
  readonly endPosition: number;
  readonly volumeM3: number;
  readonly wallJPerK: number;
  readonly wallWPerK: number;
  /** Surface that radiates; 0 for what is wrapped in insulation. */
  readonly radiatorM2: number;
}

/** A loop as built: what does not change while it runs. SI units. */
export interface Plant {
  readonly parameters: PlantParameters;
  readonly coolant: Coolant;
  /** In the direction of flow, from the pump's outlet to its suction, where the accumulator joins. */
  readonly segments: readonly Segment[];
  readonly pipeworkM3: number;
  readonly accumulatorM3: number;
  /** Amount of gas, mol: closed in, so it never changes. */
  readonly gasMol: number;
  /** Coolant of a full loop. */
  readonly chargeKg: number;
  /** Size relative to a loop of 40 L of pipework; scales walls and heat paths. */
  readonly size: number;
}

/** The way round: pump outlet, exchanger in the cabin, hot line, radiator, return line to the pump's suction. */
const wayRound: readonly Segment["kind"][] = [
  "line",
  "exchanger",
  "line",
  "line",
  "line",
  "radiator",
  "radiator",
  "radiator",
  "radiator",
  "line",
  "line",
  "line",
];

/** Pipe wall, J/K per litre inside: an aluminium tube of 20 mm bore and 1 mm wall weighs 0.57 kg for each litre. */
const pipeWallJPerKPerL = 0.57 * 900;
/** Fluid to wall in that tube, W/K per litre inside: turbulent, h about 200 W/m2K on 0.2 m2. */
const lineWallWPerKPerL = 40;
/** In the radiator the tubes are many and thin. */
const radiatorWallWPerKPerL = 80;
/** Radiator panel: 5 kg of aluminium a square metre. */
const radiatorPanelJPerKPerM2 = 5 * 900;

/** Builds the loop that the parameters describe, filled to its charge. Throws `RangeError` as `toPlantParameters`. */
export function toPlant(given: Partial<PlantParameters>): Plant {
  const parameters = toPlantParameters(given);
  const coolant = coolantByName[parameters.coolant];
  const referenceK = parameters.referenceTempC + zeroCelsiusK;
  const referencePa = parameters.referencePressureKpa * 1e3;
  const litres = pipeworkL(parameters);
  const radiatorCount = wayRound.filter((kind) => kind === "radiator").length;
  const segmentL = litres / wayRound.length;
  const segments = wayRound.map((kind, i): Segment => {
    const radiatorM2 = kind === "radiator" ? parameters.radiatorM2 / radiatorCount : 0;
    return {
      kind,
      position: (i + 0.5) / wayRound.length,
      endPosition: (i + 1) / wayRound.length,
      volumeM3: segmentL / 1e3,
      wallJPerK: segmentL * pipeWallJPerKPerL + radiatorM2 * radiatorPanelJPerKPerM2,
      wallWPerK: segmentL * (kind === "radiator" ? radiatorWallWPerKPerL : lineWallWPerKPerL),
      radiatorM2,
    };
  });
  return {
    parameters,
    coolant,
    segments,
    pipeworkM3: litres / 1e3,
    accumulatorM3: parameters.accumulatorL / 1e3,
    gasMol: (referencePa * parameters.accumulatorGasL * 1e-3) / (gasConstant * referenceK),
    chargeKg: liquidDensity(coolant, referenceK, referencePa) * parameters.chargeL * 1e-3,
    size: litres / 40,
  };
}
