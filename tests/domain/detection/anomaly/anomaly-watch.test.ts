import { describe, expect, test } from "vitest";
import { createAnomalyWatch } from "../../../../server/domain/detection/anomaly/anomaly-watch.ts";
import { copyState } from "../../../../server/domain/statistics/copy-state.ts";
import { during, type Plot, quiet, settings, tell } from "./watched-loop.ts";

const day = 86_400;
const change = 3600;

describe("a loop in which nothing happens", () => {
  test.each([1, 2, 3])("is left in peace for a day (noise %i)", (seed) => {
    expect(tell(quiet, day, { seed })).toMatchObject({ onsets: [], changePoints: [] });
  });

  test.each<[string, Plot]>([
    ["flow drifts by 5 % in six hours", (s) => [(-3.8 * s) / 21_600]],
    ["the coolant warms by 6 K in three hours", (s) => [0, 0, 0, (6 * s) / 10_800]],
    [
      "the coolant swings by 2 K every five minutes, as it did while learning",
      (s) => [0, 0, 0, s % 300 < 150 ? 2 : 0],
    ],
    ["one wild value comes in each channel", during(change, change + 1, [-20, 0.3, 5, 10])],
    ["a channel that never spoke stays silent", () => [0, 0, 0, Number.NaN]],
    ["flow is not heard for ten minutes", during(change, change + 600, [Number.NaN])],
  ])("is left in peace when %s", (_name, plot) => {
    expect(tell(plot, 4 * 3600).onsets).toEqual([]);
  });
});

describe("a change that lasts", () => {
  test.each([
    ["flow falls by 5 %", [-3.8], 20],
    ["flow falls by 3 %", [-2.3], 60],
    ["flow rises by 5 %", [3.8], 20],
    ["vibration doubles", [0, 0.22], 5],
    ["the coolant is 3 K warmer at once", [0, 0, 0, 3], 20],
  ])("is told: %s", (_name, added, withinS) => {
    const { onsets, changePoints, watch } = tell(during(change, 2 * change, added), change + 600);
    expect(onsets).toHaveLength(1);
    expect(onsets[0]).toBeGreaterThanOrEqual(change);
    expect(onsets[0]).toBeLessThanOrEqual(change + withinS);
    expect(watch.sinceMs).toBeGreaterThanOrEqual(change * 1000);
    expect(watch.sinceMs).toBeLessThanOrEqual((change + withinS) * 1000);
    expect(changePoints.every((atS) => atS >= change && atS < change + 120)).toBe(true);
  });

  test("is not told when it is within the scatter of a meter", () => {
    expect(tell(during(change, 2 * change, [-0.2]), 2 * change).onsets).toEqual([]);
  });

  test("is over when the level goes back, and the channel's usual level is the old one", () => {
    const { ends, watch } = tell(during(change, change + 900, [-3.8]), change + 1800);
    expect(ends).toHaveLength(1);
    expect(ends[0]).toBeGreaterThan(change + 900);
    expect(ends[0]).toBeLessThan(change + 930);
    expect(watch.testimony()[0]?.now).toBeCloseTo(76, 0);
  });

  test("becomes the new normal after a shift, and is not told again", () => {
    const { onsets, ends } = tell(during(change, day, [-3.8]), 6 * 3600);
    expect(onsets).toHaveLength(1);
    expect(ends).toHaveLength(1);
    expect(ends[0]).toBeGreaterThan(change + 3.9 * 3600);
  });

  test("is told by a level that is left and a level that is found", () => {
    const ramp: Plot = (s) => [-3.8 * Math.min(1, Math.max(0, (s - change) / 60))];
    const { changePoints } = tell(ramp, change + 600);
    expect(changePoints).toHaveLength(2);
    expect(changePoints[0]).toBeLessThan(change + 60);
    expect(changePoints[1]).toBeGreaterThan(change + 60);
  });
});

