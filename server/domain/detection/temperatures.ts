import type { EpochMs } from "../../../protocol/time.ts";
import type { Loop } from "../loop/loop.ts";
import type { HeldValues } from "../quality/held-values.ts";
import type { Temperatures } from "./witness.ts";

/** Position of a channel that sits at the accumulator: its temperature is the gas's, its pressure the reference. */
export const atAccumulator = "accumulator";

/** Reads the temperature channels of a loop. A sensor that fails keeps its last good value, so that nothing jumps. */
export interface TemperatureReader {
  readonly sensors: number;
  /** The temperatures at `atMs`; `null` when there are sensors in the coolant but none is usable. The record is reused. */
  read(atMs: EpochMs): Temperatures | null;
}

/** The mean of the coolant leaves out the accumulator's own sensor, unless there is no other. */
export function createTemperatureReader(loop: Loop, held: HeldValues): TemperatureReader {
  const places = loop.channels.flatMap((channel, i) => (channel.role === "temperature" ? [i] : []));
  const inGas = places.map((i) => loop.channels[i]!.position === atAccumulator);
  const onlyGas = inGas.every((gas) => gas);
  const all = new Float64Array(places.length).fill(Number.NaN);
  const reading = { liquidC: Number.NaN, gasC: Number.NaN, all };

  const constant = { liquidC: loop.referenceTempC, gasC: loop.referenceTempC, all };

  return {
    sensors: places.length,
    read(atMs) {
      // Without thermometers nothing can be compensated: the scatter that is learnt then holds the thermal swing too.
      if (places.length === 0) return constant;
      let heard = false;
      let sum = 0;
      let count = 0;
      let gasC = Number.NaN;
      for (let k = 0; k < places.length; k++) {
        const value = held.usable(places[k]!, atMs);
        if (!Number.isNaN(value)) all[k] = value;
        if (Number.isNaN(all[k]!)) continue;
        if (inGas[k]) gasC = all[k]!;
        if (inGas[k] && !onlyGas) continue;
        sum += all[k]!;
        count += 1;
        heard ||= !Number.isNaN(value);
      }
      if (!heard) return null;
      reading.liquidC = sum / count;
      for (let k = 0; k < places.length; k++) if (Number.isNaN(all[k]!)) all[k] = reading.liquidC;
      reading.gasC = Number.isNaN(gasC) ? reading.liquidC : gasC;
      return reading;
    },
  };
}
