import { type EpochMs, minutes, seconds } from "../../../protocol/time.ts";
import type { Channel } from "../loop/loop.ts";
import { learnScatter, newScatterState, type ScatterState, scatterSd } from "./learned-scatter.ts";

/** What was predicted for each channel since its value last changed. */
export interface StuckWatchState {
  /** Who predicts: 0 nobody yet, 1 a sensor at the same place, 2 the loop's model; and when it last did. */
  readonly source: Float64Array;
  readonly sourceMs: Float64Array;
  /** Since when the value stands, and what was predicted then. */
  readonly anchorMs: Float64Array;
  readonly anchor: Float64Array;
  /** Mean of value minus prediction, and the scatter about it. */
  readonly offset: Float64Array;
  readonly errors: ScatterState;
  /** 1: stuck. Since when, and by how much it should have moved by now. */
  readonly stuck: Float64Array;
  readonly stuckSinceMs: Float64Array;
  readonly missed: Float64Array;
  /** Predictions in a row that a channel which was stuck has met again. */
  readonly met: Float64Array;
  /** By how much a value is usually late when it changes, by what it should show alone. */
  readonly late: ScatterState;
  /** What it was off from that when it was asked last, what it showed then and since when; its smallest change so far. */
  readonly alone: Float64Array;
  readonly aloneStood: Float64Array;
  readonly aloneMs: Float64Array;
  readonly code: Float64Array;
}

/** Finds values that stand still while the loop moves; a value that stands in a loop at rest is none. */
export interface StuckWatch {
  /** Takes what the `i`-th channel should show now. Asked about every ten seconds. */
  predict(i: number, atMs: EpochMs, prediction: Prediction): void;
  /**
   * Takes what the `i`-th channel should show now if nothing but what thermometers see had happened since it began to stand:
   * all sensors that could contradict it may be stuck with it. Asked as often.
   */
  expect(i: number, prediction: Omit<Prediction, "by">): void;
  /** True when nobody better than a sensor at the same place predicts the `i`-th channel. */
  lacksModel(i: number, atMs: EpochMs): boolean;
  readonly state: StuckWatchState;
}

/** What one channel should show, what stands for it, since when and for how long; `usualRunMs`: how long its values usually stand. */
export interface Prediction {
  readonly by: typeof bySibling | typeof byModel;
  value: number;
  standing: number;
  sinceMs: EpochMs;
  stoodMs: number;
  usualRunMs: number;
}
export const bySibling = 1;
export const byModel = 2;

/** The prediction must have moved by this many steps of the converter and this many usual errors. */
const stepsMoved = 3;
const errorsMoved = 6;

/** A value that changes often must stand at least this long, and this many times longer than usual. */
const leastRunMs = minutes(2);
const usualRuns = 5;

/** Predictions before the usual error is known: ten minutes of a model, which is learnt itself; an hour of a neighbour. */
const learntAfter = { [byModel]: 60, [bySibling]: 360 } as const;

/** A model that was not heard for this long predicts no more. */
const modelGoneAfterMs = seconds(60);

/** The offset follows with this many predictions in memory: six hours. */
const offsetMemory = 2000;

/** Predictions that a stuck channel has to meet again: one minute. */
const metAgain = 6;

export const newStuckWatchState = (places: number): StuckWatchState => ({
  source: new Float64Array(places),
  sourceMs: new Float64Array(places).fill(Number.NEGATIVE_INFINITY),
  anchorMs: new Float64Array(places).fill(Number.NaN),
  anchor: new Float64Array(places).fill(Number.NaN),
  offset: new Float64Array(places),
  errors: newScatterState(places),
  stuck: new Float64Array(places),
  stuckSinceMs: new Float64Array(places),
  missed: new Float64Array(places),
  met: new Float64Array(places),
  late: newScatterState(places),
  alone: new Float64Array(places).fill(Number.NaN),
  aloneStood: new Float64Array(places).fill(Number.NaN),
  code: new Float64Array(places).fill(Number.POSITIVE_INFINITY),
  aloneMs: new Float64Array(places).fill(Number.NaN),
});

