import type { Channel } from "../loop/loop.ts";

/** Noise of each channel, block by block. */
export interface NoiseWatchState {
  /** The two values before, `NaN` after a gap. */
  readonly last: Float64Array;
  readonly beforeLast: Float64Array;
  /** Of the block that fills: values and sum of squared second differences. */
  readonly count: Float64Array;
  readonly squares: Float64Array;
  /** Blocks learnt from, mean and sum of squares of the logarithm of their mean square; its mean when learning ended. */
  readonly blocks: Float64Array;
  readonly mean: Float64Array;
  readonly spread: Float64Array;
  readonly firstMean: Float64Array;
  /** 1: some healthy block had no noise at all, so that its absence says nothing. */
  readonly canRest: Float64Array;
  /** Blocks in a row that were too loud (above 0) or too quiet (below 0). */
  readonly odd: Float64Array;
  /** Variance now as a multiple of the healthy one. */
  readonly ratio: Float64Array;
}

/** Watches the noise that a sensor shows: much more or much less of it than ever says that the sensor changed. */
export interface NoiseWatch {
  /** Takes the `i`-th channel's value on its even grid. */
  add(i: number, value: number): void;
  /** A gap: differences begin anew. */
  interrupt(i: number): void;
  /** 1 too loud, -1 too quiet, 0 as ever or not yet known. */
  verdict(i: number): number;
  readonly state: NoiseWatchState;
}

/** Values in a block: a minute of readings, or five minutes of one that only reports changes and often rests. */
const periodicBlock = 64;
const onChangeBlock = 300;

/** Blocks to learn from: a quarter of an hour of readings; two hours, more than an orbit, of changes. */
const periodicBlocks = 14;
const onChangeBlocks = 24;

/** Beyond this many standard deviations of the healthy logarithm, and this factor of variance, it is another noise. */
const oddSigmas = 6;
const oddFactor = Math.log(4);

/**
 * Least standard deviation of the logarithm. The variance of n second differences of white noise has a relative variance
 * of 35/(9n) (from their autocorrelations -2/3 and 1/6), 0.25 for n = 64; telemetry is not that even.
 */
const leastSpread = 0.3;

/** One jump must not make a loud block: squares are taken up to this multiple of the healthy mean square. */
const clip = 25;

/** Blocks in a row that decide. */
const persistence = 2;

/** The healthy mean follows this share of a healthy block, and stays within this of what was learnt first (factor 2). */
const follow = 0.02;
const farthest = Math.LN2;

/** A coarse converter between two codes shows second differences of up to this many steps, squared; it rests elsewhere. */
const ditherSquares = 4;

export const newNoiseWatchState = (places: number): NoiseWatchState => ({
  last: new Float64Array(places).fill(Number.NaN),
  beforeLast: new Float64Array(places).fill(Number.NaN),
  count: new Float64Array(places),
  squares: new Float64Array(places),
  blocks: new Float64Array(places),
  mean: new Float64Array(places),
  spread: new Float64Array(places),
  firstMean: new Float64Array(places),
  canRest: new Float64Array(places),
  odd: new Float64Array(places),
  ratio: new Float64Array(places).fill(1),
});

export function createNoiseWatch(
  channels: readonly Channel[],
  state: NoiseWatchState = newNoiseWatchState(channels.length),
): NoiseWatch {
  const { last, beforeLast, count, squares, blocks, mean, spread, firstMean, canRest, odd, ratio } = state;

  // A channel that only reports changes may rest for hours: only a prediction can tell that from a lost noise.
  const onChange = channels.map(({ reporting }) => reporting === "on-change");

  const learn = (i: number, level: number, wanted: number): void => {
    blocks[i]! += 1;
    const off = level - mean[i]!;
    mean[i]! += off / blocks[i]!;
    spread[i]! += off * (level - mean[i]!);
    if (blocks[i] === wanted) firstMean[i] = mean[i]!;
  };

  const judge = (i: number, level: number): void => {
    const off = level - mean[i]!;
    const sd = Math.max(leastSpread, Math.sqrt(spread[i]! / (blocks[i]! - 1)));
    ratio[i] = Math.exp(off);
    const dithers = level <= Math.log(ditherSquares * channels[i]!.step ** 2);
    if (!dithers && off > Math.max(oddFactor, oddSigmas * sd)) odd[i] = Math.max(0, odd[i]!) + 1;
    else if (canRest[i] === 0 && !onChange[i]! && -off > Math.max(oddFactor, oddSigmas * sd))
      odd[i] = Math.min(0, odd[i]!) - 1;
    else odd[i] = 0;
    if (Math.abs(off) > 3 * sd) return;
    const next = mean[i]! + follow * off;
    mean[i] = Math.min(firstMean[i]! + farthest, Math.max(firstMean[i]! - farthest, next));
  };

  const closeBlock = (i: number, wanted: number): void => {
    const level = squares[i]! / count[i]!;
    count[i] = 0;
    squares[i] = 0;
    if (level <= 0) {
      // Nothing moved at all: a resting converter while learning, else the quietest that can be.
      if (blocks[i]! < wanted) canRest[i] = 1;
      else if (canRest[i] === 0 && !onChange[i]!) odd[i] = Math.min(0, odd[i]!) - 1;
    } else if (blocks[i]! < wanted) learn(i, Math.log(level), wanted);
    else judge(i, Math.log(level));
  };

  return {
    state,
    add(i, value) {
      const wanted = onChange[i]! ? onChangeBlocks : periodicBlocks;
      // Second differences: neither an orbit nor the steep fall of a rupture looks like noise.
      const second = value - 2 * last[i]! + beforeLast[i]!;
      beforeLast[i] = last[i]!;
      last[i] = value;
      if (Number.isNaN(second)) return;
      const usual = blocks[i]! > 0 ? clip * Math.exp(mean[i]!) : Number.POSITIVE_INFINITY;
      squares[i]! += Math.min(second * second, usual);
      count[i]! += 1;
      if (count[i]! >= (onChange[i]! ? onChangeBlock : periodicBlock)) closeBlock(i, wanted);
    },
    interrupt(i) {
      last[i] = Number.NaN;
      beforeLast[i] = Number.NaN;
    },
    verdict: (i) => (Math.abs(odd[i]!) >= persistence ? Math.sign(odd[i]!) : 0),
  };
}
