import type { AlarmView } from "./alarm.ts";
import type { LoopEstimate } from "./estimate.ts";
import type { LoopId } from "./ids.ts";
import type { LoopCondition, TrendColumns } from "./telemetry.ts";
import { type DurationMs, days, type EpochMs } from "./time.ts";

/** A longer stretch is not replayed at once: it would keep a core busy for minutes. */
export const longestReplayMs: DurationMs = days(7);

/** What somebody wants to see again; source time, [fromMs, toMs). */
export interface ReplayWish {
  readonly loopId: LoopId;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

/** An alarm as it became at a moment of source time. */
export interface ReplayEvent {
  readonly atMs: EpochMs;
  readonly alarm: AlarmView;
}

/** What a loop's channels were worth from a moment on. */
export type ReplayCondition = LoopCondition & { readonly atMs: EpochMs };

/** A stretch of the past, judged again by the same code as live. All times are source times. */
export interface ReplayStory extends ReplayWish {
  /** The detectors were told the telemetry from then on, so that they knew the loop; `null`: there was none. */
  readonly learntFromMs: EpochMs | null;
  /** Two rows a bucket, the minima at its start and the maxima at its middle; one row where a bucket is a second. */
  readonly bucketMs: DurationMs;
  readonly rows: TrendColumns;
  /** Oldest first; the first may be older than the stretch. */
  readonly estimates: readonly LoopEstimate[];
  /** Oldest first; those before the stretch are of alarms that stood when it began. Nobody acts in a replay. */
  readonly events: readonly ReplayEvent[];
  /** More happened than these: the newest events were left out. */
  readonly isCut: boolean;
  /** What the channels were worth, each time that it changed, oldest first; the first may be older than the stretch. */
  readonly conditions: readonly ReplayCondition[];
  /** When the loop as a whole was called silent. */
  readonly silences: readonly { readonly fromMs: EpochMs; readonly toMs: EpochMs }[];
  /** What the journal says of the stretch: the alarms that were annunciated then, as they are now. */
  readonly told: readonly AlarmView[];
}

/** How far a replay is. */
export type ReplayView = { readonly id: string } & (
  | { readonly state: "running"; readonly share: number }
  | { readonly state: "done"; readonly story: ReplayStory }
  /** `reason`: a sentence. */
  | { readonly state: "failed"; readonly reason: string }
);