describe("an excursion that goes away by itself", () => {
  const twice = (secondS: number, secondSize: number): Plot => {
    const first = during(change, change + 90, [-3.8]);
    const second = during(2 * change, 2 * change + secondS, [secondSize]);
    return (s) => (s < 2 * change ? first(s) : second(s));
  };

  test("is told once, not each time", () => {
    expect(tell(twice(80, -3.5), 3 * change).onsets).toHaveLength(1);
  });

  test.each([
    ["larger", 80, -6],
    ["longer", 600, -3.5],
  ])("is told again when it is %s than before", (_name, lastsS, size) => {
    const { onsets } = tell(twice(lastsS, size), 3 * change);
    expect(onsets).toHaveLength(2);
    expect(onsets[1]).toBeLessThan(2 * change + 300);
  });
});

describe("silence", () => {
  test("ends no anomaly", () => {
    const plot: Plot = (s) => (s < change ? [] : s < change + 300 ? [-3.8] : [Number.NaN]);
    const { watch, ends } = tell(plot, 3 * change);
    expect(watch.active).toBe(true);
    expect(ends).toEqual([]);
  });
});

describe("learning", () => {
  test("is not spoilt by a start-up inside it", () => {
    const startUp: Plot = (s) => (s < 90 ? [-70, -0.2, -2] : s >= change ? [-3.8] : []);
    const { onsets } = tell(startUp, change + 120);
    expect(onsets).toHaveLength(1);
    expect(onsets[0]).toBeLessThan(change + 60);
  });

  test("waits for a channel that comes late, and tells nothing of it before", () => {
    const late: Plot = (s) => (s < change ? [Number.NaN] : s > change + 300 ? [-3.8] : []);
    const { watch, onsets } = tell(late, change + 500);
    expect(onsets).toEqual([]);
    expect(watch.testimony().map(({ channel }) => channel)).toEqual([1, 2, 3]);
  });
});

test("a channel that rested on nought while learning is learnt again once it moves", () => {
  const channels = [{ name: "Flow", role: "flow", unit: "L/min", step: 0 }] as const;
  const watch = createAnomalyWatch({ ...settings, channels });
  const flowAt = (s: number): number => (s < 900 ? 0 : s < 3600 ? 76 + 0.1 * (s % 7) : 60);
  const heard: boolean[] = [];
  for (let s = 0; s < 3700; s++) {
    watch.step(s * 1000, Float64Array.of(flowAt(s)), 1);
    heard.push(watch.active);
  }
  expect(heard.indexOf(true)).toBeGreaterThanOrEqual(3600);
  expect(heard.indexOf(true)).toBeLessThan(3620);
});

test("counters, tanks and ropes are not watched: their level is bound to change", () => {
  const watch = createAnomalyWatch({
    ...settings,
    channels: [
      { name: "Make-up", role: "make-up-volume", unit: "L", step: 0 },
      { name: "Rope", role: "wetness", unit: "1", step: 0 },
    ],
  });
  for (let s = 0; s < 1200; s++) watch.step(s * 1000, Float64Array.of(s < 900 ? 0 : 50, s < 900 ? 0 : 1), 1);
  expect(watch.active).toBe(false);
  expect(watch.testimony()).toEqual([]);
});

test("a copy of the state goes on by itself, and the original is not touched", () => {
  const plot = during(change, 2 * change, [-3.8]);
  const whole = tell(plot, 2 * change);
  const first = tell(plot, change + 5);
  const kept = copyState(first.watch.state);
  const resumed = createAnomalyWatch(settings, copyState(first.watch.state));
  tell(plot, 2 * change, { watch: resumed, fromS: change + 5 });
  expect(resumed.state).toEqual(whole.watch.state);
  expect(first.watch.state).toEqual(kept);
  expect(first.watch.state).not.toEqual(resumed.state);
});

test("fewer wanted false alarms and more channels ask for more evidence", () => {
  const thresholdOf = (falseAlarmsPerYear: number, copies: number): number =>
    createAnomalyWatch({
      ...settings,
      falseAlarmsPerYear,
      channels: Array.from({ length: copies }, () => settings.channels).flat(),
    }).threshold;
  // Four channels, one false alarm a year, a new mean every 12 s: 2 Q(z) = 12 / 31 557 600 / 4.
  expect(thresholdOf(1, 1)).toBeCloseTo(5.336, 3);
  expect(thresholdOf(100, 1)).toBeCloseTo(4.428, 3);
  expect(thresholdOf(1, 8)).toBeGreaterThan(thresholdOf(1, 1));
});
