import type { LinkDescription } from "./link-description.ts";
import type { SensorDescription } from "./sensor-description.ts";

/** Coolants that a plant can be filled with. */
export const coolantNames = ["ammonia", "water", "pg25", "hfe-7200", "isooctane"] as const;
export type CoolantName = (typeof coolantNames)[number];

/** A loop as its builder would describe it: what a plant file says, complete and checked. Pressures absolute. */
export interface PlantDescription {
  readonly name: string;
  readonly coolant: CoolantName;
  /** With all coolant at this temperature and pressure the accumulator holds its `liquidL` and `gasL`. */
  readonly reference: { readonly tempC: number; readonly pressureKpa: number };
  /** In the direction of flow from the pump's outlet to its suction, where the accumulator joins. 12 nodes or more. */
  readonly segments: readonly SegmentDescription[];
  readonly accumulator: AccumulatorDescription;
  readonly pump: PumpDescription;
  readonly surroundings: SurroundingsDescription;
  /** Air and structure that exchanges heat with `cabin exchanger` segments; `null` when there is none. */
  readonly cabin: CabinDescription | null;
  /** A line past some segments, with its valve; `null` when there is none. */
  readonly bypass: BypassDescription | null;
  readonly makeUp: MakeUpDescription | null;
  readonly sensors: readonly SensorDescription[];
  readonly link: LinkDescription;
}

/** A stretch of pipework of one kind, cut into nodes of equal volume. */
export interface SegmentDescription {
  /** Unique in the plant; leaks, valves and sensors are placed by it. */
  readonly name: string;
  readonly volumeL: number;
  readonly nodes: number;
  /** Inner diameter; no hole can be larger. */
  readonly boreMm: number;
  /** Heat capacity of all wall of the segment, and its heat path to the coolant at nominal flow. */
  readonly wallJPerK: number;
  readonly wallWPerK: number;
  /** Coolant beside the flow (headers, dead legs) that mixes with the segment's within `mixS`; 0 L for none. */
  readonly still: { readonly volumeL: number; readonly mixS: number };
  /** Share of the loop's friction at nominal flow, relative to the other segments. */
  readonly friction: number;
  readonly heat: SegmentHeatDescription;
}

/** What warms or cools a segment's wall from outside. */
export type SegmentHeatDescription =
  | { readonly kind: "insulated" }
  /** Equipment on cold plates. */
  | { readonly kind: "load"; readonly watts: number }
  /** Exchanger with the cabin's air; the heat path scales with flow. */
  | { readonly kind: "cabin exchanger"; readonly wPerK: number }
  /** Surface that radiates to space and takes up Sun and Earth. */
  | {
      readonly kind: "radiator";
      readonly areaM2: number;
      readonly emissivity: number;
      readonly absorptance: number;
    }
  /** Exchanger with facility water or outside air at ambient temperature. */
  | { readonly kind: "ambient exchanger"; readonly wPerK: number };

/** Gas-charged bellows or bladder at the pump's suction. Its stop holds the gas back once the coolant is out. */
export interface AccumulatorDescription {
  readonly liquidL: number;
  readonly gasL: number;
  /** Time constant of gas and shell, and of shell and the coolant inside; the gas works adiabatically before. */
  readonly gasLagS: number;
  readonly liquidLagS: number;
}

/** Centrifugal pump: shut-off head and quadratic curve through the nominal point; head goes with speed squared. */
export interface PumpDescription {
  readonly flowLpm: number;
  readonly headKpa: number;
  readonly shutOffHeadKpa: number;
  readonly nominalRpm: number;
  /** Time from rest to nominal speed, and time constant of slowing down without power. */
  readonly rampS: number;
  readonly coastDownS: number;
  /** Share of electric power that becomes hydraulic power. All of it ends as heat in the coolant. */
  readonly efficiency: number;
}

/** What is around the loop. Outside a spacecraft is vacuum, on the ground 101.325 kPa. */
export type SurroundingsDescription =
  | { readonly kind: "orbit"; readonly altitudeKm: number; readonly betaDeg: number }
  | { readonly kind: "ground"; readonly ambientC: number; readonly dayAmplitudeK: number };

/** The heat that people and equipment give off in the cabin goes to the coolant or through the hull. */
export interface CabinDescription {
  readonly heatW: number;
  readonly heatJPerK: number;
  readonly hullWPerK: number;
  readonly outsideC: number;
}

/** A line round the segments `from` to `to`. With a regulator the valve holds the temperature behind the mixing point. */
export interface BypassDescription {
  readonly from: string;
  readonly to: string;
  /** Share of the flow past the segments while no regulator moves the valve, 0..1. */
  readonly opening: number;
  readonly regulator: {
    readonly setpointC: number;
    /** Change of opening per kelvin of error, and the time over which a lasting error is integrated away. */
    readonly openingPerK: number;
    readonly integralS: number;
  } | null;
}

/** Make-up pump with its pressure band at the suction, fed from a reservoir. */
export interface MakeUpDescription {
  readonly startKpa: number;
  readonly stopKpa: number;
  /** Pressure must be below `startKpa` for so long before it starts. */
  readonly startDelayS: number;
  /** Without success in this time it stops and stays off (latched). */
  readonly timeoutS: number;
  readonly flowLpm: number;
  readonly reservoirL: number;
  readonly tempC: number;
}
