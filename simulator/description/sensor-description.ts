/** What a sensor measures, and the unit of its readings. */
export const measureUnits = {
  /** Absolute, at a place. */
  pressure: "kPa",
  /** Of the coolant, at a place. */
  temperature: "degC",
  /** Of the wall, at a place: what a clamp-on sensor sees. */
  "wall temperature": "degC",
  flow: "L/min",
  "mass flow": "kg/h",
  /** Liquid in the accumulator, share of its volume. */
  quantity: "%",
  "gas temperature": "degC",
  "pump speed": "rpm",
  "pump power": "W",
  /** 0 closed, 1 all flow past the segments. */
  "bypass opening": "1",
  "make-up starts": "1",
  "make-up volume": "L",
  "make-up running": "1",
  "reservoir volume": "L",
  "cabin temperature": "degC",
  "ambient temperature": "degC",
  /** A rope or spot sensor outside the pipes: 1 wet, 0 dry, -1 broken cable. */
  wetness: "1",
  /** An angle that the scenario moves (a solar array, say). */
  angle: "deg",
} as const;

export type Measure = keyof typeof measureUnits;

/** Where something is measured: a segment's name, "accumulator", or `null` where the measure has one place only. */
export interface ProbeDescription {
  readonly measure: Measure;
  readonly at: string | null;
  /** Along the segment, 0 at its inlet, 1 at its outlet. */
  readonly position: number;
}

/** One sensor and how its readings differ from the truth. Amounts in the unit of its measure. */
export interface SensorDescription extends ProbeDescription {
  /** Field of the telemetry point, unique in the plant. */
  readonly channel: string;
  readonly noise: { readonly whiteSd: number; readonly ar1Sd: number; readonly ar1TauS: number };
  readonly bias: number;
  readonly driftPerDay: number;
  /** Time constant of the sensor itself; 0 follows at once. */
  readonly lagS: number;
  /** One code of the converter; 0 for a sensor without one. */
  readonly step: number;
  /** Full scale; readings end here. */
  readonly low: number;
  readonly high: number;
  /** Seconds between reports; with `onChange` only reports that differ from the last one are sent. */
  readonly everyS: number;
  readonly onChange: boolean;
  /** The box (converter, controller) it hangs on; a fault of the box hits all of its sensors. */
  readonly box: string | null;
  /** Sends `<channel>_quality` (1 good, 0 bad) beside its value. */
  readonly quality: boolean;
  /** For `wetness`: litres spilled before the coolant reaches this sensor. */
  readonly wetAtL: number;
}
