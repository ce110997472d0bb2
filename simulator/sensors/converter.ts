import type { SensorDescription } from "../description/sensor-description.ts";

/** What is shown for a value: within the range and a whole number of steps. NaN stays NaN. */
export type Converter = (value: number) => number;

/**
 * Clamps to the range and rounds to the nearest code that lies within it; a sensor without steps is clamped only. A
 * range that holds no code shows its nearest one.
 */
export function createConverter({ step, low, high }: SensorDescription): Converter {
  if (!(step > 0)) return (value) => Math.min(high, Math.max(low, value)) + 0;
  // A millionth of a step forgives the rounding of a range written as a whole number of steps.
  const lowestCode = Math.ceil(low / step - 1e-6);
  const highestCode = Math.floor(high / step + 1e-6);
  // Adding zero turns a code of minus zero into zero, which reads as one value and not as two.
  return (value) => Math.min(highestCode, Math.max(lowestCode, Math.round(value / step))) * step + 0;
}

/** The converter of a wetness sensor: a switch that knows wet, dry and a broken cable. NaN stays NaN. */
export function toWetness(value: number): number {
  if (Number.isNaN(value)) return value;
  if (value <= -0.5) return cableBroken;
  return value >= 0.5 ? wet : dry;
}

/** Readings of a wetness sensor. */
export const wet = 1;
export const dry = 0;
export const cableBroken = -1;
