import type { EpochMs } from "../../../protocol/time.ts";
import type { Channel } from "../loop/loop.ts";
import { boxesOf, type DataPathState, newDataPathState } from "./data-path.ts";
import { type FaultBookState, newFaultBookState } from "./fault-book.ts";
import { type HeldSamplesState, newHeldSamplesState } from "./held-samples.ts";
import { type NoiseWatchState, newNoiseWatchState } from "./noise-watch.ts";
import { newRedundancyState, pairsOf, type RedundancyState } from "./redundancy.ts";
import { newSaturationState, type SaturationState } from "./saturation-watch.ts";
import { newSpikeGateState, type SpikeGateState } from "./spike-gate.ts";
import { newStuckWatchState, type StuckWatchState } from "./stuck-watch.ts";
import { newThirdWitnessState, type ThirdWitnessState } from "./third-witness.ts";

/** All that is known of the channels of one loop: plain data. */
export interface ChannelHealthState {
  readonly held: HeldSamplesState;
  readonly gate: SpikeGateState;
  readonly noise: NoiseWatchState;
  readonly stuck: StuckWatchState;
  readonly saturation: SaturationState;
  readonly dataPath: DataPathState;
  readonly redundancy: RedundancyState;
  readonly third: ThirdWitnessState;
  readonly sensorBook: FaultBookState;
  readonly dataPathBook: FaultBookState;
  /** Time of the last evaluation, and of the last look at redundant sensors. */
  atMs: EpochMs;
  lookedMs: EpochMs;
}

export function newChannelHealthState(channels: readonly Channel[]): ChannelHealthState {
  const places = channels.length;
  return {
    held: newHeldSamplesState(places),
    gate: newSpikeGateState(places),
    noise: newNoiseWatchState(places),
    stuck: newStuckWatchState(places),
    saturation: newSaturationState(places),
    dataPath: newDataPathState(places, boxesOf(channels).length),
    redundancy: newRedundancyState(pairsOf(channels).length),
    third: newThirdWitnessState(pairsOf(channels).length),
    sensorBook: newFaultBookState(places),
    dataPathBook: newFaultBookState(places),
    atMs: Number.NEGATIVE_INFINITY,
    lookedMs: Number.NEGATIVE_INFINITY,
  };
}
