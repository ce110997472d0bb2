import type { PlantDescription } from "./plant-description.ts";

/** A plant story: what a scenario file says, complete and checked, with one of its variants applied. */
export interface ScenarioDescription {
  /** File name without its ending, e.g. `S01`. */
  readonly id: string;
  /** Name of the variant in force; `null` for the story as written. */
  readonly variant: string | null;
  readonly variants: readonly { readonly id: string; readonly title: string }[];
  readonly title: string;
  readonly summary: string;
  readonly plant: PlantDescription;
  /** Name of the plant file. Stories of one plant file can follow each other on a running plant. */
  readonly plantId: string;
  /** Healthy telemetry before the story, and the story's length from its event on. */
  readonly preludeS: number;
  readonly lengthS: number;
  /** From the end of the prelude to the event; `null` for a story in which nothing happens. */
  readonly eventDelayS: number | null;
  readonly events: readonly ScenarioEvent[];
  /** What an ideal operator would be told. Empty: nothing at all. */
  readonly ideal: readonly IdealCall[];
  /** Numbers of the card that the story was written to, for the pictures' page. */
  readonly card: readonly { readonly claim: string; readonly source: string }[];
}

/** Something that begins `atS` after the story's event (negative: before) and ends `forS` later, or never. */
export type ScenarioEvent = EventTiming &
  (PlantEvent | LeakEvent | SensorFaultEvent | LinkEvent | OperationEvent);

export interface EventTiming {
  readonly atS: number;
  readonly forS: number | null;
}

export type PlantEvent =
  | { readonly kind: "heat"; readonly factor: number }
  | { readonly kind: "absorbed heat"; readonly factor: number }
  /** Beta moves evenly to this angle over the event's time. */
  | { readonly kind: "beta"; readonly toDeg: number }
  | { readonly kind: "ambient"; readonly offsetK: number }
  /** Slow random movement of the heat load: standard deviation as a share of it, and its time constant. */
  | { readonly kind: "load wander"; readonly sd: number; readonly tauS: number }
  | { readonly kind: "pump speed"; readonly factor: number }
  | { readonly kind: "pump trip" }
  /** The bypass valve stands still at this opening, whatever its regulator wants; `null`: where it is. */
  | { readonly kind: "bypass"; readonly opening: number | null }
  /** Inlet valve only (the coolant inside stands still and still feels the loop's pressure), or both ends sealed. */
  | {
      readonly kind: "isolation";
      readonly segment: string;
      readonly how: "inlet" | "sealed";
      readonly strokeL: number;
    }
  | { readonly kind: "refill"; readonly litres: number; readonly tempC: number }
  | { readonly kind: "drain"; readonly litres: number }
  /** An angle that sensors can show and leaks can follow: full turns in this time. */
  | { readonly kind: "angle"; readonly periodS: number };

/** Coolant goes out through a hole, or at a given rate; gas through a hole of its own. */
export interface LeakEvent {
  readonly kind: "leak";
  readonly from: "loop" | "gas side";
  /** Segment and place along it. Ignored for the gas side. */
  readonly at: string;
  readonly position: number;
  readonly size:
    | { readonly kind: "hole"; readonly holeMm: number }
    | { readonly kind: "rate"; readonly gPerDay: number };
  /** How two-phase coolant leaves: a thin wall lets it out as liquid, a long passage boils it inside. */
  readonly tail: "metastable" | "HEM";
  /** The area (or rate) grows by a factor e in this time; `null`: it stays. */
  readonly eFoldS: number | null;
  /** The area (or rate) swings between these factors with the scenario's angle; `null`: it does not. */
  readonly swing: { readonly low: number; readonly high: number } | null;
}

/** Whom a sensor fault hits: single channels, or all of a box. */
export type FaultTarget = { readonly channels: readonly string[] } | { readonly box: string };

export interface SensorFaultEvent {
  readonly kind: "sensor fault";
  readonly target: FaultTarget;
  readonly fault: SensorFault;
  /** The fault shows in the quality flag only after this time; `null`: never. */
  readonly flaggedAfterS: number | null;
}

/** Amounts in the unit of the channel, shares as a share of its full scale. */
export type SensorFault =
  | { readonly kind: "bias"; readonly amount: number }
  | { readonly kind: "jump"; readonly share: number }
  | { readonly kind: "drift"; readonly perDay: number }
  | { readonly kind: "stuck" }
  | { readonly kind: "dropout" }
  | { readonly kind: "zero" }
  | { readonly kind: "full scale" }
  | { readonly kind: "spikes"; readonly perHour: number; readonly amount: number }
  | { readonly kind: "noise"; readonly factor: number }
  | { readonly kind: "wet" }
  | { readonly kind: "cable break" };

export type LinkEvent =
  | { readonly kind: "gap"; readonly name: string; readonly planned: boolean }
  | { readonly kind: "channels out"; readonly channels: readonly string[] }
  /** The source's clock is off by this from then on (or for the event's time). */
  | { readonly kind: "clock jump"; readonly byS: number };

/** What an operator declares and the telemetry carries along. */
export interface OperationEvent {
  readonly kind: "operation";
  readonly operation: string;
}

/** What may be said to have happened. */
export const verdicts = [
  "leak",
  "thermal transient",
  "pump or valve change",
  "fill or drain",
  "gas-side loss",
  "sensor fault",
  "data-path fault",
  "unknown",
] as const;

/** Times from the event; an ideal operator would be told after `fromS` and before `untilS`. */
export interface IdealCall {
  readonly fromS: number;
  readonly untilS: number;
  readonly severity: "advisory" | "caution" | "warning" | "emergency";
  readonly verdict: (typeof verdicts)[number];
  /** The sentence that the operator would hear, and why it can be said by then. */
  readonly tell: string;
  readonly why: string;
}
