import type { Frame } from "../timing/frame.ts";
import { qualityNotSent } from "../timing/quality.ts";

/** True when the channel has a value or a quality in this frame. */
const isReported = (frame: Frame, index: number): boolean =>
  !Number.isNaN(frame.values[index]) || frame.qualities[index] !== qualityNotSent;

/** True when no channel of the frame is reported: there is no point to send. */
export function isEmpty(frame: Frame): boolean {
  for (let i = 0; i < frame.values.length; i++) if (isReported(frame, i)) return false;
  return true;
}

/** How many channels of the frame have a value. */
export function countValues(frame: Frame): number {
  let count = 0;
  for (const value of frame.values) if (!Number.isNaN(value)) count += 1;
  return count;
}

/** The same readings stamped `byMs` later. */
export const shiftFrame = (frame: Frame, byMs: number): Frame => ({
  ...frame,
  sourceMs: frame.sourceMs + byMs,
});

/** The frame without the values and qualities of these channels. */
export function withoutChannels(frame: Frame, indices: readonly number[]): Frame {
  if (!indices.some((index) => isReported(frame, index))) return frame;
  const values = frame.values.slice();
  const qualities = frame.qualities.slice();
  for (const index of indices) {
    values[index] = Number.NaN;
    qualities[index] = qualityNotSent;
  }
  return { sourceMs: frame.sourceMs, values, qualities };
}
