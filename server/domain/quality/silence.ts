import { days, seconds } from "../../../protocol/time.ts";
import type { Channel } from "../loop/loop.ts";
import type { HeldSamplesState } from "./held-samples.ts";

/** Nobody is told of a shorter silence of one channel: handovers last 15 to 30 s, and others are heard a little before. */
const leastQuietMs = seconds(90);

/** A periodic channel misses one reading now and then, ten in a row only when it is gone. */
const missedReadings = 10;
const leastMissed = 3;

/** What is called periodic may have pauses all the same; they count up to so many usual intervals. */
const longestPauses = 3;
const mostPauses = 100;

/** A channel that reports changes may rest for hours: only more than a day, and much more than ever, is news. */
const longestRests = 4;
const leastRestMs = days(1);

/** Intervals that must have been seen before they say what is usual. */
const learntAfter = 100;

/**
 * A channel that reports changes and never rested for longer than a minute of its readings in many of them has a noise of
 * its own that moves it; when it rests much longer, it is not received.
 */
const restlessChanges = 1000;
const restlessReadings = 60;
const restlessLeastMs = seconds(300);
const restlessRests = 4;

/** True when the noise of a channel that only reports changes moves it all the time. */
const isRestless = (held: HeldSamplesState, i: number): boolean =>
  held.intervals[i]! >= restlessChanges &&
  held.longestMs[i]! <= restlessReadings * Math.max(seconds(1), held.shortestMs[i]!);

/** Longest silence of the `i`-th channel, ms, while others are heard, before it counts as not received. */
export function mostQuietMs(held: HeldSamplesState, { reporting, maxAgeMs }: Channel, i: number): number {
  const learnt = held.intervals[i]! >= learntAfter;
  if (reporting === "on-change" && isRestless(held, i))
    return Math.max(restlessLeastMs, restlessRests * held.longestMs[i]!);
  if (reporting === "on-change") return Math.max(leastRestMs, maxAgeMs, longestRests * held.longestMs[i]!);
  const interval = held.intervalMs[i]!;
  if (!learnt) return Math.max(leastQuietMs, maxAgeMs);
  const pauseMs = Math.min(longestPauses * held.longestMs[i]!, mostPauses * interval);
  return Math.max(
    leastQuietMs,
    leastMissed * interval,
    Math.min(missedReadings * interval, maxAgeMs),
    pauseMs,
  );
}
