import type { SenderCounters } from "./sender.ts";

/** Keeps a sender's counters, so that nothing leaves it without being counted. */
export interface Tally {
  sent(points: number): void;
  acknowledged(points: number): void;
  retried(points: number): void;
  rejected(points: number): void;
  counters(): SenderCounters;
}

/** Starts at zero. What is neither acknowledged nor rejected is queued: the sums close by construction. */
export function createTally(): Tally {
  let sent = 0;
  let acknowledged = 0;
  let retried = 0;
  let rejected = 0;
  return {
    sent(points) {
      sent += points;
    },
    acknowledged(points) {
      acknowledged += points;
    },
    retried(points) {
      retried += points;
    },
    rejected(points) {
      rejected += points;
    },
    counters: () => ({ sent, acknowledged, retried, rejected, queued: sent - acknowledged - rejected }),
  };
}

/** Lines in a text of whole lines, each ended by a newline. */
export function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}
