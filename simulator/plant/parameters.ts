import type { CoolantName } from "./coolant.ts";

/** What the builder of a loop decides. Pressures absolute. */
export interface PlantParameters {
  readonly coolant: CoolantName;
  /** Coolant in loop and accumulator at the reference temperature and pressure. */
  readonly chargeL: number;
  readonly referenceTempC: number;
  readonly referencePressureKpa: number;
  /** Whole accumulator, and the gas in it at the reference; the rest of it is coolant. */
  readonly accumulatorL: number;
  readonly accumulatorGasL: number;
  readonly flowLpm: number;
  /** Pressure rise over the pump at that flow. */
  readonly pumpHeadKpa: number;
  /** Heat that people and equipment give off in the cabin. */
  readonly heatLoadW: number;
  readonly radiatorM2: number;
  readonly altitudeKm: number;
  readonly betaDeg: number;
}

/**
 * A loop of the MS-22 kind: 44 L of an isooctane stand-in at 3 atm, accumulator half gas. Volume and pressure were in
 * the press; accumulator, flow, head, heat and radiator are judgements that give 20 C on average and an orbital swing
 * of the bulk temperature of 3 to 5 K either way.
 */
const ms22: PlantParameters = {
  coolant: "isooctane",
  chargeL: 44,
  referenceTempC: 20,
  referencePressureKpa: 304,
  accumulatorL: 8,
  accumulatorGasL: 4,
  flowLpm: 6,
  pumpHeadKpa: 60,
  heatLoadW: 900,
  radiatorM2: 4.7,
  altitudeKm: 410,
  betaDeg: 30,
};

/** Litres of pipework outside the accumulator. */
export const pipeworkL = (p: PlantParameters): number => p.chargeL - (p.accumulatorL - p.accumulatorGasL);

/**
 * Completes parameters from the loop of the MS-22 kind. Flow, heat load and radiator, where not given, grow with the
 * pipework: a larger loop serves a larger vehicle. Throws `RangeError` for a loop that cannot be built.
 */
export function toPlantParameters(given: Partial<PlantParameters>): PlantParameters {
  const wanted = { ...ms22, ...given };
  if (!(wanted.accumulatorGasL > 0 && wanted.accumulatorGasL < wanted.accumulatorL)) {
    throw new RangeError("The accumulator needs room for both gas and coolant.");
  }
  if (!(pipeworkL(wanted) > 0)) {
    throw new RangeError(`A charge of ${wanted.chargeL} L does not fill more than the accumulator.`);
  }
  if (!(wanted.referencePressureKpa > 0 && wanted.flowLpm > 0 && wanted.pumpHeadKpa >= 0)) {
    throw new RangeError("Pressure and flow must be above zero, and the pump head not below it.");
  }
  const size = pipeworkL(wanted) / pipeworkL(ms22);
  return {
    ...wanted,
    flowLpm: given.flowLpm ?? ms22.flowLpm * size,
    heatLoadW: given.heatLoadW ?? ms22.heatLoadW * size,
    radiatorM2: given.radiatorM2 ?? ms22.radiatorM2 * size,
  };
}
