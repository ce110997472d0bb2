import type { ChannelRole } from "../../../protocol/telemetry.ts";
import { type EpochMs, hours, seconds } from "../../../protocol/time.ts";
import type { Channel } from "../loop/loop.ts";
import { cusumThreshold, stepCusum } from "../statistics/cusum.ts";
import { learnScatter, newScatterState, type ScatterState, scatterSd } from "./learned-scatter.ts";

/** Two sensors of one quantity at one place, by their places among the loop's channels. */
export interface SensorPair {
  readonly a: number;
  readonly b: number;
}

/** What the differences of pairs were and are; one place for each pair. Differences are a minus b. */
export interface RedundancyState {
  /** Of the hour that fills: its start, samples, sums of the difference, its square and of the reading. */
  readonly startMs: Float64Array;
  readonly count: Float64Array;
  readonly sum: Float64Array;
  readonly squares: Float64Array;
  readonly readings: Float64Array;
  /** Hours learnt from, mean of their differences and its sum of squares. */
  readonly hours: Float64Array;
  readonly mean: Float64Array;
  readonly spread: Float64Array;
  /** Slow watch: smoothed difference, evidence that it rose or fell, and when that began to grow. */
  readonly smooth: Float64Array;
  readonly rise: Float64Array;
  readonly fall: Float64Array;
  readonly onsetMs: Float64Array;
  /** Quick watch: scatter of the difference, its last minute, and looks in a row beyond (above 0) or within the limit. */
  readonly scatter: ScatterState;
  readonly quick: Float64Array;
  readonly beyond: Float64Array;
  /** 0 the two agree, 1 they drifted apart, 2 they came apart at once; since when; the difference beyond the usual one. */
  readonly apart: Float64Array;
  readonly apartMs: Float64Array;
  readonly shift: Float64Array;
}

/** Compares sensors that should show the same. */
export interface Redundancy {
  readonly pairs: readonly SensorPair[];
  /** Takes the difference of the `p`-th pair and its mean reading. Asked about every ten seconds while both are healthy. */
  compare(p: number, atMs: EpochMs, difference: number, reading: number): void;
  /** True when the `p`-th pair no longer agrees. */
  apart(p: number): boolean;
  /** True when the `i`-th channel is the one that is off: all its pairs are apart, and those of the others agree. */
  isOff(i: number): boolean;
  /** A pair of the `i`-th channel that is apart; -1: none. */
  disputeOf(i: number): number;
  readonly state: RedundancyState;
}

const comparedRoles: readonly ChannelRole[] = ["pressure", "temperature", "quantity", "flow"];

const blockMs = hours(1);

/** Looks that an hour must have before it counts: a third of them. */
const leastLooks = 120;

/** A day: the difference has seen the orbit or the day's cycle, and the converters all of their codes. */
const learnHours = 24;

/** The CUSUM is tuned to a shift by this many standard deviations of an hour, and may be wrong once in so many hours. */
const tunedShift = 1;
const hoursBetweenFalse = 10 * 365 * 24;

/** Scores are bounded: a wild hour alone decides nothing. */
const mostScore = 3;

/** The smoothed difference follows with this share of each hour: six hours. */
const follow = 1 / 6;

/**
 * Least difference that is anybody's concern. Two converters may differ by a part of a step that depends on where their
 * readings stand; noise or movement blurs it, and without either it can be a whole step.
 */
const blurredSteps = 0.6;
const sharpSteps = 1.5;
/** The steps are blurred when looks within an hour scatter by this share of one. */
const blurredScatter = 0.35;
/** And less than this is within what calibrated sensors do: share of the reading; K; points of quantity. */
const leastShare = 0.0005;
const leastFlowShare = 0.02;
const leastK = 0.5;
const leastPct = 0.25;

/** Quick watch: many usual scatters and floors, for two minutes; half an hour of looks before it speaks. */
const quickSigmas = 8;
const quickFloors = 6;
const quickLooks = 12;
const quickLearnt = 180;
const quickFollow = 1 / 6;

/** Pairs of channels with the same role, unit and place. */
export function pairsOf(channels: readonly Channel[]): readonly SensorPair[] {
  const pairs: SensorPair[] = [];
  for (let a = 0; a < channels.length; a++) {
    for (let b = a + 1; b < channels.length; b++) {
      const one = channels[a]!;
      const other = channels[b]!;
      const same = one.role === other.role && one.unit === other.unit && one.position === other.position;
      if (same && one.position !== null && comparedRoles.includes(one.role)) pairs.push({ a, b });
    }
  }
  return pairs;
}

export function newRedundancyState(pairs: number): RedundancyState {
  const column = (value = 0): Float64Array => new Float64Array(pairs).fill(value);
  return {
    startMs: column(Number.NaN),
    count: column(),
    sum: column(),
    squares: column(),
    readings: column(),
    hours: column(),
    mean: column(),
    spread: column(),
    smooth: column(Number.NaN),
    rise: column(),
    fall: column(),
    onsetMs: column(Number.NaN),
    scatter: newScatterState(pairs),
    quick: column(Number.NaN),
    beyond: column(),
    apart: column(),
    apartMs: column(),
    shift: column(),
  };
}

