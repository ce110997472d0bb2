import type { ChannelId, LoopId } from "./ids.ts";
import type { EpochMs } from "./time.ts";

/** A series that was written to us and feeds no channel of any loop. It is stored all the same. */
export interface UnmappedSeries {
  readonly measurement: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly field: string;
  /** The newest number; `null`: it carries texts or truth values. */
  readonly value: number | null;
  /** Source time of the newest value. */
  readonly atMs: EpochMs;
  /** Wall-clock time at which it arrived. */
  readonly arrivedMs: EpochMs;
  /** Values a second over the last one to two minutes, by arrival. */
  readonly ratePerS: number;
  /** Name of the configuration's `series` that sets limits on it; `null`: none does. */
  readonly watchedAs: string | null;
}

/** Telemetry that belongs to no loop, as it is listed. */
export interface UnmappedList {
  /** In the order in which they were first heard. */
  readonly series: readonly UnmappedSeries[];
  /** Values of further series, for which the list has no room, since the start. */
  readonly leftOut: number;
}

/** Which series feeds which channel. */
export interface ChannelSeries {
  readonly loopId: LoopId;
  readonly channelId: ChannelId;
  readonly measurement: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly field: string;
}

/** Answer of `/api/v1/series`; `channels` is left out for `?unmapped`. */
export interface SeriesList extends UnmappedList {
  readonly channels?: readonly ChannelSeries[];
}
