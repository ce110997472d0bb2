import type { Sender } from "./sender.ts";
import { createTally } from "./tally.ts";

/** Takes everything at once and keeps nothing: for benches, where the other side must not be the limit. */
export function createNullSender<Batch>(countPoints: (batch: Batch) => number): Sender<Batch> {
  const tally = createTally();
  return {
    hasRoom: () => true,
    send(batch) {
      const points = countPoints(batch);
      tally.sent(points);
      tally.acknowledged(points);
    },
    counters: () => tally.counters(),
    whenIdle: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
