import type { Quality } from "../../../protocol/telemetry.ts";
import { type EpochMs, minutes, seconds } from "../../../protocol/time.ts";
import type { Finding } from "../alarm/alarm.ts";
import type { Channel } from "../loop/loop.ts";
import { createDataPath, type JumpTiming } from "./data-path.ts";
import { createFaultBook } from "./fault-book.ts";
import { faultCode, isSensorFault, qualityOf } from "./fault-code.ts";
import { faultWords, type HealthView } from "./fault-words.ts";
import { findDataPathFault, findSensorFault } from "./find-faults.ts";
import { type ChannelHealthState, newChannelHealthState } from "./health-state.ts";
import { hearChannel, letStand, quietMs } from "./held-samples.ts";
import { scatterSd } from "./learned-scatter.ts";
import { createNoiseWatch } from "./noise-watch.ts";
import { createRedundancy } from "./redundancy.ts";
import { createSaturationWatch } from "./saturation-watch.ts";
import { mostQuietMs } from "./silence.ts";
import { createSpikeGate } from "./spike-gate.ts";
import { byModel, bySibling, createStuckWatch, type Prediction } from "./stuck-watch.ts";
import { createThirdWitness } from "./third-witness.ts";

/** Newest value of each channel of a loop, and how far it may be believed. */
export interface ChannelHealth {
  /** Takes a sample of the `i`-th channel. */
  take(i: number, atMs: EpochMs, value: number): void;
  /** Asked once a second of source time, after the samples before it. */
  evaluate(atMs: EpochMs): void;
  /** What the `i`-th channel should show now, in its unit; `NaN`: no idea. Told about every ten seconds. */
  predict(i: number, value: number): void;
  /** What the `i`-th channel should show now if nothing but temperatures had changed since its value stands. As often. */
  expect(i: number, value: number): void;
  /** Since when the `i`-th channel stands still although it should have moved; `NaN` while it is not stuck. */
  stuckSinceMs(i: number): EpochMs;
  /** Value of the `i`-th channel at `atMs`; `NaN` when it is bad. */
  usable(i: number, atMs: EpochMs): number;
  quality(i: number, atMs: EpochMs): Quality;
  /** Factor on the variance of the `i`-th channel: 1 for a good one, more for a suspect one, `Infinity` for a bad one. */
  inflation(i: number, atMs: EpochMs): number;
  /** Why the `i`-th channel is not usable at `atMs`, as the end of a sentence; `null` when it is. */
  complaint(i: number, atMs: EpochMs): string | null;
  /** The same also for a suspect channel. */
  remark(i: number, atMs: EpochMs): string | null;
  /** What people should be told of; ends only when the channels were heard and well for a while. */
  findings(): { readonly sensor: Finding | null; readonly dataPath: Finding | null };
  /** Source time of the `i`-th channel's newest sample; `-Infinity` before the first. */
  takenMs(i: number): EpochMs;
  /** Since when the `i`-th channel has shown its present value, source time. */
  sameSinceMs(i: number): EpochMs;
  /** Samples of the `i`-th channel that were found to be spikes. */
  spikes(i: number): number;
  /** Newest source time of any channel; `-Infinity` before the first sample. */
  readonly newestMs: EpochMs;
  readonly state: ChannelHealthState;
}

/** Redundant sensors are compared this often. */
const lookEveryMs = seconds(10);

/** A sample that comes this many usual intervals after the one before follows a gap and is compared with nothing. */
const gapIntervals = 3;

/** A wild value of a channel that only reports changes is true when it is not taken back within so many intervals. */
const confirmIntervals = 2.5;
const confirmLeastMs = seconds(2);

/** Nobody knows what a sensor that lost its noise follows: its standard deviation counts twice. */
const quietInflation = 4;

/** An impossible value is told when it is more than one sample: after two usual intervals within these bounds. */
const impossibleLeastMs = seconds(10);
const impossibleMostMs = seconds(90);

/** A stuck channel is not used from the first moment; people hear of it when it stays so. */
const stuckWaitMs = minutes(5);

/** Another noise is told when it stays: nobody has to act on it. */
const oddNoiseWaitMs = minutes(60);

/** A prediction of the last two minutes still counts: it is asked for about every ten seconds. */
const predictedForMs = minutes(2);

/** A suspect channel keeps a hundredth of its weight, so that it can still be seen to agree. */
const mostInflation = 100;

