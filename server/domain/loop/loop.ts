import type { Severity } from "../../../protocol/alarm.ts";
import type { ChannelId, LoopId } from "../../../protocol/ids.ts";
import type { AssumedPart, ChannelRole } from "../../../protocol/telemetry.ts";
import type { DurationMs, EpochMs } from "../../../protocol/time.ts";
import type { Unit } from "../../../protocol/units.ts";

/** Coolants whose density is known (`coolants.ts`). */
export const coolantIds = ["ammonia", "water", "pg25", "hfe-7200", "isooctane"] as const;
export type CoolantId = (typeof coolantIds)[number];

/** Where a channel's samples are found in line protocol. */
export interface SeriesRef {
  readonly measurement: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly field: string;
}

/** How a limit is passed: by the value itself, or by how fast it changes. */
export type LimitKind = "above" | "below" | "rising" | "falling";

/** A plain limit that a channel's owner has set. */
export interface Limit {
  /** Unique within its channel; with the channel's id it names the alarm's part: `suction.low`. Matches `idPattern`. */
  readonly name: string;
  readonly kind: LimitKind;
  /** In the channel's unit; of `rising` and `falling` that unit a minute, and positive. */
  readonly value: number;
  readonly severity: Severity;
  /** Passed, it is over only when the value is back inside by this much; same unit. */
  readonly deadband: number;
  /** Passed for so long before it is an alarm, and back for so long before the alarm returns; source time. */
  readonly onDelayMs: DurationMs;
  readonly offDelayMs: DurationMs;
  /** What the pump must do for the limit to hold; `null`: it always does. */
  readonly only: "running" | "stopped" | null;
}

/** A time in which nothing can be heard of a loop, known beforehand; `toMs` is its end. By the clock that live telemetry has. */
export interface PlannedLos {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

/** One sensor's series. */
export interface Channel {
  readonly id: ChannelId;
  readonly name: string;
  readonly role: ChannelRole;
  readonly unit: Unit;
  readonly position: string | null;
  readonly source: SeriesRef;
  /** `on-change`: no update means unchanged. `periodic`: no update means missing. */
  readonly reporting: "periodic" | "on-change";
  /** Longest silence of a healthy channel. A value older than this is not used. */
  readonly maxAgeMs: DurationMs;
  /** Physically possible range in the channel's unit; a value outside it is a broken sensor, not coolant. */
  readonly range: { readonly low: number; readonly high: number };
  /** Smallest step the channel can show (one ADC code), in its unit; 0 when unknown. */
  readonly step: number;
  /** Controller or gateway that reads it, in the owner's words: what fails together; `null` when nobody said. */
  readonly box: string | null;
  /** Left out: none. */
  readonly limits?: readonly Limit[];
}

/**
 * The gas-charged accumulator that keeps a loop under pressure. With the loop at `referenceTempC` and
 * `referencePressureKpa` (absolute) it holds `gasL` litres of gas and `volumeL - gasL` litres of coolant.
 */
export interface Accumulator {
  readonly volumeL: number;
  readonly gasL: number;
}

/** A coolant loop as its owner knows it. What is not known is learned or widens the intervals. */
export interface Loop {
  readonly id: LoopId;
  readonly name: string;
  readonly coolant: CoolantId;
  /** Coolant in the loop and its accumulator together, litres at the reference temperature. */
  readonly chargeL: number;
  readonly referenceTempC: number;
  readonly referencePressureKpa: number;
  readonly accumulator: Accumulator;
  /** Below this the loop can no longer do its work. Default: the accumulator has no coolant left. */
  readonly minimumInventoryL: number;
  /** How long to learn what healthy looks like; two orbits or two day cycles are a good choice. */
  readonly learningMs: DurationMs;
  /** Wanted false alarms per loop and year; sets every detection threshold. */
  readonly falseAlarmsPerYear: number;
  /** Less time than this to the minimum inventory is an emergency: the people cannot react any more. */
  readonly responseTimeMs: DurationMs;
  readonly channels: readonly Channel[];
  /** What the owner did not say and the configuration had to assume: litres and rates are then rough. */
  readonly assumed: readonly AssumedPart[];
  /** Positions of the part that an isolation cuts off, in the order of the flow. Left out: nobody said. */
  readonly isolable?: readonly string[];
  /** Oldest first, apart from each other. Left out: none. */
  readonly plannedLos?: readonly PlannedLos[];
}
