import type { LoopId } from "./ids.ts";
import type { DurationMs, EpochMs } from "./time.ts";

/** What the detector can say about a loop at this moment. Not enough evidence is not "no leak". */
export type DetectionState =
  | { readonly kind: "no-data" }
  /** Learning what healthy looks like; `progress` 0..1. Only losses far beyond any thermal movement are called. */
  | { readonly kind: "learning"; readonly progress: number; readonly reason: string }
  /** Calibrated, nothing accumulating. `smallestKgPerH`: the leak that would be found within ten minutes. */
  | { readonly kind: "watching"; readonly smallestKgPerH: number | null }
  /** Evidence of a loss is accumulating but does not yet beat its rivals; `strength` 0..1 of the threshold. */
  | { readonly kind: "suspicious"; readonly strength: number }
  /** A leak is annunciated. */
  | { readonly kind: "leaking" }
  /** Channels needed for an answer are missing or disagree. */
  | { readonly kind: "unknown"; readonly reason: string };

/** Quantiles of a span; `null` where no finite answer exists (the rate may be zero). */
export interface TimeLeft {
  readonly p05Ms: DurationMs | null;
  readonly p50Ms: DurationMs | null;
  readonly p95Ms: DurationMs | null;
}

/** What is known of a loop's coolant at one moment of source time. */
export interface LoopEstimate {
  readonly loopId: LoopId;
  readonly atMs: EpochMs;
  readonly detection: DetectionState;
  /** Coolant referred to the reference temperature, litres, with its standard deviation. */
  readonly inventoryL: number | null;
  readonly inventorySdL: number | null;
  /** The accumulator is empty: pressure no longer tells the inventory, which is at most this. */
  readonly bottomedOut: boolean;
  /** Present only while a leak is annunciated. */
  readonly leakKgPerH: number | null;
  readonly leakSdKgPerH: number | null;
  /** Lost since the leak began, litres at the reference temperature. */
  readonly lostL: number | null;
  /** Until the minimum inventory; `null` while no leak is annunciated. */
  readonly timeLeft: TimeLeft | null;
}
