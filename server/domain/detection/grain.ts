/** Mean over ten seconds: the grain of which every longer block is made. */
export interface Grain {
  /** Which ten seconds: floor(epoch seconds / 10). */
  readonly index: number;
  readonly inventoryL: number;
  /** What the sensor itself showed, in its unit. */
  readonly reading: number;
  readonly tempC: number;
  /** What the compensation says against itself: `errorL` and `strangeL` of `compensation.ts`. */
  readonly errorL: number;
  readonly strangeL: number;
  /** Temperatures and their lags, as the compensation knows them. May be reused by the caller. */
  readonly features: Float64Array;
}

/** Length of a grain, seconds. */
export const grainS = 10;

/** What was measured when a loss began, as the scale that found it saw it. */
export interface Onset {
  readonly atS: number;
  readonly inventoryL: number;
  /** What the sensor itself showed, in its unit. */
  readonly reading: number;
  readonly tempC: number;
  /** Block length of the scale, seconds. */
  readonly scaleS: number;
}
