import type { Channel } from "../loop/loop.ts";
import type { SensorPair } from "./redundancy.ts";

/** How each pair's first sensor stands to a third one that sits elsewhere in the loop; one place for each pair. */
export interface ThirdWitnessState {
  /** Of the block that fills: looks and their sum. */
  readonly count: Float64Array;
  readonly sum: Float64Array;
  /** Blocks learnt from, their mean and sum of squares, and the smoothed difference from that mean. */
  readonly blocks: Float64Array;
  readonly mean: Float64Array;
  readonly spread: Float64Array;
  readonly smooth: Float64Array;
}

/** Tells which one of two sensors that came apart is off, where a third pressure of the loop can. */
export interface ThirdWitness {
  /** Place of the third channel of the `p`-th pair; -1: there is none. */
  thirdOf(p: number): number;
  /** Takes the pair's first sensor minus the third one. Asked about every ten seconds while all are healthy. */
  add(p: number, difference: number): void;
  /** The channel that went away from the third one, when the pair came apart by `shift` (first minus second); -1: unclear. */
  accuses(p: number, shift: number): number;
  readonly state: ThirdWitnessState;
}

/** An hour of looks, a day of hours, and the same smoothing as the pair's own. */
const blockLooks = 360;
const learnBlocks = 24;
const follow = 1 / 6;

/** The one that stayed did so within this share of what the two came apart by. */
const stayedShare = 0.3;

/** What they came apart by must stand out from the third one's own wander by this many standard deviations. */
const sigmas = 3;

export const newThirdWitnessState = (pairs: number): ThirdWitnessState => ({
  count: new Float64Array(pairs),
  sum: new Float64Array(pairs),
  blocks: new Float64Array(pairs),
  mean: new Float64Array(pairs),
  spread: new Float64Array(pairs),
  smooth: new Float64Array(pairs),
});

export function createThirdWitness(
  channels: readonly Channel[],
  pairs: readonly SensorPair[],
  state: ThirdWitnessState = newThirdWitnessState(pairs.length),
): ThirdWitness {
  const { count, sum, blocks, mean, spread, smooth } = state;
  // Pressures of one loop move together; temperatures and flows elsewhere need not.
  const thirds = pairs.map(({ a, b }) =>
    channels[a]!.role === "pressure"
      ? channels.findIndex(({ role, unit }, i) => role === "pressure" && unit === "kPa" && i !== a && i !== b)
      : -1,
  );

  return {
    state,
    thirdOf: (p) => thirds[p]!,
    add(p, difference) {
      if (Number.isNaN(difference)) return;
      count[p]! += 1;
      sum[p]! += difference;
      if (count[p]! < blockLooks) return;
      const level = sum[p]! / count[p]!;
      count[p] = 0;
      sum[p] = 0;
      const off = level - mean[p]!;
      if (blocks[p]! < learnBlocks) {
        blocks[p]! += 1;
        mean[p]! += off / blocks[p]!;
        spread[p]! += off * (level - mean[p]!);
      } else smooth[p]! += follow * (off - smooth[p]!);
    },
    accuses(p, shift) {
      if (blocks[p]! < learnBlocks) return -1;
      const sd = Math.sqrt(((spread[p]! / (blocks[p]! - 1)) * follow) / (2 - follow));
      const size = Math.abs(shift);
      if (!(size > sigmas * sd)) return -1;
      if (Math.abs(smooth[p]! - shift) <= stayedShare * size) return pairs[p]!.a;
      return Math.abs(smooth[p]!) <= stayedShare * size ? pairs[p]!.b : -1;
    },
  };
}
