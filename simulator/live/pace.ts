import type { EpochMs } from "../../protocol/time.ts";

/** Source time that runs `speed` times as fast as the wall clock from an anchor on. */
export interface Pace {
  readonly anchorWallMs: EpochMs;
  readonly anchorSourceMs: EpochMs;
  /** Source seconds per wall-clock second. */
  readonly speed: number;
}

/** Source time that is due now. Never ahead of the wall clock: telemetry from the future would be a lie. */
export const toSourceTime = (pace: Pace, wallMs: EpochMs): EpochMs =>
  Math.min(wallMs, pace.anchorSourceMs + (wallMs - pace.anchorWallMs) * pace.speed);
