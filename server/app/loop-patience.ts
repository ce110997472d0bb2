import { type DurationMs, seconds } from "../../protocol/time.ts";
import type { Loop } from "../domain/loop/loop.ts";

/** Added to the longest silence of the most talkative channel before the loop as a whole is called silent. */
const silenceGraceMs: DurationMs = seconds(5);

/** A loop of which nothing is heard for longer is called silent. */
export const toPatienceMs = (loop: Loop): DurationMs =>
  Math.min(...loop.channels.map((channel) => channel.maxAgeMs)) + silenceGraceMs;
