import type { Severity } from "./alarm.ts";
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

/** A plain limit that a channel's owner has set, as far as it is a line in a picture. In the channel's unit. */
export interface LimitView {
  readonly kind: "above" | "below";
  readonly value: number;
  readonly severity: Severity;
  /** What the pump must do for it to hold; `null`: it always does. */
  readonly only: "running" | "stopped" | null;
}

/** A channel as the page needs to know it. */
export interface ChannelView {
  readonly id: ChannelId;
  readonly name: string;
  readonly role: ChannelRole;
  readonly unit: Unit;
  /** Where in the loop, in the owner's words; `null` when the configuration does not say. */
  readonly position: string | null;
  /** Left out: none that is a level. */
  readonly limits?: readonly LimitView[];
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
  /** At the reference temperature and pressure it holds `gasL` litres of gas and `volumeL - gasL` of coolant. */
  readonly accumulator: { readonly volumeL: number; readonly gasL: number };
  /** Positions of the part that an isolation cuts off, in the owner's words; left out: nobody said. */
  readonly isolable?: readonly string[];
  /** What was assumed; left out when nothing was. Litres and rates are rough where it is charge or accumulator. */
  readonly assumed?: readonly AssumedPart[];
}

/** How far a channel is believed at the moment, and why not wholly. */
export interface ChannelCondition {
  readonly quality: Quality;
  /** The end of a sentence that begins with the channel's name; `null`: nothing is wrong with it. */
  readonly remark: string | null;
  /** Source time of its newest sample; `null` before the first, and left open for a channel that is good. */
  readonly takenMs: EpochMs | null;
}

/** What a loop's channels are worth now, in the order of `LoopView.channels`, and what is cut off from it. */
export interface LoopCondition {
  readonly loopId: LoopId;
  readonly channels: readonly ChannelCondition[];
  /** Source time of an isolation that was declared and not undone yet; `null`: none. */
  readonly isolatedSinceMs: EpochMs | null;
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

/** What a stretch of a loop's estimates consists of, a column each; `History.columns` in this order. */
export const estimateColumns = [
  "inventory_l",
  "inventory_sd_l",
  "leak_kg_per_h",
  "leak_sd_kg_per_h",
  "time_left_p05_s",
  "time_left_s",
  "time_left_p95_s",
] as const;

/** A stretch of history, decimated so that each bucket keeps its minimum and its maximum. */
export interface History extends TrendColumns {
  readonly loopId: LoopId;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly bucketMs: DurationMs;
}
