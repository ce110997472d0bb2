import { toReadable } from "../../protocol/units.ts";
import type { PlantTruth } from "../../simulator/plant/plant-api.ts";
import type { Frame } from "../../simulator/timing/frame.ts";

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

/** Digits behind the point below which a figure of a story is nothing but the noise of its plant. */
const finestDecimals = 3;

/** A figure and its unit; without a unit it is a count. */
export function toFigure(value: number, unit: string): string {
  if (!Number.isFinite(value)) return notSeen;
  const rounded = Number(value.toFixed(finestDecimals));
  if (unit === "" || rounded === 0) return `${Math.round(value)} ${unit}`.trimEnd().replace("-0", "0");
  return `${Math.abs(rounded) < 0.1 ? rounded : toReadable(value)} ${unit}`;
}

/** The same with its sign. */
export function toSigned(value: number, unit: string): string {
  const figure = toFigure(value, unit);
  return Number.parseFloat(figure) > 0 ? `+${figure}` : figure.replace("-", "−");
}

/** A time as cards give it: 41 s, 8.0 min, 3.4 h, 2.5 d. */
export function toTime(atS: number): string {
  if (atS < 120) return `${Math.round(atS)} s`;
  if (atS < 7200) return `${(atS / 60).toFixed(1)} min`;
  return atS < 172_800 ? `${(atS / 3600).toFixed(1)} h` : `${(atS / 86_400).toFixed(1)} d`;
}

/** The same measure with words before its figure, for a claim that has more than one. */
export const named = (words: string, measure: StoryMeasure): StoryMeasure => ({
  ...measure,
  read: () => `${words} ${measure.read()}`,
});
