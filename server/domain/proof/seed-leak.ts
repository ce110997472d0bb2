import { type EpochMs, hours, seconds } from "../../../protocol/time.ts";
import { atAccumulator } from "../detection/temperatures.ts";
import { densityKgPerM3 } from "../loop/coolants.ts";
import { gasPressureKpa, gasVolumeFromQuantityL, gasVolumeL } from "../loop/inventory.ts";
import type { Channel, Loop } from "../loop/loop.ts";

/** A leak that is not there: from `onsetMs` on (source time) coolant leaves at this rate. */
export interface SyntheticLeak {
  readonly onsetMs: EpochMs;
  readonly kgPerH: number;
}

/** A channel when the leak is put in: what it shows (`NaN`: nothing yet), and since when it has shown nothing new (`findStill`). */
export interface ChannelBefore {
  readonly value: number;
  readonly stillSinceMs: EpochMs;
}

/** What a loop's channels would have shown with the leak. Samples come in order of source time. */
export interface LeakSeed {
  /** In place of `value`, a sample of the `i`-th channel. */
  shows(i: number, atMs: EpochMs, value: number): number;
  /** Samples besides those that came: a channel that tells changes only tells of the leak too. Asked before each evaluation. */
  tellChanges(atMs: EpochMs, tell: (i: number, value: number) => void): void;
}

/** A channel of which nobody knows the step tells a change no more often than this. */
const unknownStepEveryMs = seconds(10);

/** Where the gas volume is read, best first: at the accumulator, by its quantity, by any pressure. */
function rankOf({ role, position }: Channel): number {
  if (role === "quantity") return 1;
  return position === atAccumulator ? 0 : 2;
}

const tellsInventory = ({ role }: Channel): boolean => role === "pressure" || role === "quantity";

/**
 * The vessel is rigid: what leaks out makes room for the gas, by mass over density at the temperature now. The gas
 * charge is closed, so that its pressure falls as its volume grows (ideal gas, at its own temperature); a pump's head stands
 * on it, so that every pressure falls by the same. A quantity sensor shows the volume itself. What a sensor cannot resolve
 * it does not show. A still channel stays still.
 */
export function createLeakSeed(loop: Loop, leak: SyntheticLeak, before: readonly ChannelBefore[]): LeakSeed {
  const { channels, accumulator } = loop;
  const raw = Float64Array.from(before, ({ value }) => value);
  const told = Float64Array.from(raw);
  const toldMs = new Float64Array(channels.length).fill(Number.NEGATIVE_INFINITY);
  const smallest = new Float64Array(channels.length).fill(Number.POSITIVE_INFINITY);
  const witnesses = channels.flatMap((channel, i) => (tellsInventory(channel) ? [i] : []));
  const anchors = witnesses.toSorted((a, b) => rankOf(channels[a]!) - rankOf(channels[b]!));
  const thermometers = channels.flatMap(({ role }, i) => (role === "temperature" ? [i] : []));
  const inGas = thermometers.filter((i) => channels[i]!.position === atAccumulator);
  const inCoolant = thermometers.filter((i) => channels[i]!.position !== atAccumulator);

  const meanC = (places: readonly number[]): number => {
    let sum = 0;
    let count = 0;
    for (const i of places) {
      if (Number.isNaN(raw[i]!)) continue;
      sum += raw[i]!;
      count += 1;
    }
    return sum / count;
  };

  /** The first of these that is known. */
  const firstKnown = (...tempsC: readonly number[]): number =>
    tempsC.find((tempC) => !Number.isNaN(tempC)) ?? loop.referenceTempC;

  /** Gas and its pressure without the leak; `null` while no channel tells. */
  const gasNow = (): { readonly gasL: number; readonly kpa: number } | null => {
    const i = anchors.find((place) => !Number.isNaN(raw[place]!));
    if (i === undefined) return null;
    const gasC = firstKnown(meanC(inGas), meanC(inCoolant));
    if (channels[i]!.role === "quantity") {
      const gasL = gasVolumeFromQuantityL(loop, raw[i]!);
      return gasL > 0 ? { gasL, kpa: gasPressureKpa(loop, gasL, gasC) } : null;
    }
    return raw[i]! > 0 ? { gasL: gasVolumeL(loop, raw[i]!, gasC), kpa: raw[i]! } : null;
  };

  /** What a channel shows less of, in its unit, before it is cut to what it can resolve. */
  const fallOf = (i: number, atMs: EpochMs): number => {
    const lastedMs = Math.min(atMs, before[i]!.stillSinceMs) - leak.onsetMs;
    const gas = lastedMs > 0 ? gasNow() : null;
    if (gas === null) return 0;
    const liquidC = firstKnown(meanC(inCoolant), meanC(inGas));
    const leakedL = (1000 * leak.kgPerH * lastedMs) / hours(1) / densityKgPerM3(loop.coolant, liquidC);
    // The accumulator cannot give more than it holds.
    const grownL = Math.min(leakedL, Math.max(0, accumulator.volumeL - gas.gasL));
    if (channels[i]!.role === "quantity") return (100 * grownL) / accumulator.volumeL;
    return gas.kpa * (1 - gas.gasL / (gas.gasL + grownL));
  };

  /** One code of the converter; the smallest change seen where nobody said. `Infinity`: nobody knows. */
  const stepOf = (i: number): number => channels[i]!.step || smallest[i]!;

  const shownNow = (i: number, atMs: EpochMs): number => {
    const fall = fallOf(i, atMs);
    const step = stepOf(i);
    const shown = raw[i]! - (Number.isFinite(step) ? Math.round(fall / step) * step : fall);
    return Math.min(raw[i]!, Math.max(channels[i]!.range.low, shown));
  };

  return {
    shows(i, atMs, value) {
      const moved = Math.abs(value - raw[i]!);
      if (moved > 0 && moved < smallest[i]!) smallest[i] = moved;
      raw[i] = value;
      toldMs[i] = atMs;
      told[i] = tellsInventory(channels[i]!) ? shownNow(i, atMs) : value;
      return told[i]!;
    },
    tellChanges(atMs, tell) {
      for (const i of witnesses) {
        if (channels[i]!.reporting !== "on-change" || Number.isNaN(raw[i]!)) continue;
        if (!Number.isFinite(stepOf(i)) && atMs - toldMs[i]! < unknownStepEveryMs) continue;
        const shown = shownNow(i, atMs);
        if (shown === told[i]) continue;
        told[i] = shown;
        toldMs[i] = atMs;
        tell(i, shown);
      }
    },
  };
}
