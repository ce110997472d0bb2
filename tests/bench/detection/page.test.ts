import { describe, expect, test } from "vitest";
import { checkFloors, type Floor, renderFloors } from "../../../bench/detection/floors.ts";
import { renderData, renderMade, renderPage } from "../../../bench/detection/page.ts";
import { renderLogPlot } from "../../../bench/detection/render-log-plot.ts";
import { noStore } from "../../../bench/detection/result-store.ts";
import type { BenchOptions } from "../../../bench/detection/section.ts";
import { toStateBytes } from "../../../bench/detection/state-bytes.ts";

const options: BenchOptions = {
  issFolder: null,
  skabFolder: "/somewhere/skab",
  cacheFolder: null,
  isShort: false,
  seeds: 2,
  years: 5,
  workers: 1,
  results: noStore,
  onProgress: () => undefined,
};

const part = {
  id: "b",
  title: "Loops",
  made: "npm run bench:detection -- --seeds 9",
  markdown: "All of it. ![one](img/detection/one.svg)",
  data: { rate: 1.23456789, years: { groups: [{ count: 3 }] } },
  pictures: [
    { name: "one", alt: "the first", svg: "<svg/>" },
    { name: "two", alt: "the second", svg: "<svg/>" },
  ],
};

describe("the page", () => {
  const page = renderPage(
    [part, { id: "c", title: "Recording", made: "", leftOut: "No folder was named." }],
    options,
  );

  test("says how it was made, and names no folder of anybody's machine", () => {
    expect(page).toContain("npm run bench:detection -- --seeds 2 --years 5 --skab DIR");
    expect(page).not.toContain("/somewhere");
  });

  test("shows each picture once: where the text wants it, or at the part's end", () => {
    expect(page.match(/one\.svg/g)).toHaveLength(1);
    expect(page).toContain("![the second](img/detection/two.svg)");
  });

  test("names a part that was left out, and why", () => {
    expect(page).toContain("## (c) Recording\n\n*Left out: No folder was named.*");
  });

  test("says of a part from another run how that was made, and of one from this run nothing", () => {
    expect(page).toContain("## (b) Loops\n\n*Measured by `npm run bench:detection -- --seeds 9`.*");
    const own = renderPage([{ ...part, made: renderMade(options) }], options);
    expect(own).toContain("## (b) Loops\n\nAll of it.");
  });

  test("has its figures as JSON with the digits that mean something", () => {
    const data = JSON.parse(renderData([part], options));
    expect(data.parts.b.data.rate).toBe(1.23457);
    expect(data.parts.b.data.years.groups[0].count).toBe(3);
  });
});

describe("a floor", () => {
  const what = "something";
  test.each<{ name: string; floor: Floor; outcome: string }>([
    {
      name: "at least: met",
      floor: { what, part: "b", path: "years.groups.0.count", atLeast: 3 },
      outcome: "pass",
    },
    {
      name: "at least: not met",
      floor: { what, part: "b", path: "years.groups.0.count", atLeast: 4 },
      outcome: "fail",
    },
    { name: "at most: met", floor: { what, part: "b", path: "rate", atMost: 2 }, outcome: "pass" },
    { name: "at most: not met", floor: { what, part: "b", path: "rate", atMost: 1 }, outcome: "fail" },
    {
      name: "a figure that is gone fails",
      floor: { what, part: "b", path: "rates", atMost: 1 },
      outcome: "fail",
    },
    {
      name: "a part that was left out is not measured",
      floor: { what, part: "c", path: "rate", atMost: 1 },
      outcome: "not measured",
    },
  ])("$name", ({ floor, outcome }) => {
    const results = checkFloors([floor], { b: part.data });
    expect(results[0]?.outcome).toBe(outcome);
    expect(renderFloors(results)).toContain({ pass: "PASS", fail: "FAIL", "not measured": "----" }[outcome]);
  });
});

test("a logarithmic plot leaves a gap where nothing was found, and draws nothing beyond its axes", () => {
  const marks = [1, 10, 100].map((value) => ({ value, label: String(value) }));
  const line = { label: "delay", tone: "accent", points: [] } as const;
  const draw = (points: readonly (readonly [number, number])[]) =>
    /class="accent" d="([^"]*)"/.exec(
      renderLogPlot({
        title: "t",
        description: "d",
        xTitle: "x",
        xMarks: marks,
        yMarks: marks,
        lines: [{ ...line, points }],
      }),
    )?.[1];
  expect(
    draw([
      [1, 1],
      [10, 10],
      [100, 100],
    ])?.match(/[ML]/g),
  ).toEqual(["M", "L", "L"]);
  expect(
    draw([
      [1, 1],
      [10, Infinity],
      [100, 100],
    ])?.match(/[ML]/g),
  ).toEqual(["M", "M"]);
  expect(
    draw([
      [1, 1000],
      [10, 0],
      [100, Number.NaN],
    ]),
  ).toBe("");
});

test("a state is as large as its arrays and the rest of it as JSON", () => {
  expect(toStateBytes({ a: new Float64Array(10), b: [1, 2] })).toBe(80 + '{"a":0,"b":[1,2]}'.length);
});
