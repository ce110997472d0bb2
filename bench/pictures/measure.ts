import { toReadable } from "../../protocol/units.ts";
import type { PlantTruth } from "../../simulator/plant/plant-api.ts";
import type { Frame } from "../../simulator/story/frame.ts";

/** Watches a story as it runs and answers one figure. Times in seconds from the story's event, by the plant's clock. */
export interface StoryMeasure {
  takeTruth?(atS: number, truth: PlantTruth): void;
  takeFrame?(atS: number, frame: Frame, channels: readonly string[]): void;
  takeArrival?(arrivesS: number): void;
  /** The figure with its unit, for people; says so when the story did not come that far. */
  read(): string;
}

/** From when to when, seconds from the event. */
export interface Between {
  readonly fromS: number;
  readonly toS: number;
}

/** Both ends count. */
export const isWithin = (atS: number, { fromS, toS }: Between): boolean => atS >= fromS && atS <= toS;

/** What a measure answers when there was nothing to measure. */
export const notSeen = "not in this story";

/** Running mean; NaN before the first value. */
export function createMean() {
  let sum = 0;
  let count = 0;
  return {
    add(value: number): void {
      sum += value;
      count += 1;
    },
    read: (): number => (count === 0 ? Number.NaN : sum / count),
  };
}

/** A figure and its unit; without a unit it is a count. */
export function toFigure(value: number, unit: string): string {
  if (!Number.isFinite(value)) return notSeen;
  return unit === "" ? String(Math.round(value)) : `${toReadable(value)} ${unit}`;
}

/** The same with its sign. */
export const toSigned = (value: number, unit: string): string =>
  Number.isFinite(value) ? `${value > 0 ? "+" : ""}${toFigure(value, unit)}`.replace("-", "−") : notSeen;
