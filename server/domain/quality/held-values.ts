import type { EpochMs } from "../../../protocol/time.ts";
import type { Channel } from "../loop/loop.ts";

/** Newest value of each channel of a loop, and whether it may be believed. */
export interface HeldValues {
  /** Takes a sample of the `i`-th channel. */
  take(i: number, atMs: EpochMs, value: number): void;
  /** Value of the `i`-th channel at `atMs`; `NaN` when it has none, is too old, or says the impossible. */
  usable(i: number, atMs: EpochMs): number;
  /** Why the `i`-th channel is not usable at `atMs`, as the end of a sentence; `null` when it is. */
  complaint(i: number, atMs: EpochMs): string | null;
  /** Source time of the `i`-th channel's newest sample; `-Infinity` before the first. */
  takenMs(i: number): EpochMs;
  /** Since when the `i`-th channel has shown its present value, source time. */
  sameSinceMs(i: number): EpochMs;
  /** Newest source time of any channel; `-Infinity` before the first sample. */
  readonly newestMs: EpochMs;
}

/**
 * When no channel of a loop was heard for this long, the link was lost: what was held from before says nothing of now,
 * also where "no update" otherwise means "unchanged". Real handovers last 15 to 30 s, losses of signal minutes.
 */
export const linkLostAfterMs = 60_000;

/** A sensor out of its physical range is broken; its value is kept out of every estimate (not clamped into range). */
export function createHeldValues(channels: readonly Channel[]): HeldValues {
  const values = new Float64Array(channels.length).fill(Number.NaN);
  const times = new Float64Array(channels.length).fill(Number.NEGATIVE_INFINITY);
  const since = new Float64Array(channels.length).fill(Number.NEGATIVE_INFINITY);
  let newestMs = Number.NEGATIVE_INFINITY;
  let backSinceMs = Number.NEGATIVE_INFINITY;

  const complaint = (i: number, atMs: EpochMs): string | null => {
    const channel = channels[i]!;
    const value = values[i]!;
    if (times[i] === Number.NEGATIVE_INFINITY) return "has not been heard";
    if (times[i]! < backSinceMs) return "has not been heard since the link came back";
    if (atMs - times[i]! > channel.maxAgeMs) return "is silent";
    if (value < channel.range.low || value > channel.range.high) return "shows an impossible value";
    return null;
  };

  return {
    take(i, atMs, value) {
      if (atMs - newestMs > linkLostAfterMs) backSinceMs = atMs;
      if (values[i] !== value) since[i] = atMs;
      values[i] = value;
      times[i] = atMs;
      if (atMs > newestMs) newestMs = atMs;
    },
    usable: (i, atMs) => (complaint(i, atMs) === null ? values[i]! : Number.NaN),
    complaint,
    sameSinceMs: (i) => since[i]!,
    takenMs: (i) => times[i]!,
    get newestMs() {
      return newestMs;
    },
  };
}
