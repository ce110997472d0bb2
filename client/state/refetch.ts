import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import { seconds } from "../../protocol/time.ts";

/** What decides whether a trend asks the server for its history again. Times are wall clock. */
export interface TrendFreshness {
  readonly fetching: boolean;
  /** `null` before the first answer. */
  readonly fetchedMs: EpochMs | null;
  readonly failedMs: EpochMs | null;
  /** When the newest frame came that left rows out; `null` when none did. */
  readonly leftOutMs: EpochMs | null;
  readonly lastFrameMs: EpochMs | null;
  /** Live rows drawn one by one after the end of the history. */
  readonly tailRows: number;
}

/** Coalesced frames come in bursts; asking in the middle of one would only miss its end. */
export const calmMs: DurationMs = seconds(1);
/** A stream that never calms down is refreshed this often all the same. */
export const patienceMs: DurationMs = seconds(5);
/** After a failure the next try waits this long. */
export const retryMs: DurationMs = seconds(5);
/** More undecimated rows than a screen has pixels cost drawing time and show nothing more. */
export const maxTailRows = 3000;

/** The reason to fetch now, or `none`. */
export function decideRefetch(
  trend: TrendFreshness,
  nowMs: EpochMs,
): "first" | "incomplete" | "long tail" | "none" {
  if (trend.fetching) return "none";
  if (trend.failedMs !== null && nowMs - trend.failedMs < retryMs) return "none";
  if (trend.fetchedMs === null) return "first";
  if (trend.leftOutMs !== null && trend.leftOutMs >= trend.fetchedMs) {
    const calm = trend.lastFrameMs === null || nowMs - trend.lastFrameMs >= calmMs;
    if (calm || nowMs - trend.fetchedMs >= patienceMs) return "incomplete";
  }
  if (trend.tailRows > maxTailRows && nowMs - trend.fetchedMs >= patienceMs) return "long tail";
  return "none";
}
