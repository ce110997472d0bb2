import { type DurationMs, type EpochMs, minutes } from "../../../protocol/time.ts";
import type { LoopDetector } from "../detection/loop-detector.ts";

/** A channel whose noise never rests must stand this many times longer than its values usually do to be called still. */
const usualRuns = 30;
const leastMs: DurationMs = minutes(2);

/** Changes of value before anybody knows how long one usually stands. */
const leastChanges = 20;

/**
 * Since when each channel shows nothing of what happens in its loop: `-Infinity` for one that is out of use, the moment at
 * which its value stopped although its noise never let it rest before, `Infinity` for one that lives. A coarse sensor that
 * rests on one code lives.
 */
export function findStill(
  { loop, held }: Pick<LoopDetector, "loop" | "held">,
  atMs: EpochMs,
): readonly EpochMs[] {
  const { noise, held: rhythm } = held.state;
  return loop.channels.map((_, i) => {
    if (held.quality(i, atMs) === "bad") return Number.NEGATIVE_INFINITY;
    const moves = noise.blocks[i]! > 0 && noise.canRest[i] === 0 && rhythm.runs[i]! >= leastChanges;
    const sinceMs = held.sameSinceMs(i);
    const still = moves && atMs - sinceMs >= Math.max(leastMs, usualRuns * rhythm.runMs[i]!);
    return still ? sinceMs : Number.POSITIVE_INFINITY;
  });
}
