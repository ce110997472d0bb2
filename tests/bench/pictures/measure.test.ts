import { describe, expect, test } from "vitest";
import type { StoryMeasure } from "../../../bench/pictures/measure.ts";
import {
  channelChange,
  channelMean,
  silences,
  timeToReach,
} from "../../../bench/pictures/measure-telemetry.ts";
import {
  amplitudeOf,
  changeOf,
  meanOf,
  pressure,
  rangeOf,
  shareChangeOf,
  slopePerDay,
  timeToBottomOut,
  timeToFall,
} from "../../../bench/pictures/measure-truth.ts";
import type { PlantTruth } from "../../../simulator/plant/plant-api.ts";

const truth: PlantTruth = {
  massKg: 30,
  inventoryL: 44,
  leakKgPerS: 0,
  lostKg: 0,
  bulkTempC: 20,
  pressureKpa: 304,
  accumulatorLiquidL: 4,
  gasMol: 0.5,
  bottomedOut: false,
  voidShare: 0,
  heatJ: 0,
};

/** What a measure answers for a pressure that runs like this, an hour before the event to a day after. */
function readingOf(measure: StoryMeasure, pressureAt: (atS: number) => number): string {
  for (let atS = -3600; atS <= 86_400; atS++)
    measure.takeTruth?.(atS, { ...truth, pressureKpa: pressureAt(atS) });
  return measure.read();
}

const steady = () => 300;
const falling = (atS: number) => (atS < 0 ? 300 : 300 - atS / 10);
const swinging = (atS: number) => 1800 + 10.6 * Math.sin((2 * Math.PI * atS) / 5400 + 1);
const wholeDay = { fromS: 0, toS: 86_400 };

describe("the time of a fall", () => {
  test("is counted from the event", () => {
    expect(readingOf(timeToFall(pressure, 0.1), falling)).toBe("5.0 min");
  });

  test("is not found in a story without one", () => {
    expect(readingOf(timeToFall(pressure, 0.1), steady)).toBe("not in this story");
  });

  test("does not count what fell before the event", () => {
    expect(readingOf(timeToFall(pressure, 0.1), (atS) => (atS < -600 ? 300 : 200))).toBe("not in this story");
  });
});

test.each([
  ["the slope of a fall, a day", slopePerDay(pressure, { fromS: 0, toS: 1000 }), falling, "−8640 kPa/d"],
  ["the slope of a steady pressure", slopePerDay(pressure, wholeDay), steady, "0 kPa/d"],
  [
    "the slope of nothing",
    slopePerDay(pressure, { fromS: 90_000, toS: 99_000 }),
    steady,
    "not in this story",
  ],
  ["the amplitude of a swing", amplitudeOf(pressure, 5400, wholeDay), swinging, "10.6 kPa"],
  ["the change over a time", changeOf(pressure, { fromS: 0, toS: 1030 }), falling, "−100 kPa"],
  [
    "a change that is not in the story",
    changeOf(pressure, { fromS: 0, toS: 1e6 }),
    falling,
    "not in this story",
  ],
  ["a change as a share", shareChangeOf(pressure, { fromS: -60, toS: 1530 }), falling, "−50.0 %"],
  ["an accumulator that never empties", timeToBottomOut(), falling, "not in this story"],
  ["a mean", meanOf(pressure, { fromS: -100, toS: -1 }), falling, "300 kPa"],
  ["a range", rangeOf(pressure, { fromS: -10, toS: 1000 }), falling, "200 to 300 kPa"],
] as const)("%s is measured", (_name, measure, pressureAt, expected) => {
  expect(readingOf(measure, pressureAt)).toBe(expected);
});

test("a swing has next to no amplitude at another period", () => {
  const reading = readingOf(amplitudeOf(pressure, 2700, wholeDay), swinging);
  expect(Number.parseFloat(reading)).toBeLessThan(0.001);
});

describe("a channel", () => {
  const channels = ["a", "starts"];
  const feed = (measure: StoryMeasure) => {
    for (let atS = -10; atS <= 100; atS++) {
      const values = Float64Array.of(7, atS % 2 === 0 ? Number.NaN : Math.floor(atS / 25));
      measure.takeFrame?.(atS, { sourceMs: atS * 1000, values, qualities: new Uint8Array(2) }, channels);
    }
    return measure.read();
  };

  test("tells by how much it changed, past values that are missing", () => {
    expect(feed(channelChange("starts", "", { fromS: 0, toS: 100 }))).toBe("+3");
  });

  test("tells its mean", () => {
    expect(feed(channelMean("a", "L", { fromS: 0, toS: 100 }))).toBe("7.00 L");
  });

  test("tells when it reached a level", () => {
    expect(feed(timeToReach("starts", 2))).toBe("51 s");
  });

  test("that is not there reaches nothing", () => {
    expect(feed(timeToReach("other", 2))).toBe("not in this story");
  });
});

test("silences are counted by their length, and an hour", () => {
  const measure = silences({ fromS: 15, toS: 28 });
  for (let s = 0; s <= 7200; s++)
    if (!(s > 100 && s < 120) && !(s > 900 && s < 1000)) measure.takeArrival?.(s);
  expect(measure.read()).toBe("1 in 2 h, 0.50 an hour");
});
