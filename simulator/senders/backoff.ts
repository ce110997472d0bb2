import type { DurationMs } from "../../protocol/time.ts";
import type { Random } from "../random.ts";

const firstMs: DurationMs = 250;
const longestMs: DurationMs = 10_000;

/** For failures that a person must mend (a password, a missing database): soon enough after that, and quiet until then. */
export const slowRetryMs: DurationMs = 30_000;

/**
 * How long to wait after so many failures in a row (the first is 1): twice as long each time, up to ten seconds, half
 * of it by chance, so that a hundred senders do not all knock in the moment a server is back.
 */
export function toBackoff(failuresInARow: number, random: Random): DurationMs {
  const fullMs = Math.min(longestMs, firstMs * 2 ** (failuresInARow - 1));
  return Math.round(fullMs * (0.5 + 0.5 * random.uniform()));
}
