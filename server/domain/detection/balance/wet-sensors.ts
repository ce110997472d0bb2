import type { EpochMs } from "../../../../protocol/time.ts";

/** A leak rope, tray or float of a loop. */
export interface WetSensor {
  readonly name: string;
  /** Controller or gateway that reads it; `null` when nobody said. */
  readonly box: string | null;
}

/** One evaluation; the record is reused by the caller. */
export interface WetInput {
  atMs: EpochMs;
  /** Per sensor: 1 wet, 0 dry, below 0 a broken cable, `NaN` not usable now. */
  values: Float64Array;
  /** Inventory, pressure or make-up tell of a loss, too. */
  lossAgrees: boolean;
}

/** Everything that is known of the sensors; times are `NaN` while it is not so. */
export interface WetState {
  /** What each shows, and since when; it counts when it has stood for the debounce. */
  readonly shown: Float64Array;
  readonly shownSinceMs: Float64Array;
  readonly wetSinceMs: Float64Array;
  readonly brokenSinceMs: Float64Array;
  atMs: EpochMs;
  lossAgrees: boolean;
}

/** How the sensors stand together. */
export type WetKind = "dry" | "one wet" | "several wet" | "broken";

export interface WetSensors {
  readonly sensors: readonly WetSensor[];
  readonly state: WetState;
  step(input: WetInput): void;
  /** Wet beats broken: a broken cable beside a wet rope changes nothing about the water. */
  readonly kind: WetKind;
  /** Since when, source time: the first wet one, else the first broken one; `null` when all are dry and whole. */
  readonly sinceMs: EpochMs | null;
}

/** A reading counts when it has stood this long: drops, plugs and relays bounce. SONiC and rope panels: 0.5 to 5 s. */
export const debounceMs = 2000;

export const newWetState = (sensors: readonly WetSensor[]): WetState => ({
  shown: new Float64Array(sensors.length).fill(Number.NaN),
  shownSinceMs: new Float64Array(sensors.length).fill(Number.NaN),
  wetSinceMs: new Float64Array(sensors.length).fill(Number.NaN),
  brokenSinceMs: new Float64Array(sensors.length).fill(Number.NaN),
  atMs: Number.NEGATIVE_INFINITY,
  lossAgrees: false,
});

/** Wetness as a sensor shows it: any value from a half on is wet (some panels count up to 2), below 0 is a break. */
const toShown = (value: number): number => (value < 0 ? -1 : value >= 0.5 ? 1 : 0);

/** Number of entries that are a time. */
export function countSet(timesMs: Float64Array): number {
  let count = 0;
  for (const ms of timesMs) if (!Number.isNaN(ms)) count += 1;
  return count;
}

/** Earliest of the times; `NaN` when none is set. */
export function earliest(timesMs: Float64Array): number {
  let first = Number.NaN;
  for (const ms of timesMs) if (!Number.isNaN(ms) && !(ms >= first)) first = ms;
  return first;
}

/**
 * Debounces leak ropes and trays. Silence keeps what was known, and so does a cable that breaks while it is wet: neither
 * says that the floor has dried.
 */
export function createWetSensors(
  sensors: readonly WetSensor[],
  state: WetState = newWetState(sensors),
): WetSensors {
  const settle = (i: number): void => {
    const sinceMs = state.shownSinceMs[i]!;
    const shown = state.shown[i]!;
    if (shown > 0) {
      if (Number.isNaN(state.wetSinceMs[i]!)) state.wetSinceMs[i] = sinceMs;
    } else if (shown === 0) state.wetSinceMs[i] = Number.NaN;
    if (shown >= 0) state.brokenSinceMs[i] = Number.NaN;
    else if (Number.isNaN(state.brokenSinceMs[i]!)) state.brokenSinceMs[i] = sinceMs;
  };

  return {
    sensors,
    state,
    step(input) {
      state.atMs = input.atMs;
      state.lossAgrees = input.lossAgrees;
      for (let i = 0; i < sensors.length; i++) {
        const value = input.values[i]!;
        if (Number.isNaN(value)) continue;
        const shown = toShown(value);
        if (shown !== state.shown[i]) {
          state.shown[i] = shown;
          state.shownSinceMs[i] = input.atMs;
        }
        if (input.atMs - state.shownSinceMs[i]! >= debounceMs) settle(i);
      }
    },
    get kind() {
      const wet = countSet(state.wetSinceMs);
      if (wet > 0) return wet > 1 ? "several wet" : "one wet";
      return countSet(state.brokenSinceMs) > 0 ? "broken" : "dry";
    },
    get sinceMs() {
      const wetMs = earliest(state.wetSinceMs);
      const ms = Number.isNaN(wetMs) ? earliest(state.brokenSinceMs) : wetMs;
      return Number.isNaN(ms) ? null : ms;
    },
  };
}
