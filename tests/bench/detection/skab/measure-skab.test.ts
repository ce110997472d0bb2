import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  parseExperiment,
  readExperiments,
  skabChannels,
} from "../../../../bench/detection/skab/experiment.ts";
import type { SkabFigures } from "../../../../bench/detection/skab/measure-figures.ts";
import { measureSkab } from "../../../../bench/detection/skab/measure-skab.ts";
import { readSkabLoop, runProduct } from "../../../../bench/detection/skab/run-product.ts";
import { runWatch, toSettings } from "../../../../bench/detection/skab/run-watch.ts";
import { writePrediction } from "../../../../bench/detection/skab/write-prediction.ts";
import { createNoise } from "../../../support/noise.ts";

/** A file as SKAB's are: flow falls by `fall` L/min from row 600 to row 1020. */
function renderFile(seed: number, fall: number, isLabelled = true): string {
  const noise = createNoise(seed);
  const header = ["datetime", ...skabChannels.map(({ column }) => column)];
  const rows = Array.from({ length: 1200 }, (_, i) => {
    const isOdd = fall > 0 && i >= 600 && i < 1020;
    const stamp = new Date(Date.UTC(2020, 2, 1) + i * 1000).toISOString().slice(0, 19).replace("T", " ");
    const values = skabChannels.map(({ role }) =>
      role === "flow" ? 76 + 0.4 * noise.normal() - (isOdd ? fall : 0) : 10 + 0.05 * noise.normal(),
    );
    const labels = isLabelled
      ? [isOdd ? "1.0" : "0.0", fall > 0 && (i === 600 || i === 1020) ? "1.0" : "0.0"]
      : [];
    return [stamp, ...values.map(String), ...labels].join(";");
  });
  return [[...header, ...(isLabelled ? ["anomaly", "changepoint"] : [])].join(";"), ...rows].join("\n");
}

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "skab-"));
  for (const [name, text] of [
    ["other/10", renderFile(1, 4)],
    ["other/9", renderFile(2, 0)],
    ["valve1/0", renderFile(3, 3)],
    ["anomaly-free/anomaly-free", renderFile(4, 0, false)],
  ] as const) {
    mkdirSync(join(folder, name.slice(0, name.indexOf("/"))), { recursive: true });
    writeFileSync(join(folder, `${name}.csv`), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

function measured(skabFolder: string, isShort: boolean) {
  const section = measureSkab({ skabFolder, isShort });
  if ("leftOut" in section) throw new Error(section.leftOut);
  return section;
}

const loop = readSkabLoop();
const settings = toSettings(loop);

describe("the part of the page about SKAB", () => {
  test("has the figures of what is there, beside rules without data and the published board", () => {
    const section = measured(folder, true);
    const figures = section.data as SkabFigures;
    expect(figures.files.map(({ name }) => name)).toEqual(["other/9", "other/10", "valve1/0"]);
    expect(figures.score.f1).toBeGreaterThan(0.9);
    expect(figures.score.missed).toBe(0);
    expect(figures.baselines[0]?.score.f1).toBeCloseTo(840 / (840 + 1560 / 2), 10);
    expect(figures.peace).toMatchObject({ onsets: 0, inAlarmPercent: 0 });
    expect(figures.leftOut.map(({ group }) => group)).toEqual(["other", "valve1"]);
    expect(section.markdown).toContain("| published: T2+Q (PCA) | 0.760 |");
    expect(section.markdown).toContain("3 of its 34 experiments");
    expect(section.pictures).toEqual([]);
  });

  test("shows an experiment when there is time for pictures", () => {
    const { pictures } = measured(folder, false);
    expect(pictures).toHaveLength(1);
    expect(pictures[0]?.svg).toMatch(/^<svg/);
  });

  test("is not made from an empty folder", () => {
    const empty = join(folder, "anomaly-free");
    expect(measureSkab({ skabFolder: empty, isShort: true })).toEqual({
      leftOut: expect.stringContaining("no experiment of SKAB"),
    });
  });
});

test("a prediction is causal: later rows change nothing of what was said before", () => {
  const whole = parseExperiment("other/1", renderFile(5, 4));
  const cut = 900;
  const lines = renderFile(5, 4).split("\n");
  const part = parseExperiment("other/1", lines.slice(0, cut + 1).join("\n"));
  for (const run of [(e: typeof whole) => runWatch(e, settings), (e: typeof whole) => runProduct(e, loop)]) {
    const said = run(whole);
    expect(said.outlier.includes(1)).toBe(true);
    expect(run(part).outlier).toEqual(said.outlier.slice(0, cut));
    expect(run(part).changePoint).toEqual(said.changePoint.slice(0, cut));
  }
});

test("the alarms that are told say what the watch says when it is called directly, within two rows", () => {
  const whole = parseExperiment("other/1", renderFile(5, 4));
  const told = Array.from(runProduct(whole, loop).outlier);
  const watched = Array.from(runWatch(whole, settings).outlier);
  const edges = (rows: readonly number[]) =>
    rows.flatMap((one, i) => (i > 0 && one !== rows[i - 1] ? [i] : []));
  expect(edges(told)).toHaveLength(2);
  for (const [k, row] of edges(watched).entries())
    expect(Math.abs(edges(told)[k]! - row)).toBeLessThanOrEqual(2);
});

test("a prediction is written as the reference scorer reads it", () => {
  const [experiment] = readExperiments(folder);
  if (experiment === undefined) throw new Error("no experiment");
  const out = join(folder, "predictions");
  writePrediction(out, experiment, runWatch(experiment, settings));
  const lines = readFileSync(join(out, "other", "9.csv"), "utf8")
    .trimEnd()
    .split("\n");
  expect(lines[0]).toBe("datetime,predicted_outlier,predicted_changepoint");
  expect(lines[1]).toBe("2020-03-01 00:00:00,0,0");
  expect(lines).toHaveLength(1201);
});

test("a file without one of the columns is refused with its name", () => {
  expect(() => parseExperiment("other/1", "datetime;Current\n2020-03-01 00:00:00;1")).toThrow(
    "other/1 has no column Accelerometer1RMS.",
  );
});

/** SKAB's `data` folder, given by whoever runs the tests: it is not part of the project. */
const skab = process.env["SKAB_DATA"] ?? "";

if (skab !== "")
  test("on the real experiments it stays above the published board by all three measures together", () => {
    const { score, peace } = measured(skab, true).data as SkabFigures;
    expect(score.f1).toBeGreaterThan(0.8);
    expect(score.nabStandard).toBeGreaterThan(40);
    expect(score.changePointF1).toBeGreaterThan(0.6);
    expect(peace?.onsetsPerHour ?? 0).toBeLessThan(1);
  });
