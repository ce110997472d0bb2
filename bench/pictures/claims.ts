import type { DurationMs } from "../../protocol/time.ts";
import type { Between, StoryMeasure } from "./measure.ts";

/** A claim of a scenario's card that can be measured. */
export interface MeasuredClaim {
  /** Words that only this claim of the card has. */
  readonly words: string;
  /** Of which variant of the story the claim speaks; `null`: of the story as written. */
  readonly variant: string | null;
  create(): StoryMeasure;
}

/** Claims that a run answers with a figure, by scenario. A claim may have more than one figure. */
export type ClaimsByScenario = Readonly<Record<string, readonly MeasuredClaim[]>>;

/** Measured in the story as written. */
export const told = (words: string, create: () => StoryMeasure): MeasuredClaim => ({
  words,
  variant: null,
  create,
});

/** Measured in a variant of the story. */
export const varied = (variant: string, words: string, create: () => StoryMeasure): MeasuredClaim => ({
  words,
  variant,
  create,
});

/** Spans from the story's event, as they are written in cards. */
export const between = (fromMs: DurationMs, toMs: DurationMs): Between => ({
  fromS: fromMs / 1000,
  toS: toMs / 1000,
});

/** One revolution of the station, as recorded telemetry shows it. */
export const orbitS = 92.9 * 60;

/** From the event to the same place in the orbit, where its swing takes no part in a change. */
export const oneOrbit: Between = { fromS: 0, toS: orbitS };

/** Whole revolutions, close to a day: over them the orbit's swing leaves no slope. */
export const dayOfOrbits: Between = { fromS: 0, toS: 15 * orbitS };
