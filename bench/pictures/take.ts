import type { EpochMs } from "../../protocol/time.ts";
import type { PlantTruth } from "../../simulator/plant/plant-api.ts";
import type { Frame } from "../../simulator/timing/frame.ts";
import { type Buckets, createBuckets } from "./buckets.ts";

/** What a picture shows, from when to when. */
export interface View {
  /** Behind the scenario's id in the file's name; empty for the whole story. */
  readonly suffix: string;
  readonly title: string;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

/** True quantities that are drawn. */
export const truthNames = ["pressureKpa", "bulkTempC", "accumulatorLiquidL", "inventoryL"] as const;
export type TruthName = (typeof truthNames)[number];

/** What was taken of a story for one view: readings by channel as they were sent, and the truth. */
export interface Take {
  readonly view: View;
  readonly readings: readonly Buckets[];
  readonly truth: Readonly<Record<TruthName, Buckets>>;
  takeTruth(atMs: EpochMs, truth: PlantTruth): void;
  takeFrame(frame: Frame): void;
}

/** Collects for one view; what lies outside of it is passed over. */
export function createTake(view: View, channelCount: number): Take {
  const create = (): Buckets => createBuckets(view.fromMs, view.toMs);
  const truth: Take["truth"] = {
    pressureKpa: create(),
    bulkTempC: create(),
    accumulatorLiquidL: create(),
    inventoryL: create(),
  };
  const readings = Array.from({ length: channelCount }, create);
  const isWithin = (atMs: EpochMs): boolean => atMs >= view.fromMs && atMs <= view.toMs;
  return {
    view,
    readings,
    truth,
    takeTruth(atMs, now) {
      if (!isWithin(atMs)) return;
      for (const name of truthNames) truth[name].add(atMs, now[name]);
    },
    takeFrame({ sourceMs, values }) {
      if (!isWithin(sourceMs)) return;
      for (let i = 0; i < channelCount; i++) readings[i]?.add(sourceMs, values[i] ?? Number.NaN);
    },
  };
}
