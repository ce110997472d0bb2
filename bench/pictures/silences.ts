import { type DurationMs, type EpochMs, seconds } from "../../protocol/time.ts";

/** A time in which nothing arrived. */
export interface Silence {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

/** Shorter ones are the pauses of sensors that report on change: incidents of the station's recordings begin here. */
const shortestSilenceMs: DurationMs = seconds(15);

/** Watches arrivals, in their order, for silences. */
export interface SilenceWatch {
  takeArrival(arrivesMs: EpochMs): void;
  readonly silences: readonly Silence[];
}

/** The silence before the first arrival does not count: nobody was listening yet. */
export function createSilenceWatch(): SilenceWatch {
  const silences: Silence[] = [];
  let lastMs = Number.NaN;
  return {
    silences,
    takeArrival(arrivesMs) {
      if (arrivesMs - lastMs > shortestSilenceMs) silences.push({ fromMs: lastMs, toMs: arrivesMs });
      lastMs = arrivesMs;
    },
  };
}
