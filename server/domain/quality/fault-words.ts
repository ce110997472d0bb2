import type { EpochMs } from "../../../protocol/time.ts";
import { toReadable, toSpan, unitLabel } from "../../../protocol/units.ts";
import type { Channel } from "../loop/loop.ts";
import type { DataPath } from "./data-path.ts";
import { faultCode } from "./fault-code.ts";
import type { ChannelHealthState } from "./health-state.ts";
import type { Redundancy } from "./redundancy.ts";
import type { ThirdWitness } from "./third-witness.ts";

/** What the words are taken from. */
export interface HealthView {
  readonly channels: readonly Channel[];
  readonly state: ChannelHealthState;
  readonly redundancy: Redundancy;
  readonly dataPath: DataPath;
  readonly third: ThirdWitness;
}

/** A number with its channel's unit. */
export const withUnit = (channel: Channel, value: number): string =>
  `${toReadable(value)} ${unitLabel[channel.unit]}`.trim();

/** What fault `code` says of the `i`-th channel, as the end of a sentence; `null` for none. Allocates: for people only. */
export function faultWords(code: number, i: number, atMs: EpochMs, view: HealthView): string | null {
  const channel = view.channels[i]!;
  const { held, stuck, noise } = view.state;
  switch (code) {
    case faultCode.none:
      return null;
    case faultCode.unheard:
      return "has not been heard";
    case faultCode.unheardSinceLink:
      return "has not been heard since the link came back";
    case faultCode.silent:
      return "is silent";
    case faultCode.boxAtFault:
      return `hangs on ${channel.box ?? "a box"}, whose channels jumped at once`;
    case faultCode.impossible:
      return "shows an impossible value";
    case faultCode.failed:
      return `jumped to ${withUnit(channel, held.value[i]!)} and has not moved since`;
    case faultCode.stuck:
      return `has shown the same value for ${toSpan(atMs - stuck.stuckSinceMs[i]!)} while it should have moved by ${withUnit(channel, stuck.missed[i]!)}`;
    case faultCode.off:
      return `is off by ${withUnit(channel, offBy(i, view))} from the other sensors at its place`;
    case faultCode.disputed:
      return `no longer agrees with ${view.channels[otherOf(i, view)]?.name ?? "its neighbour"}`;
    case faultCode.loud:
      return `is noisier than ever (${toReadable(Math.sqrt(noise.ratio[i]!), 2)} times)`;
    case faultCode.quiet:
      return "has lost the noise that it always had";
    default:
      return null;
  }
}

/** The pair of the `i`-th channel that is apart, or that was; -1: it has none. */
const pairOf = (i: number, { redundancy }: HealthView): number => {
  const p = redundancy.disputeOf(i);
  return p >= 0 ? p : redundancy.pairs.findIndex(({ a, b }) => a === i || b === i);
};

const otherOf = (i: number, view: HealthView): number => {
  const pair = view.redundancy.pairs[pairOf(i, view)];
  if (pair === undefined) return -1;
  return pair.a === i ? pair.b : pair.a;
};

const offBy = (i: number, view: HealthView): number =>
  Math.abs(view.redundancy.state.shift[pairOf(i, view)] ?? Number.NaN);
