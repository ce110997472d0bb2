import type { EpochMs } from "../../../protocol/time.ts";
import type { Channel, Loop } from "../loop/loop.ts";
import type { HeldValues } from "../quality/held-values.ts";
import type { KnownLeak } from "./known-leak.ts";
import { createParity, type Parity } from "./parity.ts";
import { atAccumulator, createTemperatureReader, type TemperatureReader } from "./temperatures.ts";
import { createWitness, type Witness } from "./witness.ts";

/** What a detector knows since the loop was last serviced. */
export interface LoopState {
  readonly temperatures: TemperatureReader;
  /** The reference first: its number is the loop's inventory while it is usable. */
  readonly witnesses: readonly Witness[];
  /** The reference compared with each of the other witnesses, in their order. */
  readonly parities: readonly Parity[];
  startMs: EpochMs | null;
  atMs: EpochMs;
  calibrated: boolean;
  leak: KnownLeak | null;
  /** The witness by which the leak is followed. */
  reference: Witness | null;
  /** Witnesses that stood still while the loop lost coolant; they have no say. */
  stuck: readonly Witness[];
  /** Since when one witness tells of a loss that another does not see, epoch seconds; `NaN` while they agree. */
  accusedS: number;
  /** Flow averaged over minutes, and as it was when the leak was found; `NaN` while unknown. */
  slowFlow: number;
  flowBefore: number;
  followFlow(value: number, dtS: number): void;
  /** Learns what the pump adds between the accumulator and each other pressure sensor. */
  learnHead(): void;
}

/** Averaging time of the flow that is called "before", seconds. */
const slowFlowS = 600;

/** The accumulator's own sensors make the best reference, then quantity, then whatever tells a pressure. */
function rankOf(channel: Channel): number {
  if (channel.position === atAccumulator) return 0;
  return channel.role === "quantity" ? 1 : 2;
}

/** A loop that nothing is known of yet. */
export function createLoopState(loop: Loop, held: HeldValues): LoopState {
  const temperatures = createTemperatureReader(loop, held);
  const channels = loop.channels
    .filter((channel) => channel.role === "pressure" || channel.role === "quantity")
    .toSorted((a, b) => rankOf(a) - rankOf(b));
  const heads = new Float64Array(channels.length);
  const counts = new Float64Array(channels.length);
  const witnesses = channels.map((channel, k) =>
    createWitness(loop, channel, temperatures.sensors, () => heads[k]!),
  );
  const places = channels.map((channel) => loop.channels.indexOf(channel));

  return {
    temperatures,
    witnesses,
    parities: witnesses.slice(1).map(() => createParity(loop.chargeL)),
    startMs: null,
    atMs: Number.NEGATIVE_INFINITY,
    calibrated: false,
    leak: null,
    reference: null,
    stuck: [],
    accusedS: Number.NaN,
    slowFlow: Number.NaN,
    flowBefore: Number.NaN,
    followFlow(value, dtS) {
      if (Number.isNaN(value)) return;
      this.slowFlow = Number.isNaN(this.slowFlow)
        ? value
        : this.slowFlow + (value - this.slowFlow) * (1 - Math.exp(-dtS / slowFlowS));
    },
    learnHead() {
      if (this.calibrated || channels[0]?.role !== "pressure") return;
      const reference = held.usable(places[0]!, this.atMs);
      for (let k = 1; k < channels.length; k++) {
        if (channels[k]!.role !== "pressure") continue;
        const above = held.usable(places[k]!, this.atMs) - reference;
        if (Number.isNaN(above)) continue;
        counts[k]! += 1;
        heads[k]! += (above - heads[k]!) / counts[k]!;
      }
    },
  };
}
