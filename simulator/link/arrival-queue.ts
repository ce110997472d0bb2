import type { EpochMs } from "../../protocol/time.ts";
import type { Arrival } from "../timing/frame.ts";

/** What is on its way, by time of arrival; what arrives together keeps the order in which it was put in. */
export interface ArrivalQueue {
  put(arrival: Arrival): void;
  /** Takes out all that arrives up to and including this time. */
  takeUntil(atMs: EpochMs): readonly Arrival[];
}

/** An ordered list filled from its end: nearly everything that is put in arrives last of all. */
export function createArrivalQueue(): ArrivalQueue {
  const waiting: Arrival[] = [];
  return {
    put(arrival) {
      let index = waiting.length;
      while (index > 0 && waiting[index - 1]!.arrivesMs > arrival.arrivesMs) index -= 1;
      waiting.splice(index, 0, arrival);
    },
    takeUntil(atMs) {
      let count = 0;
      while (count < waiting.length && waiting[count]!.arrivesMs <= atMs) count += 1;
      return waiting.splice(0, count);
    },
  };
}
