import type { ChannelId, LoopId } from "./ids.ts";
import type { DurationMs, EpochMs } from "./time.ts";
import type { Unit } from "./units.ts";

/** What a channel measures in its loop. */
export const channelRoles = [
  "pressure",
  "temperature",
  "flow",
  /** Coolant in the accumulator. */
  "quantity",
  /** Pump speed, power or current: what tells a pump that changed from a loop that did. */
  "pump-speed",
  "pump-power",
  "current",
  "vibration",
  /** Litres that a make-up pump has fed in, counted up; how often it started; whether it runs; what its tank still has. */
  "make-up-volume",
  "make-up-starts",
  "make-up-running",
  "reservoir",
  /** A leak rope or tray: 1 wet, 0 dry, below 0 a broken cable. */
  "wetness",
  /** Kept, shown and watched for change, without a meaning of its own. */
  "other",
] as const;
export type ChannelRole = (typeof channelRoles)[number];

/** How far a channel may be believed now: a suspect one counts for less, a bad one not at all. */
export type Quality = "good" | "suspect" | "bad";

/** A channel as the page needs to know it. */
export interface ChannelView {
  readonly id: ChannelId;
  readonly name: string;
  readonly role: ChannelRole;
  readonly unit: Unit;
  /** Where in the loop, in the owner's words; `null` when the configuration does not say. */
  readonly position: string | null;
}

/** Parts of a loop's description that its owner may leave out; they are assumed then. */
export type AssumedPart = "coolant" | "chargeL" | "accumulator" | "referencePressureKpa";

/** A loop as the page needs to know it. */
export interface LoopView {
  readonly id: LoopId;
  readonly name: string;
  readonly coolant: string;
  readonly channels: readonly ChannelView[];
  /** Coolant charge referred to the reference temperature, litres. */
  readonly chargeL: number;
  /** Below this inventory the loop can no longer do its work, litres at the reference temperature. */
  readonly minimumInventoryL: number;
  /** What was assumed; left out when nothing was. Litres and rates are rough where it is charge or accumulator. */
  readonly assumed?: readonly AssumedPart[];
}

/**
 * Columns of samples of one loop, oldest first. `columns[i]` belongs to the i-th channel of the loop's
 * `LoopView.channels`; the last column is the compensated inventory in litres. `null`: no value then.
 */
export interface TrendColumns {
  readonly tMs: readonly EpochMs[];
  readonly columns: readonly (readonly (number | null)[])[];
}

/** New samples of one loop. `coalesced` counts samples left out because they came faster than a page can draw. */
export interface Frame extends TrendColumns {
  readonly loopId: LoopId;
  readonly coalesced: number;
}

/** A stretch of history, decimated so that each bucket keeps its minimum and its maximum. */
export interface History extends TrendColumns {
  readonly loopId: LoopId;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly bucketMs: DurationMs;
}
