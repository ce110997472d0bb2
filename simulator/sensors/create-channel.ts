import type { SensorDescription } from "../description/sensor-description.ts";
import { isWithin } from "../link/event-span.ts";
import { createConverter, dry, toWetness, wet } from "./converter.ts";
import type { Fault } from "./create-fault.ts";
import { createLag } from "./lag.ts";
import { createNoise } from "./noise.ts";
import { badQuality, goodQuality, qualityNotSent } from "./quality.ts";

/** One sensor at work. The same object is kept up to date. */
export interface Channel {
  /** Reported by the last call of `read`; NaN: no value. */
  readonly value: number;
  /** Sent beside it; `qualityNotSent`: none. */
  readonly quality: number;
  /** Takes the sensor to this moment. True when it reports something. */
  read(atS: number, faults: readonly Fault[]): boolean;
}

const secondsADay = 86_400;

/** Forgives the rounding of epoch seconds divided by a fraction of a second. */
const slotTolerance = 1e-4;

/**
 * A sensor: truth, its own lag, bias and drift (counted from its first reading), noise, faults, range and steps, and the
 * rule by which it reports. Nothing is allocated in a reading. `truth` answers in the unit of the sensor's measure.
 */
export function createChannel(description: SensorDescription, truth: () => number, seed: number): Channel {
  const { everyS, onChange, bias, wetAtL } = description;
  const isSwitch = description.measure === "wetness";
  const driftPerS = description.driftPerDay / secondsADay;
  const lag = createLag(description.lagS);
  const noise = createNoise(description, seed);
  const convert = isSwitch ? toWetness : createConverter(description);

  let value = Number.NaN;
  let quality = qualityNotSent;
  let firstS: number | null = null;
  let lastS = 0;
  let lastSlot = Number.NaN;
  let lastReadingS = 0;
  let shown = Number.NaN;
  let reportedValue = Number.NaN;
  let reportedQuality = qualityNotSent;

  const toReading = (seen: number, atS: number, noiseFactor: number): number => {
    // A switch has no bias and no noise: it compares what was spilled with its own place.
    if (isSwitch) return seen > 0 && seen >= wetAtL ? wet : dry;
    const ageS = atS - (firstS ?? atS);
    return seen + bias + driftPerS * ageS + noiseFactor * noise(atS - lastReadingS);
  };

  const report = (reading: number, flag: number): boolean => {
    const unchanged = reading === reportedValue || Number.isNaN(reading);
    if (onChange && unchanged && flag === reportedQuality) return false;
    // A sensor that is known to be dead still says so in its flag; one that is not yet flagged says nothing at all.
    if (Number.isNaN(reading) && flag !== badQuality) return false;
    value = reading;
    quality = flag;
    if (!Number.isNaN(reading)) reportedValue = reading;
    reportedQuality = flag;
    return true;
  };

  return {
    get value() {
      return value;
    },
    get quality() {
      return quality;
    },
    read(atS, faults) {
      value = Number.NaN;
      quality = qualityNotSent;
      const seen = lag(truth(), firstS === null ? 0 : atS - lastS);
      lastS = atS;
      const slot = Math.floor(atS / everyS + slotTolerance);
      if (slot === lastSlot) return false;
      lastSlot = slot;
      if (firstS === null) {
        firstS = atS;
        lastReadingS = atS;
      }
      let noiseFactor = 1;
      let flag = description.quality ? goodQuality : qualityNotSent;
      for (const fault of faults) {
        if (!isWithin(fault, atS)) continue;
        noiseFactor *= fault.noiseFactor;
        if (description.quality && atS >= fault.badFromS) flag = badQuality;
      }
      let reading = toReading(seen, atS, noiseFactor);
      lastReadingS = atS;
      for (const fault of faults) {
        if (isWithin(fault, atS)) reading = fault.distort(reading, atS, shown);
      }
      reading = convert(reading);
      if (!Number.isNaN(reading)) shown = reading;
      return report(reading, flag);
    },
  };
}
