import type { SensorDescription } from "../description/sensor-description.ts";
import { isWithin } from "../timing/event-span.ts";
import { badQuality, goodQuality, qualityNotSent } from "../timing/quality.ts";
import { createConverter, dry, toWetness, wet } from "./converter.ts";
import type { Fault } from "./create-fault.ts";
import { createLag } from "./lag.ts";
import { createNoise } from "./noise.ts";

/** One sensor at work. */
export interface Channel {
  /** What it reported last; the same object is kept up to date. */
  readonly report: Report;
  /** Takes the sensor to this moment. True when it reports something. */
  read(atS: number, faults: readonly Fault[]): boolean;
}

/** What a sensor says at one moment. */
export interface Report {
  /** NaN: no value. */
  readonly value: number;
  /** `qualityNotSent`: none. */
  readonly quality: number;
}

const secondsADay = 86_400;

/** Forgives the rounding of epoch seconds divided by a fraction of a second. */
const slotTolerance = 1e-4;

/**
 * A sensor: truth, its own lag, bias and drift (counted from its first reading), noise, faults, range and steps, and the
 * rule by which it reports. Nothing is allocated in a reading. `truth` answers in the unit of the sensor's measure.
 */
export function createChannel(description: SensorDescription, truth: () => number, seed: number): Channel {
  const { everyS, bias, wetAtL } = description;
  const isSwitch = description.measure === "wetness";
  const healthyFlag = description.quality ? goodQuality : qualityNotSent;
  const driftPerS = description.driftPerDay / secondsADay;
  const lag = createLag(description.lagS);
  const noise = createNoise(description, seed);
  const convert = isSwitch ? toWetness : createConverter(description);
  const { report, decide } = createReporting(description.onChange);
  // NaN: never yet. Fields are changed in place, where a variable would allocate a number for each reading.
  const state = {
    firstS: Number.NaN,
    lastS: Number.NaN,
    lastReadingS: Number.NaN,
    lastSlot: Number.NaN,
    shown: Number.NaN,
  };

  const toReading = (seen: number, atS: number, noiseFactor: number): number => {
    // A switch has no bias and no noise: it compares what was spilled with its own place.
    if (isSwitch) return seen > 0 && seen >= wetAtL ? wet : dry;
    const drift = driftPerS * (atS - state.firstS);
    return seen + bias + drift + noiseFactor * noise(atS - state.lastReadingS);
  };

  const begin = (atS: number): void => {
    state.firstS = atS;
    state.lastS = atS;
    state.lastReadingS = atS;
  };

  return {
    report,
    read(atS, faults) {
      if (Number.isNaN(state.firstS)) begin(atS);
      const seen = lag(truth(), atS - state.lastS);
      state.lastS = atS;
      const slot = Math.floor(atS / everyS + slotTolerance);
      if (slot === state.lastSlot) return decide(Number.NaN, qualityNotSent);
      state.lastSlot = slot;
      let noiseFactor = 1;
      let flag = healthyFlag;
      for (const fault of faults) {
        if (!isWithin(fault, atS)) continue;
        noiseFactor *= fault.noiseFactor;
        if (description.quality && atS >= fault.badFromS) flag = badQuality;
      }
      let reading = toReading(seen, atS, noiseFactor);
      state.lastReadingS = atS;
      for (const fault of faults) {
        if (isWithin(fault, atS)) reading = fault.distort(reading, atS, state.shown);
      }
      reading = convert(reading);
      if (!Number.isNaN(reading)) state.shown = reading;
      return decide(reading, flag);
    },
  };
}

/** The rule by which a sensor reports: each reading, or with `onChange` only what differs from its last report. */
function createReporting(onChange: boolean): {
  readonly report: Report;
  readonly decide: (reading: number, flag: number) => boolean;
} {
  const report = { value: Number.NaN, quality: qualityNotSent };
  const last = { value: Number.NaN, quality: qualityNotSent };
  const isNews = (reading: number, flag: number): boolean => {
    const isSilent = Number.isNaN(reading);
    // A sensor that is known to be dead still says so in its flag; one that is not yet flagged says nothing at all.
    if (isSilent && flag !== badQuality) return false;
    return !onChange || flag !== last.quality || (!isSilent && reading !== last.value);
  };
  return {
    report,
    decide(reading, flag) {
      report.value = Number.NaN;
      report.quality = qualityNotSent;
      if (!isNews(reading, flag)) return false;
      report.value = reading;
      report.quality = flag;
      if (!Number.isNaN(reading)) last.value = reading;
      last.quality = flag;
      return true;
    },
  };
}