export function createStuckWatch(
  channels: readonly Channel[],
  state: StuckWatchState = newStuckWatchState(channels.length),
): StuckWatch {
  const { source, sourceMs, anchorMs, anchor, offset, errors, stuck, stuckSinceMs, missed, met } = state;
  const { late, alone, aloneStood, aloneMs, code } = state;

  /** Another voice has another error: what was learnt of the one before says nothing. */
  const change = (i: number, by: number): void => {
    source[i] = by;
    anchorMs[i] = Number.NaN;
    offset[i] = 0;
    errors.count[i] = 0;
    errors.variance[i] = 0;
    errors.first[i] = Number.NaN;
  };

  const learn = (i: number, error: number): void => {
    offset[i]! += (error - offset[i]!) / Math.min(errors.count[i]! + 1, offsetMemory);
    learnScatter(errors, i, error - offset[i]!);
  };

  const begin = (i: number, sinceMs: EpochMs, moved: number): void => {
    stuck[i] = 1;
    stuckSinceMs[i] = sinceMs;
    missed[i] = moved;
    met[i] = 0;
  };

  return {
    state,
    expect(i, { value, standing, sinceMs, stoodMs, usualRunMs }) {
      if (stuck[i] === 1) {
        // With nobody to hold it against, one that moves again for a while is well.
        const isAlone = sinceMs + stoodMs - sourceMs[i]! > modelGoneAfterMs;
        if (isAlone) met[i] = sinceMs > stuckSinceMs[i]! ? met[i]! + 1 : 0;
        if (isAlone && met[i]! >= metAgain) stuck[i] = 0;
        return;
      }
      if (Number.isNaN(value + standing)) return;
      if (sinceMs !== aloneMs[i]) {
        const changed = Math.abs(standing - aloneStood[i]!);
        if (!Number.isNaN(alone[i]!)) learnScatter(late, i, alone[i]!);
        if (changed > 0) code[i] = Math.min(code[i]!, changed);
        aloneMs[i] = sinceMs;
        aloneStood[i] = standing;
      }
      alone[i] = value - standing;
      const step = Math.max(channels[i]!.step, code[i]!);
      const limit = Math.max(stepsMoved * step, errorsMoved * scatterSd(late, i));
      const still = stoodMs >= Math.max(leastRunMs, usualRuns * usualRunMs);
      if (late.count[i]! >= learntAfter[byModel] && still && limit > 0 && Math.abs(alone[i]!) > limit)
        begin(i, sinceMs, Math.abs(alone[i]!));
    },
    lacksModel: (i, atMs) => source[i] !== byModel || atMs - sourceMs[i]! > modelGoneAfterMs,
    predict(i, atMs, { by, value, standing, sinceMs, stoodMs, usualRunMs }) {
      if (Number.isNaN(value + standing)) return;
      if (source[i] !== by) change(i, by);
      sourceMs[i] = atMs;
      if (anchorMs[i] !== sinceMs) {
        anchorMs[i] = sinceMs;
        anchor[i] = value;
      }
      const error = standing - value;
      const limit = Math.max(stepsMoved * channels[i]!.step, errorsMoved * scatterSd(errors, i));
      const moved = value - anchor[i]!;
      const learnt = errors.count[i]! >= learntAfter[by];
      const still = stoodMs >= Math.max(leastRunMs, usualRuns * usualRunMs);
      if (stuck[i] === 1) {
        if (sinceMs === stuckSinceMs[i]) missed[i] = Math.max(missed[i]!, Math.abs(moved));
        met[i] = sinceMs > stuckSinceMs[i]! && Math.abs(error - offset[i]!) <= limit ? met[i]! + 1 : 0;
        if (met[i]! >= metAgain) stuck[i] = 0;
        return;
      }
      if (learnt && still && limit > 0 && Math.abs(moved) > limit) {
        begin(i, sinceMs, Math.abs(moved));
        return;
      }
      // A value that stands for longer than it ever does would teach its own error.
      if (!(learnt && still)) learn(i, error);
    },
  };
}
