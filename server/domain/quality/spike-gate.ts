import type { ChannelRole } from "../../../protocol/telemetry.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import type { Channel } from "../loop/loop.ts";
import { learnScatter, newScatterState, type ScatterState, scatterSd } from "./learned-scatter.ts";

/** Samples that wait for the next one to say whether they are true. */
export interface SpikeGateState {
  /** The waiting value, `NaN` when none waits, and its source time. */
  readonly waiting: Float64Array;
  readonly waitingMs: Float64Array;
  /** Direction of a movement that two samples confirmed and that still goes on: 1 up, -1 down, 0 none. */
  readonly moving: Float64Array;
  /** Samples in a row that were held back, and all that were found to be spikes. */
  readonly heldBack: Float64Array;
  readonly spikes: Float64Array;
  /** Scatter of the differences between samples in a row. */
  readonly differences: ScatterState;
}

/** Lets through what a loop does, one sample late at most, and keeps back what only one sample says. */
export interface SpikeGate {
  /** True when `value` may stand in place of `standing`; false when it waits for the next sample. */
  passes(i: number, atMs: EpochMs, value: number, standing: number): boolean;
  /** Takes the waiting sample as true: `NaN` when none waits. */
  release(i: number): number;
  /** Learns what a usual difference is, in the channel's unit. */
  learn(i: number, difference: number): void;
  /** Scatter of differences, in the channel's unit; 0 while it is not known. */
  usualDifference(i: number): number;
  readonly state: SpikeGateState;
}

/** What moves continuously. A rope, a counter, a switch or a vibration may show anything from one sample to the next. */
const gatedRoles: readonly ChannelRole[] = [
  "pressure",
  "temperature",
  "flow",
  "quantity",
  "reservoir",
  "pump-speed",
  "pump-power",
  "current",
];

/** A sample this many usual differences away is wild; a false hold costs one sample's delay, so that it may be tight. */
const wildDifferences = 6;

/** Steps of the converter that are never wild. */
const tameSteps = 3;

/** Shares of the reading (K for temperatures) that are never wild: a spike so small decides nothing. */
const tameShare = 0.002;
const tameK = 0.1;

/** After so many samples held back in a row the channel is noise, not spikes: all is let through. */
const mostHeldBack = 3;

export const newSpikeGateState = (places: number): SpikeGateState => ({
  waiting: new Float64Array(places).fill(Number.NaN),
  waitingMs: new Float64Array(places),
  moving: new Float64Array(places),
  heldBack: new Float64Array(places),
  spikes: new Float64Array(places),
  differences: newScatterState(places),
});

/** Differences must have been seen this often before a sample can be wild. */
const learntAfter = 20;

export function createSpikeGate(
  channels: readonly Channel[],
  state: SpikeGateState = newSpikeGateState(channels.length),
): SpikeGate {
  const { waiting, waitingMs, moving, heldBack, spikes, differences } = state;
  const gated = channels.map(({ role }) => gatedRoles.includes(role));

  const limit = (i: number, standing: number): number => {
    const { role, step } = channels[i]!;
    const tame = role === "temperature" ? tameK : tameShare * Math.abs(standing);
    return Math.max(tame, tameSteps * step, wildDifferences * scatterSd(differences, i));
  };

  const clear = (i: number): void => {
    waiting[i] = Number.NaN;
    heldBack[i] = 0;
  };

  return {
    state,
    passes(i, atMs, value, standing) {
      const off = value - standing;
      const wild = gated[i]! && differences.count[i]! >= learntAfter && Math.abs(off) > limit(i, standing);
      const before = waiting[i]!;
      if (!wild) {
        if (!Number.isNaN(before)) spikes[i]! += 1;
        moving[i] = 0;
        clear(i);
        return true;
      }
      // A rupture goes on falling: only its first sample has to wait.
      if (moving[i] === Math.sign(off)) {
        clear(i);
        return true;
      }
      // Median of three: unless the standing value lies between them, the two new ones tell the same story.
      const sameSide = (before - standing) * off > 0;
      if (sameSide || heldBack[i]! >= mostHeldBack) {
        moving[i] = sameSide ? Math.sign(off) : 0;
        clear(i);
        return true;
      }
      if (!Number.isNaN(before)) spikes[i]! += 1;
      waiting[i] = value;
      waitingMs[i] = atMs;
      heldBack[i]! += 1;
      return false;
    },
    release(i) {
      const value = waiting[i]!;
      clear(i);
      return value;
    },
    learn: (i, difference) => learnScatter(differences, i, difference),
    usualDifference: (i) => scatterSd(differences, i),
  };
}
