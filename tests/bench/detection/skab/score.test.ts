import { describe, expect, test } from "vitest";
import type { Experiment } from "../../../../bench/detection/skab/experiment.ts";
import {
  countExperiment,
  type Prediction,
  sumCounts,
  toScore,
} from "../../../../bench/detection/skab/score.ts";

const rows = 1200;

/** A file of a row a second, anomalous from row 600 to 1019, with change points at the rows given. */
const experimentWith = (changePoints: readonly number[]): Experiment => ({
  name: "other/1",
  group: "other",
  stamps: Array.from({ length: rows }, (_, i) => String(i)),
  atMs: Float64Array.from({ length: rows }, (_, i) => i * 1000),
  values: [],
  anomaly: Uint8Array.from({ length: rows }, (_, i) => (i >= 600 && i < 1020 ? 1 : 0)),
  changePoint: Uint8Array.from({ length: rows }, (_, i) => (changePoints.includes(i) ? 1 : 0)),
});

const predict = (outlier: (row: number) => boolean, alarms: readonly number[]): Prediction => ({
  outlier: Uint8Array.from({ length: rows }, (_, i) => (outlier(i) ? 1 : 0)),
  changePoint: Uint8Array.from({ length: rows }, (_, i) => (alarms.includes(i) ? 1 : 0)),
});

const scoreOf = (changePoints: readonly number[], prediction: Prediction) =>
  toScore(countExperiment(experimentWith(changePoints), prediction));

describe("rows", () => {
  test("of the learning time do not count", () => {
    const counts = countExperiment(
      experimentWith([]),
      predict((i) => i < 400, [10, 20]),
    );
    expect(counts).toMatchObject({ falsePositive: 0, trueNegative: 380, falseNegative: 420, falseAlarms: 0 });
  });

  test("give F1, the false share of healthy rows and the missed share of anomalous ones", () => {
    const late = scoreOf(
      [],
      predict((i) => i >= 642 && i < 1096, []),
    );
    expect(late.f1).toBeCloseTo(378 / (378 + (42 + 76) / 2), 10);
    expect(late.missedAlarmRate).toBeCloseTo(10, 10);
    expect(late.falseAlarmRate).toBeCloseTo(20, 10);
  });
});

describe("change points", () => {
  const none = (): boolean => false;

  test("told at once are worth 100, told never 0", () => {
    expect(scoreOf([600, 900], predict(none, [600, 900])).nabStandard).toBeCloseTo(100, 10);
    expect(scoreOf([600, 900], predict(none, [])).nabStandard).toBeCloseTo(0, 10);
  });

  test("told later are worth less, at the end of the window as little as a false alarm", () => {
    const atDelay = (s: number): number => scoreOf([600], predict(none, [600 + s])).nabStandard;
    // Half-way the sigmoid is at its middle, (1 - 0.11) / 2 of a hit: 100 (0.445 + 1) / 2.
    expect(atDelay(30)).toBeCloseTo(72.25, 0);
    expect(atDelay(60)).toBeCloseTo((100 * (1 - 0.11)) / 2, 10);
    expect(atDelay(10)).toBeGreaterThan(atDelay(20));
  });

  test.each([
    ["before it", 599],
    ["after 60 s", 661],
  ])("are missed by an alarm %s, which is false", (_name, at) => {
    expect(scoreOf([600], predict(none, [at]))).toMatchObject({ missed: 1, falseAlarms: 1 });
  });

  test("close together share their time: the later window begins where the earlier one ends", () => {
    const counts = countExperiment(experimentWith([600, 640]), predict(none, [650, 690]));
    expect(counts).toMatchObject({ hits: 2, falseAlarms: 0, delayS: 50 + 30 });
  });

  test("count one alarm in a window, and do not blame further ones", () => {
    expect(scoreOf([600], predict(none, [605, 610, 615]))).toMatchObject({ missed: 0, falseAlarms: 0 });
  });

  test("have costs of a miss and of a false alarm that depend on the profile", () => {
    const score = scoreOf([600, 900], predict(none, [600, 800]));
    expect(score.nabStandard).toBeCloseTo((100 * (1 - 0.11 - 1 + 2)) / 4, 10);
    expect(score.nabLowFalsePositive).toBeCloseTo((100 * (1 - 0.22 - 1 + 2)) / 4, 10);
    expect(score.nabLowFalseNegative).toBeCloseTo((100 * (1 - 0.11 - 2 + 4)) / 6, 10);
    expect(score.changePointF1).toBeCloseTo(1 / (1 + (1 + 1) / 2), 10);
  });
});

test("experiments are scored together, not one by one", () => {
  const good = countExperiment(
    experimentWith([600]),
    predict((i) => i >= 600 && i < 1020, [600]),
  );
  const blind = countExperiment(
    experimentWith([600]),
    predict(() => false, []),
  );
  const both = toScore(sumCounts([good, blind]));
  expect(both.f1).toBeCloseTo(420 / (420 + 420 / 2), 10);
  expect(both.nabStandard).toBeCloseTo(50, 10);
});
