import { seconds } from "../../../protocol/time.ts";
import type { Channel } from "../loop/loop.ts";
import type { HeldSamplesState } from "./held-samples.ts";

/** Nobody is told of a shorter silence of one channel: handovers last 15 to 30 s, and others are heard a little before. */
const leastQuietMs = seconds(90);

/** A periodic channel misses one reading now and then, ten in a row only when it is gone. */
const missedReadings = 10;
const leastMissed = 3;

/** A channel that reports changes may rest; three times its longest rest so far is more than that. */
const longestRests = 3;

/** Intervals that must have been seen before they say what is usual. */
const learntAfter = 20;

/** Longest silence of the `i`-th channel, ms, while others are heard, before it counts as not received. */
export function mostQuietMs(held: HeldSamplesState, { reporting, maxAgeMs }: Channel, i: number): number {
  const learnt = held.intervals[i]! >= learntAfter;
  if (reporting === "on-change")
    return Math.max(leastQuietMs, maxAgeMs, learnt ? longestRests * held.longestMs[i]! : 0);
  const interval = held.intervalMs[i]!;
  if (!learnt) return Math.max(leastQuietMs, maxAgeMs);
  return Math.max(leastQuietMs, leastMissed * interval, Math.min(missedReadings * interval, maxAgeMs));
}
