import { type EpochMs, seconds } from "../../protocol/time.ts";
import { createLimitWatch } from "../domain/detection/limits/limit-watch.ts";
import type { Channel } from "../domain/loop/loop.ts";
import type { PipelineEffects } from "./pipeline-effects.ts";
import { toSeen } from "./track.ts";

/** Plain limits on a series that belongs to no loop. Its alarms stand under its own id, as if it were a loop. */
export interface SeriesLimits {
  readonly channel: Channel;
  /** Takes a value of the series; one that is older than what was judged is not looked at. */
  take(atMs: EpochMs, value: number): void;
}

/** Limits are looked at once a second of source time, as those of loops are. */
const lookEveryMs = seconds(1);

/** A record for `createRules` and `createAlarmKeys`, which know series with limits as loops of one channel. */
export const toLimited = (channel: Channel) => ({ id: channel.id, channels: [channel] });

/** `observe` hears of every limit after each look. */
export function createSeriesLimits(channel: Channel, observe: PipelineEffects["observe"]): SeriesLimits {
  const watch = createLimitWatch(toLimited(channel));
  let lookedMs = Number.NEGATIVE_INFINITY;
  const { low, high } = channel.range;
  return {
    channel,
    take(atMs, value) {
      if (atMs < lookedMs + lookEveryMs) return;
      lookedMs = atMs;
      // As with channels of loops: a value outside the range is a broken sensor.
      const usable = value >= low && value <= high ? value : Number.NaN;
      watch.evaluate(atMs, () => usable, null);
      watch.report(atMs, (part, said) => {
        observe({ loopId: channel.id, alarmClass: "limit", part }, toSeen(said, atMs));
      });
    },
  };
}
