import { toReadable } from "../../protocol/units.ts";
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

/** A reading of one channel at the end of a time, less that at its beginning. */
export function channelChange(channel: string, unit: string, between: Between): StoryMeasure {
  let first = Number.NaN;
  let last = Number.NaN;
  return {
    takeFrame(atS, { values }, channels) {
      const value = values[channels.indexOf(channel)] ?? Number.NaN;
      if (!isWithin(atS, between) || Number.isNaN(value)) return;
      if (Number.isNaN(first)) first = value;
      last = value;
    },
    read: () => toSigned(last - first, unit),
  };
}

/** When a channel first reads at least `level` after the event. */
export function timeToReach(channel: string, level: number): StoryMeasure {
  let reachedAtS: number | null = null;
  return {
    takeFrame(atS, { values }, channels) {
      const value = values[channels.indexOf(channel)] ?? Number.NaN;
      if (reachedAtS === null && atS > 0 && value >= level) reachedAtS = atS;
    },
    read: () => (reachedAtS === null ? notSeen : toTime(reachedAtS)),
  };
}

/** Mean time from one step up of a counter to the next. */
export function timeBetweenSteps(channel: string, between: Between): StoryMeasure {
  let last = Number.NaN;
  let firstStepS = Number.NaN;
  let lastStepS = Number.NaN;
  let steps = 0;
  return {
    takeFrame(atS, { values }, channels) {
      const value = values[channels.indexOf(channel)] ?? Number.NaN;
      if (!isWithin(atS, between) || Number.isNaN(value)) return;
      if (value > last) {
        if (steps === 0) firstStepS = atS;
        lastStepS = atS;
        steps += 1;
      }
      last = value;
    },
    read: () => (steps < 2 ? notSeen : toTime((lastStepS - firstStepS) / (steps - 1))),
  };
}

/** Mean of a channel's readings in a time. */
export function channelMean(channel: string, unit: string, between: Between): StoryMeasure {
  const mean = createMean();
  return {
    takeFrame(atS, { values }, channels) {
      const value = values[channels.indexOf(channel)] ?? Number.NaN;
      if (isWithin(atS, between) && Number.isFinite(value)) mean.add(value);
    },
    read: () => toFigure(mean.read(), unit),
  };
}

/** How the mean of a channel's readings changes from one time to another, as a share of the first. */
export function channelShareChange(channel: string, before: Between, after: Between): StoryMeasure {
  const first = createMean();
  const last = createMean();
  return {
    takeFrame(atS, { values }, channels) {
      const value = values[channels.indexOf(channel)] ?? Number.NaN;
      if (!Number.isFinite(value)) return;
      if (isWithin(atS, before)) first.add(value);
      if (isWithin(atS, after)) last.add(value);
    },
    read: () => toSigned(100 * (last.read() / first.read() - 1), "%"),
  };
}

/** How often nothing arrives for a time within these lengths, and an hour of the whole story. */
export function silences(lengths: Between): StoryMeasure {
  let count = 0;
  let firstS = Number.NaN;
  let lastS = Number.NaN;
  return {
    takeArrival(arrivesS) {
      if (Number.isNaN(firstS)) firstS = arrivesS;
      if (isWithin(arrivesS - lastS, lengths)) count += 1;
      lastS = arrivesS;
    },
    read: () => {
      const hours = (lastS - firstS) / 3600;
      return `${count} in ${Math.round(hours)} h, ${toReadable(count / hours, 2)} an hour`;
    },
  };
}