export function createRedundancy(
  channels: readonly Channel[],
  state: RedundancyState = newRedundancyState(pairsOf(channels).length),
): Redundancy {
  const pairs = pairsOf(channels);
  const s = state;
  const threshold = cusumThreshold(hoursBetweenFalse, tunedShift);

  const floorOf = (p: number, reading: number, within: number): number => {
    const { role, step } = channels[pairs[p]!.a]!;
    const steps = (within >= blurredScatter * step ? blurredSteps : sharpSteps) * step;
    if (role === "temperature") return Math.max(steps, leastK);
    if (role === "quantity") return Math.max(steps, leastPct);
    return Math.max(steps, (role === "flow" ? leastFlowShare : leastShare) * Math.abs(reading));
  };

  const settle = (p: number, kind: number, atMs: EpochMs): void => {
    s.apart[p] = kind;
    s.apartMs[p] = kind === 0 ? Number.NaN : atMs;
    s.rise[p] = 0;
    s.fall[p] = 0;
  };

  const judge = (p: number, atMs: EpochMs, mean: number, floor: number): void => {
    const sd = Math.max(Math.sqrt(s.spread[p]! / (s.hours[p]! - 1)), floor / 8);
    const off = mean - s.mean[p]!;
    const score = Math.max(-mostScore, Math.min(mostScore, off / sd));
    const before = s.rise[p]! + s.fall[p]!;
    s.rise[p] = stepCusum(s.rise[p]!, score, tunedShift);
    s.fall[p] = stepCusum(s.fall[p]!, -score, tunedShift);
    if (before === 0 && s.rise[p]! + s.fall[p]! > 0) s.onsetMs[p] = atMs - blockMs;
    s.smooth[p] = Number.isNaN(s.smooth[p]!) ? off : s.smooth[p]! + follow * (off - s.smooth[p]!);
    const smooth = Math.abs(s.smooth[p]!);
    // Six standard deviations of the smoothed hours, were they independent.
    const limit = Math.max(floor, 6 * sd * Math.sqrt(follow / (2 - follow)));
    if (s.apart[p] === 0) {
      if (smooth > limit && Math.max(s.rise[p]!, s.fall[p]!) >= threshold) settle(p, 1, s.onsetMs[p]!);
    } else if (smooth < limit / 2 && s.apart[p] === 1) settle(p, 0, atMs);
    if (s.apart[p] === 1) s.shift[p] = s.smooth[p]!;
  };

  const closeHour = (p: number, atMs: EpochMs): void => {
    const n = s.count[p]!;
    const mean = s.sum[p]! / n;
    const within = Math.sqrt(Math.max(0, s.squares[p]! / n - mean * mean));
    if (n >= leastLooks) {
      if (s.hours[p]! >= learnHours) judge(p, atMs, mean, floorOf(p, s.readings[p]! / n, within));
      else if (s.apart[p] === 0) {
        s.hours[p]! += 1;
        const off = mean - s.mean[p]!;
        s.mean[p]! += off / s.hours[p]!;
        s.spread[p]! += off * (mean - s.mean[p]!);
      }
    }
    s.startMs[p] = atMs;
    s.count[p] = 0;
    s.sum[p] = 0;
    s.squares[p] = 0;
    s.readings[p] = 0;
  };

  /** The usual difference as known now; while no hour is complete, of this hour's samples. */
  const usual = (p: number): number => (s.hours[p]! > 0 ? s.mean[p]! : s.sum[p]! / s.count[p]!);

  const lookQuickly = (p: number, atMs: EpochMs, difference: number, reading: number): void => {
    const off = difference - usual(p);
    const limit = Math.max(
      quickSigmas * scatterSd(s.scatter, p),
      quickFloors * floorOf(p, reading, Number.POSITIVE_INFINITY),
    );
    s.quick[p] = Number.isNaN(s.quick[p]!) ? off : s.quick[p]! + quickFollow * (off - s.quick[p]!);
    const wild = Math.abs(off) > limit;
    const learning = s.scatter.count[p]! < quickLearnt;
    if (learning || (!wild && s.apart[p] === 0)) learnScatter(s.scatter, p, off);
    if (learning) return;
    if (s.apart[p] === 2) {
      s.shift[p] = s.quick[p]!;
      s.beyond[p] = Math.abs(off) < limit / 2 ? s.beyond[p]! - 1 : quickLooks;
      if (s.beyond[p]! <= 0) settle(p, 0, atMs);
      return;
    }
    s.beyond[p] = wild ? s.beyond[p]! + 1 : 0;
    if (s.beyond[p]! < quickLooks) return;
    settle(p, 2, atMs - quickLooks * seconds(10));
    s.shift[p] = s.quick[p]!;
  };

  const apart = (p: number): boolean => s.apart[p]! > 0;
  const has = (p: number, i: number): boolean => pairs[p]!.a === i || pairs[p]!.b === i;

  return {
    pairs,
    state,
    compare(p, atMs, difference, reading) {
      if (Number.isNaN(difference + reading)) return;
      if (Number.isNaN(s.startMs[p]!)) s.startMs[p] = atMs;
      else if (atMs - s.startMs[p]! >= blockMs) closeHour(p, atMs);
      s.count[p]! += 1;
      s.sum[p]! += difference;
      s.squares[p]! += difference * difference;
      s.readings[p]! += reading;
      lookQuickly(p, atMs, difference, reading);
    },
    apart,
    isOff(i) {
      let mine = 0;
      let witnesses = 0;
      for (let p = 0; p < pairs.length; p++) {
        if (!has(p, i)) continue;
        if (!apart(p)) return false;
        mine += 1;
        const other = pairs[p]!.a === i ? pairs[p]!.b : pairs[p]!.a;
        // A third sensor at this place which agrees with the other one of this pair.
        for (let q = 0; q < pairs.length; q++) if (has(q, other) && !has(q, i) && !apart(q)) witnesses += 1;
      }
      return mine >= 2 && witnesses > 0;
    },
    disputeOf(i) {
      for (let p = 0; p < pairs.length; p++) if (has(p, i) && apart(p)) return p;
      return -1;
    },
  };
}
