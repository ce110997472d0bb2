import type { Chain } from "./chain.ts";
import type { MakeUpState } from "./make-up.ts";

/** Everything that changes while a plant runs, changed in place. SI units. Arrays by body, or by node where said. */
export interface PlantState {
  /** Epoch seconds. */
  atS: number;
  /** Coolant in each body, its enthalpy (zero at 0 C), and its temperature. */
  readonly massKg: Float64Array;
  readonly heatJ: Float64Array;
  readonly tempK: Float64Array;
  /** What each body holds at the present pressure; the difference to `massKg` flows in the next sub-step. */
  readonly wantedKg: Float64Array;
  /** By node. */
  readonly wallK: Float64Array;
  /** Through each node's inlet and outlet in the last sub-step, kg/s; negative against the flow. */
  readonly inflowKgPerS: Float64Array;
  readonly outflowKgPerS: Float64Array;
  /** By zone: pressure (of zone 0 at the suction), share of the volume that is vapour, and how thin that vapour is. */
  readonly zonePa: Float64Array;
  readonly zoneVoid: Float64Array;
  readonly zoneThinness: Float64Array;
  readonly accumulator: AccumulatorState;
  cabinK: number;
  /** Speed relative to nominal, flow through the pump and its pressure rise, electric power. */
  pumpSpeed: number;
  flowM3PerS: number;
  headPa: number;
  pumpW: number;
  bypassOpening: number;
  /** Part of the opening that the regulator has integrated. */
  bypassIntegral: number;
  /** What closing valves have pushed out of their bodies so far. */
  displacedM3: number;
  makeUp: MakeUpState;
  makeUpStarts: number;
  makeUpM3: number;
  reservoirM3: number;
}

/** The accumulator: coolant on one side of its bellows, nitrogen on the other. */
export interface AccumulatorState {
  liquidKg: number;
  liquidJ: number;
  liquidK: number;
  shellK: number;
  gasMol: number;
  gasK: number;
  gasM3: number;
  /** The gas is against its stop: no coolant left to give. */
  held: boolean;
}

/** One temperature everywhere, the reference, filled to the charge, pump at nominal speed; pressures are not solved yet. */
export function createState(chain: Chain, atS: number): PlantState {
  const { description, coolant, bodies, nodes, referenceK, referencePa } = chain;
  const enthalpy = coolant.enthalpyJPerKg(referenceK);
  const massKg = chain.volumeM3.map((volume) => volume * chain.referenceKgPerM3);
  const liquidKg = chain.referenceKgPerM3 * (description.accumulator.liquidL / 1e3);
  // Every segment can be a zone of its own, and the stretches between them.
  const mostZones = 2 * chain.segments.length + 2;
  return {
    atS,
    massKg,
    heatJ: massKg.map((kg) => kg * enthalpy),
    tempK: new Float64Array(bodies).fill(referenceK),
    wantedKg: massKg.slice(),
    wallK: new Float64Array(nodes).fill(referenceK),
    inflowKgPerS: new Float64Array(nodes),
    outflowKgPerS: new Float64Array(nodes),
    zonePa: new Float64Array(mostZones).fill(referencePa),
    zoneVoid: new Float64Array(mostZones),
    zoneThinness: new Float64Array(mostZones).fill(1),
    accumulator: {
      liquidKg,
      liquidJ: liquidKg * enthalpy,
      liquidK: referenceK,
      shellK: referenceK,
      gasMol: chain.gasMol,
      gasK: referenceK,
      gasM3: description.accumulator.gasL / 1e3,
      held: false,
    },
    cabinK: referenceK,
    pumpSpeed: 1,
    flowM3PerS: 0,
    headPa: 0,
    pumpW: 0,
    bypassOpening: description.bypass?.opening ?? 0,
    bypassIntegral: description.bypass?.opening ?? 0,
    displacedM3: 0,
    makeUp: { kind: "ready" },
    makeUpStarts: 0,
    makeUpM3: 0,
    reservoirM3: (description.makeUp?.reservoirL ?? 0) / 1e3,
  };
}

/** Pressure at the suction, where the accumulator joins. */
export const suctionPa = (state: PlantState): number => state.zonePa[0]!;

/** Temperatures follow from mass and enthalpy. */
export function updateTemperatures(chain: Chain, state: PlantState): void {
  const { coolant } = chain;
  const { massKg, heatJ, tempK, accumulator } = state;
  for (let i = 0; i < chain.bodies; i++) tempK[i] = coolant.tempK(heatJ[i]! / massKg[i]!);
  // The drop that is left in an empty accumulator has the temperature of the pipe it hangs in.
  accumulator.liquidK =
    accumulator.liquidKg > dropKg
      ? coolant.tempK(accumulator.liquidJ / accumulator.liquidKg)
      : tempK[chain.nodes - 1]!;
}

/** Less than this in the accumulator is rounding, kg. */
export const dropKg = 1e-9;