export function createChannelHealth(
  channels: readonly Channel[],
  state: ChannelHealthState = newChannelHealthState(channels),
): ChannelHealth {
  const { held } = state;
  const gate = createSpikeGate(channels, state.gate);
  const noise = createNoiseWatch(channels, state.noise);
  const stuck = createStuckWatch(channels, state.stuck);
  const saturation = createSaturationWatch(channels, state.saturation);
  const dataPath = createDataPath(channels, state.dataPath);
  const redundancy = createRedundancy(channels, state.redundancy);
  const third = createThirdWitness(channels, redundancy.pairs, state.third);
  const sensorBook = createFaultBook(channels.length, state.sensorBook);
  const dataPathBook = createFaultBook(channels.length, state.dataPathBook);
  const onChange = channels.map(({ reporting }) => reporting === "on-change");
  // Filled anew at each use.
  const timing: JumpTiming = { atMs: 0, dtMs: 0, usual: 0 };
  const { told } = sensorBook.state;
  const model: Prediction = { by: byModel, value: 0, standing: 0, sinceMs: 0, stoodMs: 0, usualRunMs: 0 };
  const seen: Prediction = { ...model, by: bySibling };

  const view: HealthView = { channels, state, redundancy, dataPath, third };

  const possible = (i: number, value: number): boolean =>
    value >= channels[i]!.range.low && value <= channels[i]!.range.high;

  const brokenCode = (i: number): number => {
    if (!possible(i, held.value[i]!)) return faultCode.impossible;
    if (saturation.state.failed[i] === 1) return faultCode.failed;
    return stuck.state.stuck[i] === 1 ? faultCode.stuck : faultCode.none;
  };

  const code = (i: number, atMs: EpochMs): number => {
    const heardMs = held.heardMs[i]!;
    if (heardMs === Number.NEGATIVE_INFINITY) return faultCode.unheard;
    if (heardMs < held.backSinceMs) return faultCode.unheardSinceLink;
    // A channel that only reports changes falls silent when its sensor fails: the fault says more than the silence.
    const broken = brokenCode(i);
    if (atMs - heardMs > channels[i]!.maxAgeMs)
      return onChange[i]! && broken !== faultCode.none ? broken : faultCode.silent;
    if (dataPath.blocks(i)) return faultCode.boxAtFault;
    if (broken !== faultCode.none) return broken;
    if (redundancy.isOff(i)) return faultCode.off;
    if (redundancy.disputeOf(i) >= 0) return faultCode.disputed;
    const odd = noise.verdict(i);
    if (odd === 0) return faultCode.none;
    return odd > 0 ? faultCode.loud : faultCode.quiet;
  };

  const stand = (i: number, atMs: EpochMs, value: number): void => {
    const before = held.value[i]!;
    letStand(held, i, atMs, value);
    // A box that jumps and comes back says nothing of its single sensors.
    if (before !== value && !dataPath.blocks(i) && possible(i, before) && possible(i, value))
      saturation.change(i, atMs, before, value);
  };

  const take = (i: number, atMs: EpochMs, value: number): void => {
    const dtMs = hearChannel(held, i, atMs);
    // A change is seen within an interval of its happening, however long the value stood before.
    const seenMs = onChange[i]! ? Math.min(dtMs, 2 * Math.max(seconds(1), held.shortestMs[i]!)) : dtMs;
    const isGap = Number.isNaN(dtMs) || (!onChange[i]! && dtMs > gapIntervals * held.intervalMs[i]!);
    const standing = held.value[i]!;
    const comparable = !isGap && possible(i, value) && possible(i, standing);
    timing.atMs = atMs;
    timing.dtMs = comparable ? seenMs : Number.NaN;
    timing.usual = gate.usualDifference(i);
    dataPath.hear(i, value, timing);
    if (!comparable || dataPath.blocks(i)) {
      gate.release(i);
      noise.interrupt(i);
      stand(i, atMs, value);
      return;
    }
    if (!gate.passes(i, atMs, value, standing)) return;
    gate.learn(i, value - standing);
    if (!onChange[i]! && dtMs > 0) noise.add(i, value);
    stand(i, atMs, value);
  };

  const confirm = (i: number, atMs: EpochMs): void => {
    const { waiting, waitingMs } = gate.state;
    if (Number.isNaN(waiting[i]!)) return;
    const afterMs = Math.max(confirmLeastMs, confirmIntervals * held.shortestMs[i]!);
    if (atMs - waitingMs[i]! >= afterMs) stand(i, waitingMs[i]!, gate.release(i));
  };

  const fits = (i: number, atMs: EpochMs): boolean => {
    const now = code(i, atMs);
    return (now === faultCode.none || now >= faultCode.off) && Number.isNaN(gate.state.waiting[i]!);
  };

  const askSibling = (i: number, sibling: number, atMs: EpochMs): void => {
    if (!stuck.lacksModel(i, atMs) || !fits(sibling, atMs)) return;
    seen.value = held.value[sibling]!;
    askStuck(i, atMs, seen);
  };

  const askStuck = (i: number, atMs: EpochMs, prediction: Prediction): void => {
    const now = code(i, atMs);
    // A stuck channel that only reports changes falls silent; it is asked all the same.
    const rests = onChange[i]! && now === faultCode.silent;
    if (now !== faultCode.none && now < faultCode.failed && !rests) return;
    fill(i, atMs, prediction);
    stuck.predict(i, atMs, prediction);
  };

  const fill = (i: number, atMs: EpochMs, prediction: Prediction): void => {
    prediction.standing = held.value[i]!;
    prediction.sinceMs = held.sinceMs[i]!;
    prediction.stoodMs = atMs - held.sinceMs[i]!;
    prediction.usualRunMs = held.runMs[i]!;
  };

  const look = (atMs: EpochMs): void => {
    for (let p = 0; p < redundancy.pairs.length; p++) {
      const { a, b } = redundancy.pairs[p]!;
      askSibling(a, b, atMs);
      askSibling(b, a, atMs);
      if (!fits(a, atMs) || !fits(b, atMs)) continue;
      const one = held.value[a]!;
      const other = held.value[b]!;
      redundancy.compare(p, atMs, one - other, (one + other) / 2);
      const c = third.thirdOf(p);
      if (c >= 0 && fits(c, atMs)) third.add(p, one - held.value[c]!);
    }
  };

  /** Somebody knows what the `i`-th channel should show: whether its silence means rest is for the stuck watch to say. */
  const predicted = (i: number, atMs: EpochMs): boolean =>
    onChange[i]! && atMs - state.stuck.sourceMs[i]! <= predictedForMs;

  const note = (i: number, atMs: EpochMs): void => {
    const now = code(i, atMs);
    if (now === faultCode.none || isSensorFault(now)) sensorBook.step(i, atMs, now, waitMs(i, now));
    else sensorBook.unknown(i);
    const mostMs = mostQuietMs(held, channels[i]!, i);
    const quiet = held.heardMs[i] === Number.NEGATIVE_INFINITY ? 0 : quietMs(held, i);
    if (now === faultCode.boxAtFault) dataPathBook.step(i, atMs, now, 0);
    else if (quiet > mostMs && !predicted(i, atMs) && told[i] === 0)
      dataPathBook.step(i, atMs, faultCode.silent, 0);
    else if (now > faultCode.silent || now === faultCode.none) dataPathBook.step(i, atMs, 0, 0);
    else dataPathBook.unknown(i);
  };

  /** One impossible sample is noise on the line; other noise is nobody's concern before it stays. */
  const waitMs = (i: number, now: number): number => {
    if (now === faultCode.loud || now === faultCode.quiet) return oddNoiseWaitMs;
    if (now === faultCode.stuck) return stuckWaitMs;
    if (now !== faultCode.impossible) return 0;
    return Math.max(impossibleLeastMs, Math.min(2 * held.intervalMs[i]!, impossibleMostMs));
  };

  const remark = (i: number, atMs: EpochMs): string | null => faultWords(code(i, atMs), i, atMs, view);

  return {
    take,
    state,
    evaluate(atMs) {
      state.atMs = atMs;
      dataPath.evaluate(atMs);
      for (let i = 0; i < channels.length; i++) {
        if (onChange[i]!) {
          confirm(i, atMs);
          if (held.heardMs[i]! < held.backSinceMs || dataPath.blocks(i)) noise.interrupt(i);
          else noise.add(i, held.value[i]!);
        }
        saturation.evaluate(i, atMs, held.runMs[i]!);
      }
      if (atMs - state.lookedMs >= lookEveryMs) {
        state.lookedMs = atMs;
        look(atMs);
      }
      for (let i = 0; i < channels.length; i++) note(i, atMs);
    },
    predict(i, value) {
      model.value = value;
      askStuck(i, state.atMs, model);
    },
    expect(i, value) {
      model.value = value;
      fill(i, state.atMs, model);
      stuck.expect(i, model);
    },
    stuckSinceMs: (i) => (stuck.state.stuck[i] === 1 ? stuck.state.stuckSinceMs[i]! : Number.NaN),
    usable(i, atMs) {
      return qualityOf(code(i, atMs)) === "bad" ? Number.NaN : held.value[i]!;
    },
    quality: (i, atMs) => qualityOf(code(i, atMs)),
    inflation(i, atMs) {
      const now = code(i, atMs);
      if (qualityOf(now) === "bad") return Number.POSITIVE_INFINITY;
      if (now === faultCode.quiet) return quietInflation;
      if (now === faultCode.loud) return Math.min(mostInflation, Math.max(1, noise.state.ratio[i]!));
      if (now !== faultCode.disputed) return 1;
      const p = redundancy.disputeOf(i);
      const shift = redundancy.state.shift[p]! / scatterSd(redundancy.state.scatter, p);
      return Math.min(mostInflation, 1 + shift * shift);
    },
    complaint: (i, atMs) => (qualityOf(code(i, atMs)) === "bad" ? remark(i, atMs) : null),
    remark,
    findings: () => ({
      sensor: sensorBook.any ? findSensorFault(view) : null,
      dataPath: dataPathBook.any ? findDataPathFault(view) : null,
    }),
    takenMs: (i) => held.heardMs[i]!,
    sameSinceMs: (i) => held.sinceMs[i]!,
    spikes: (i) => gate.state.spikes[i]!,
    get newestMs() {
      return held.newestMs;
    },
  };
}
