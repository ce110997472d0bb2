import { toReadable } from "../../protocol/units.ts";
import type { PlantTruth } from "../../simulator/plant/plant-api.ts";
import {
  type Between,
  createMean,
  isWithin,
  notSeen,
  type StoryMeasure,
  toFigure,
  toSigned,
  toTime,
} from "./measure.ts";

/** A true quantity, by the moment. */
export interface Truth {
  readonly unit: string;
  of(truth: PlantTruth): number;
}

export const pressure: Truth = { unit: "kPa", of: ({ pressureKpa }) => pressureKpa };
export const inventory: Truth = { unit: "L", of: ({ inventoryL }) => inventoryL };
export const mass: Truth = { unit: "kg", of: ({ massKg }) => massKg };
export const bulkTemp: Truth = { unit: "°C", of: ({ bulkTempC }) => bulkTempC };
export const leakPerHour: Truth = { unit: "kg/h", of: ({ leakKgPerS }) => leakKgPerS * 3600 };
export const leakPerDay: Truth = { unit: "kg/d", of: ({ leakKgPerS }) => leakKgPerS * 86_400 };
/** At the reference temperature and pressure, as the inventory is. */
export const leakLPerMin: Truth = {
  unit: "L/min",
  of: ({ leakKgPerS, inventoryL, massKg }) => (leakKgPerS * 60 * inventoryL) / massKg,
};
export const leakLPerDay: Truth = { unit: "L/d", of: (truth) => leakLPerMin.of(truth) * 1440 };
export const inventoryMl: Truth = { unit: "mL", of: ({ inventoryL }) => inventoryL * 1000 };

/** Means stand for a moment, so that no single second decides: this long before it. */
const momentS = 60;

/** How long after the event a quantity has lost this share of its mean of the last minute before. */
export function timeToFall(truth: Truth, share: number): StoryMeasure {
  const before = createMean();
  let fellAtS: number | null = null;
  return {
    takeTruth(atS, now) {
      if (atS <= 0 && atS > -momentS) before.add(truth.of(now));
      else if (atS > 0 && fellAtS === null && truth.of(now) <= before.read() * (1 - share)) fellAtS = atS;
    },
    read: () => (fellAtS === null ? notSeen : toTime(fellAtS)),
  };
}

/** How long after the event the accumulator has no coolant left to give. */
export function timeToBottomOut(): StoryMeasure {
  let emptyAtS: number | null = null;
  return {
    takeTruth(atS, now) {
      if (atS > 0 && emptyAtS === null && now.bottomedOut) emptyAtS = atS;
    },
    read: () => (emptyAtS === null ? notSeen : toTime(emptyAtS)),
  };
}

/** Mean of a quantity in a time. */
export function meanOf(truth: Truth, between: Between): StoryMeasure {
  const mean = createMean();
  return {
    takeTruth(atS, now) {
      if (isWithin(atS, between)) mean.add(truth.of(now));
    },
    read: () => toFigure(mean.read(), truth.unit),
  };
}

/** Means of a quantity over the minute before each end of a time, for what became of one in the other. */
function compareEnds(
  truth: Truth,
  { fromS, toS }: Between,
  read: (first: number, last: number) => string,
): StoryMeasure {
  const first = createMean();
  const last = createMean();
  return {
    takeTruth(atS, now) {
      if (isWithin(atS, { fromS: fromS - momentS, toS: fromS })) first.add(truth.of(now));
      if (isWithin(atS, { fromS: toS - momentS, toS })) last.add(truth.of(now));
    },
    read: () => read(first.read(), last.read()),
  };
}

/** How a quantity changes from one time to another. */
export const changeOf = (truth: Truth, between: Between): StoryMeasure =>
  compareEnds(truth, between, (first, last) => toSigned(last - first, truth.unit));

/** The same as a share of where it began. */
export const shareChangeOf = (truth: Truth, between: Between): StoryMeasure =>
  compareEnds(truth, between, (first, last) => toSigned(100 * (last / first - 1), "%"));

/** The lowest and highest of a quantity in a time. */
export function rangeOf(truth: Truth, between: Between): StoryMeasure {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  return {
    takeTruth(atS, now) {
      if (!isWithin(atS, between)) return;
      low = Math.min(low, truth.of(now));
      high = Math.max(high, truth.of(now));
    },
    read: () => (low > high ? notSeen : `${toReadable(low)} to ${toReadable(high)} ${truth.unit}`),
  };
}

/** Slope of the straight line of least squares through a quantity, a day. */
export function slopePerDay(truth: Truth, between: Between): StoryMeasure {
  let [n, meanS, mean, squares, products] = [0, 0, 0, 0, 0];
  return {
    takeTruth(atS, now) {
      if (!isWithin(atS, between)) return;
      // Welford's update: sums of squares of large numbers would lose the slope of a slow leak.
      n += 1;
      const fromMeanS = atS - meanS;
      meanS += fromMeanS / n;
      const fromMean = truth.of(now) - mean;
      mean += fromMean / n;
      squares += fromMeanS * (atS - meanS);
      products += fromMeanS * (truth.of(now) - mean);
    },
    read: () => toSigned(n < 2 ? Number.NaN : (products / squares) * 86_400, `${truth.unit}/d`),
  };
}

/** Amplitude of a quantity's swing with a period, over a time that should hold many of them. */
export function amplitudeOf(truth: Truth, periodS: number, between: Between): StoryMeasure {
  const value = createMean();
  const [cosine, sine, valueCosine, valueSine] = [createMean(), createMean(), createMean(), createMean()];
  return {
    takeTruth(atS, now) {
      if (!isWithin(atS, between)) return;
      const angle = (2 * Math.PI * atS) / periodS;
      const own = truth.of(now);
      value.add(own);
      cosine.add(Math.cos(angle));
      sine.add(Math.sin(angle));
      valueCosine.add(own * Math.cos(angle));
      valueSine.add(own * Math.sin(angle));
    },
    read: () => {
      const a = 2 * (valueCosine.read() - value.read() * cosine.read());
      const b = 2 * (valueSine.read() - value.read() * sine.read());
      return toFigure(Math.hypot(a, b), truth.unit);
    },
  };
}
