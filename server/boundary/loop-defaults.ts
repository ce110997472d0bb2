import type { AssumedPart } from "../../protocol/telemetry.ts";
import type { Accumulator, Loop } from "../domain/loop/loop.ts";
import type { ChannelShape, LoopShape } from "./config-shape.ts";

/** What the configuration says of a loop's coolant and accumulator, completed by what had to be assumed. */
export type LoopContents = Pick<
  Loop,
  "coolant" | "chargeL" | "referencePressureKpa" | "accumulator" | "assumed"
>;

/** Most pumped loops carry water or a mixture with it; what a mixture expands more is learnt with the temperatures. */
const usualCoolant = "water";

/** Between a laboratory's 10 L and a building's 1000 L. Shares of the charge are right all the same. */
const usualChargeL = 100;

/** An accumulator takes up the expansion of the charge over some 50 K, about 2 %, and has a reserve: a fifth, half gas. */
const accumulatorShare = 0.2;
const gasShare = 0.5;

/** Closed water loops are filled to one bar above the surroundings, kPa absolute. */
const usualPressureKpa = 200;

/**
 * Fills in what a loop's owner left out and names it, so that litres and rates can be shown as rough. What is left out
 * follows from what is there: a charge from the accumulator, an accumulator from the charge, a reference pressure from
 * the middle of a pressure channel's range.
 */
export function completeLoop(shape: LoopShape): LoopContents {
  const chargeL =
    shape.chargeL ??
    (shape.accumulator === undefined ? usualChargeL : shape.accumulator.volumeL / accumulatorShare);
  const parts: readonly AssumedPart[] = ["coolant", "chargeL", "referencePressureKpa", "accumulator"];
  return {
    coolant: shape.coolant ?? usualCoolant,
    chargeL,
    referencePressureKpa: shape.referencePressureKpa ?? toReferencePressure(shape.channels),
    accumulator: shape.accumulator ?? toAccumulator(chargeL),
    assumed: parts.filter((part) => shape[part] === undefined),
  };
}

function toAccumulator(chargeL: number): Accumulator {
  const volumeL = accumulatorShare * chargeL;
  return { volumeL, gasL: gasShare * volumeL };
}

function toReferencePressure(channels: readonly ChannelShape[]): number {
  const range = channels.find((channel) => channel.role === "pressure" && channel.range !== undefined)?.range;
  const middleKpa = range === undefined ? usualPressureKpa : (range.low + range.high) / 2;
  // A range around nought is a mistake that is told elsewhere, or a gauge pressure; neither is a working pressure.
  return middleKpa > 0 ? middleKpa : usualPressureKpa;
}
