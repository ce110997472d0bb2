import type { ChannelRole } from "../../../protocol/telemetry.ts";
import { type EpochMs, seconds } from "../../../protocol/time.ts";
import type { Channel } from "../loop/loop.ts";

/** Jumps to a value at which nothing moves any more: the end of a converter's scale, or of its cable. */
export interface SaturationState {
  /** Value before the jump, `NaN` when none is looked at, and the value and source time of the jump. */
  readonly before: Float64Array;
  readonly shown: Float64Array;
  readonly jumpMs: Float64Array;
  /** 1: the channel failed. */
  readonly failed: Float64Array;
}

/** Finds a sensor that fails to an end of its scale which still is a possible value. */
export interface SaturationWatch {
  /** The `i`-th channel's standing value went from `before` to `value`. */
  change(i: number, atMs: EpochMs, before: number, value: number): void;
  /** Asked once a second; `usualRunMs`: how long this channel's values usually stand. */
  evaluate(i: number, atMs: EpochMs, usualRunMs: number): void;
  readonly state: SaturationState;
}

/** These end at a fixed value when they fail. A flow or a speed stands at exactly zero whenever its pump does. */
const watchedRoles: readonly ChannelRole[] = ["pressure", "temperature", "quantity"];

/** Smallest jump: share of the reading, K, percentage points. More than any noise, less than to an end of scale. */
const leastPressureShare = 0.2;
const leastTemperatureK = 20;
const leastQuantityPct = 15;

/** After the jump exactly one value is shown for this long, and for this many usual runs. */
const stillMs = seconds(10);
const usualRuns = 5;

/** Jumps of other channels of the same role within this time say that the loop did it: a rupture, a pump. */
const togetherMs = seconds(15);

export const newSaturationState = (places: number): SaturationState => ({
  before: new Float64Array(places).fill(Number.NaN),
  shown: new Float64Array(places).fill(Number.NaN),
  jumpMs: new Float64Array(places).fill(Number.NEGATIVE_INFINITY),
  failed: new Float64Array(places),
});

export function createSaturationWatch(
  channels: readonly Channel[],
  state: SaturationState = newSaturationState(channels.length),
): SaturationWatch {
  const { before, shown, jumpMs, failed } = state;

  const leastJump = (role: ChannelRole, from: number): number => {
    if (role === "temperature") return leastTemperatureK;
    return role === "quantity" ? leastQuantityPct : leastPressureShare * Math.abs(from);
  };

  /** A fall of a lone pressure sensor may be a rupture; with another that stays it is not. */
  const loopDidIt = (i: number): boolean => {
    const { role } = channels[i]!;
    let others = 0;
    for (let k = 0; k < channels.length; k++) {
      if (k === i || channels[k]!.role !== role) continue;
      others += 1;
      if (
        Math.abs(jumpMs[k]! - jumpMs[i]!) <= togetherMs &&
        shown[k]! > before[k]! === shown[i]! > before[i]!
      )
        return true;
    }
    return others === 0 && shown[i]! < before[i]!;
  };

  return {
    state,
    change(i, atMs, from, value) {
      const { role } = channels[i]!;
      if (!watchedRoles.includes(role)) return;
      const back = Math.abs(value - from);
      if (failed[i] === 1) {
        // It is well again when it is back where it was, or moves again by what is no jump from there.
        if (value !== shown[i]) failed[i] = 0;
        before[i] = Number.NaN;
        return;
      }
      if (back >= leastJump(role, from)) {
        before[i] = from;
        shown[i] = value;
        jumpMs[i] = atMs;
      } else if (atMs > jumpMs[i]!) before[i] = Number.NaN;
    },
    evaluate(i, atMs, usualRunMs) {
      if (Number.isNaN(before[i]!) || failed[i] === 1) return;
      if (atMs - jumpMs[i]! < Math.max(stillMs, usualRuns * usualRunMs)) return;
      if (loopDidIt(i)) before[i] = Number.NaN;
      else failed[i] = 1;
    },
  };
}
