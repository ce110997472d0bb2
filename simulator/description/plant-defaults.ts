import type { MakeUpDescription, PumpDescription, SegmentDescription } from "./plant-description.ts";
import type { MakeUpShape, PumpShape, SegmentShape } from "./plant-shapes.ts";

/** Wall of an aluminium tube, and the heat that a cubic metre of aluminium takes up, J/(m3 K). */
const wallMm = 1;
const aluminiumJPerM3K = 2700 * 900;

/** Coolant to wall in turbulent flow, W/(m2 K): the low end for oils and hydrocarbons. A judgement. */
const filmWPerM2K = 300;

/** Shut-off head of a centrifugal pump relative to its head at the nominal point. Textbook curves: 1.15 to 1.4. */
const usualShutOffShare = 1.3;

/** Completes a segment: wall and heat path of an aluminium tube of its bore, friction by volume. */
export function toSegment(shape: SegmentShape): SegmentDescription {
  const { volumeL, boreMm } = shape;
  const metalL = (volumeL * ((boreMm + 2 * wallMm) ** 2 - boreMm ** 2)) / boreMm ** 2;
  const surfaceM2 = (4 * volumeL) / boreMm;
  return {
    ...shape,
    wallJPerK: shape.wallJPerK ?? metalL * 1e-3 * aluminiumJPerM3K,
    wallWPerK: shape.wallWPerK ?? surfaceM2 * filmWPerM2K,
    friction: shape.friction ?? volumeL,
  };
}

/** Completes a pump: its curve ends at 1.3 times the nominal head. */
export const toPump = (shape: PumpShape): PumpDescription => ({
  ...shape,
  shutOffHeadKpa: shape.shutOffHeadKpa ?? usualShutOffShare * shape.headKpa,
});

/** Completes a make-up pump: what it feeds in is as warm as the plant's reference. */
export const toMakeUp = (shape: MakeUpShape, referenceC: number): MakeUpDescription | null =>
  shape === null ? null : { ...shape, tempC: shape.tempC ?? referenceC };
