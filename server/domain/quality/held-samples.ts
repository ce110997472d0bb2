import type { EpochMs } from "../../../protocol/time.ts";

/** When no channel of a loop was heard for this long, the link was lost. Real handovers last 15 to 30 s. */
export const linkLostAfterMs = 60_000;

/** Newest samples of a loop's channels, and their rhythm. Columns have one place for each channel. */
export interface HeldSamplesState {
  /** Value that stands; `NaN` before the first. */
  readonly value: Float64Array;
  /** Source time at which it was first shown; `-Infinity` before. */
  readonly sinceMs: Float64Array;
  /** Source time of the newest sample, also of one that is held back; `-Infinity` before the first. */
  readonly heardMs: Float64Array;
  /** Intervals between samples of a channel while the link was up: how many, their mean, shortest and longest, ms. */
  readonly intervals: Float64Array;
  readonly intervalMs: Float64Array;
  readonly shortestMs: Float64Array;
  readonly longestMs: Float64Array;
  /** How long a value usually stands before it changes, ms, and how many changes said so. */
  readonly runs: Float64Array;
  readonly runMs: Float64Array;
  /** Newest source time of any channel, and when the link last came back. */
  newestMs: number;
  backSinceMs: number;
}

/** Rhythms follow the last samples with this many of them in memory. */
const rhythmMemory = 200;

export const newHeldSamplesState = (places: number): HeldSamplesState => ({
  value: new Float64Array(places).fill(Number.NaN),
  sinceMs: new Float64Array(places).fill(Number.NEGATIVE_INFINITY),
  heardMs: new Float64Array(places).fill(Number.NEGATIVE_INFINITY),
  intervals: new Float64Array(places),
  intervalMs: new Float64Array(places),
  shortestMs: new Float64Array(places).fill(Number.POSITIVE_INFINITY),
  longestMs: new Float64Array(places),
  runs: new Float64Array(places),
  runMs: new Float64Array(places),
  newestMs: Number.NEGATIVE_INFINITY,
  backSinceMs: Number.NEGATIVE_INFINITY,
});

/** Notes that the `i`-th channel was heard. Returns ms since its sample before; `NaN` for the first and after a gap. */
export function hearChannel(state: HeldSamplesState, i: number, atMs: EpochMs): number {
  const lost = atMs - state.newestMs > linkLostAfterMs;
  if (lost) state.backSinceMs = atMs;
  const before = state.heardMs[i]!;
  state.heardMs[i] = atMs;
  if (atMs > state.newestMs) state.newestMs = atMs;
  if (before === Number.NEGATIVE_INFINITY || before < state.backSinceMs) return Number.NaN;
  const ms = atMs - before;
  if (ms <= 0) return ms;
  state.intervals[i]! += 1;
  state.intervalMs[i]! += (ms - state.intervalMs[i]!) / Math.min(state.intervals[i]!, rhythmMemory);
  if (ms < state.shortestMs[i]!) state.shortestMs[i] = ms;
  if (ms > state.longestMs[i]!) state.longestMs[i] = ms;
  return ms;
}

/** Lets `value` stand for the `i`-th channel. */
export function letStand(state: HeldSamplesState, i: number, atMs: EpochMs, value: number): void {
  if (state.value[i] === value) return;
  const ms = atMs - state.sinceMs[i]!;
  if (state.sinceMs[i]! >= state.backSinceMs && ms > 0) {
    state.runs[i]! += 1;
    state.runMs[i]! += (ms - state.runMs[i]!) / Math.min(state.runs[i]!, rhythmMemory);
  }
  state.value[i] = value;
  state.sinceMs[i] = atMs;
}

/** For how long the `i`-th channel was silent while others of the loop were heard, ms. */
export const quietMs = (state: HeldSamplesState, i: number): number =>
  state.newestMs - Math.max(state.heardMs[i]!, state.backSinceMs);
