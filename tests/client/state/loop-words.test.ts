import { afterEach, describe, expect, test } from "vitest";
import { toTimeLabels, toTimeMarks } from "../../../client/charts/time-axis.ts";
import { toCell, toCsv } from "../../../client/state/csv.ts";
import { toBand } from "../../../client/state/estimate-band.ts";
import { toForecastPlot, toForecasts, toForecastWords } from "../../../client/state/forecast.ts";
import { shownUnits, toMeasure, toShown, usualUnits } from "../../../client/state/measures.ts";
import { panSpan, zoomSpan } from "../../../client/state/span.ts";
import { isZone, shownZone, toWallTime, toZoneWord } from "../../../client/state/zone.ts";
import { estimateColumns, type History } from "../../../protocol/telemetry.ts";
import { hours, minutes } from "../../../protocol/time.ts";
import { leak } from "../../support/busy-alarms.ts";
import { busyDay } from "../../support/busy-day.ts";
import { someLoop } from "../fixtures.ts";

afterEach(() => {
  shownUnits.value = usualUnits;
  shownZone.value = "UTC";
});

describe("units", () => {
  test.each([
    ["kPa", 101.325, "101.3"],
    ["bar", 101.325, "1.013"],
    ["psi", 101.325, "14.70"],
  ] as const)("a pressure in %s", (pressure, value, text) => {
    shownUnits.value = { ...usualUnits, pressure };
    expect(toShown(value, "kPa")).toBe(text);
    expect(toMeasure("kPa").label).toBe(pressure);
  });

  test.each([
    ["°C", "-40.00"],
    ["K", "233.15"],
    ["°F", "-40.00"],
  ] as const)("a temperature in %s", (temperature, text) => {
    shownUnits.value = { ...usualUnits, temperature };
    expect(toShown(-40, "degC")).toBe(text);
    expect(toShown(5, "rpm")).toBe("5");
  });
});

describe("the zone", () => {
  test("of a person is followed through summer and winter", () => {
    shownZone.value = "Europe/Berlin";
    expect(toWallTime(Date.UTC(2022, 11, 31, 23, 30))).toMatchObject({
      year: 2023,
      month: 1,
      day: 1,
      hour: 0,
    });
    expect(toZoneWord(Date.UTC(2022, 6, 1))).toBe("UTC+02:00");
    shownZone.value = "America/St_Johns";
    expect(toZoneWord(Date.UTC(2022, 11, 1))).toBe("UTC−03:30");
  });

  test("decides where the axis has its whole hours and days", () => {
    shownZone.value = "Asia/Kolkata";
    const marks = toTimeMarks(Date.UTC(2022, 11, 15, 18, 0), Date.UTC(2022, 11, 15, 20, 0), hours(1));
    expect(toTimeLabels(marks, hours(1))).toEqual(["16 Dec", "01:00"]);
  });

  test("that nobody knows is none", () => {
    expect([isZone("Europe/Berlin"), isZone("Middle/Earth"), isZone("")]).toEqual([true, false, false]);
  });
});

describe("a stretch of time", () => {
  const span = { fromMs: 1000_000, toMs: 2000_000 };

  test("moves by a share of itself, never beyond the newest sample", () => {
    expect(panSpan(span, -0.25, 9e9)).toEqual({ fromMs: 750_000, toMs: 1750_000 });
    expect(panSpan(span, 0.25, 2100_000)).toEqual({ fromMs: 1100_000, toMs: 2100_000 });
  });

  test("is zoomed about a moment that stays in its place, and never to nothing", () => {
    expect(zoomSpan(span, 0.5, 1000_000)).toEqual({ fromMs: 1000_000, toMs: 1500_000 });
    expect(zoomSpan(span, 2, 1500_000)).toEqual({ fromMs: 500_000, toMs: 2500_000 });
    expect(zoomSpan(span, 1e-9, 1500_000)).toEqual({ fromMs: 1497_500, toMs: 1502_500 });
  });
});

describe("a cell of CSV", () => {
  test.each([
    ["plain", "plain"],
    ["-12.5", "-12.5"],
    ["+1", "+1"],
    ["=1+1", "'=1+1"],
    ["+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"],
    ["-1+2", "'-1+2"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["Flow, main", '"Flow, main"'],
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    [-3.2, "-3.2"],
    [null, ""],
  ])("%j is written %j", (value, cell) => {
    expect(toCell(value)).toBe(cell);
  });

  test("the table has a column a channel, then the inventory, and no formula in its head", () => {
    const [first, ...others] = someLoop.channels;
    if (!first) throw new Error("The loop has channels.");
    const loop = { ...someLoop, channels: [{ ...first, name: "=1+1" }, ...others] };
    const history: History = {
      ...{ loopId: loop.id, fromMs: 0, toMs: 1000, bucketMs: 500, tMs: [0] },
      columns: [[300.5], [null], [310], [2], [44]],
    };
    expect(toCsv(loop, history)).toBe(
      "time,'=1+1 [kPa],Inlet [°C],Pump [kPa],Flow [L/min],Inventory [L]\r\n1970-01-01T00:00:00.000Z,300.5,,310,2,44\r\n",
    );
  });
});

describe("forecasts", () => {
  const column = (name: (typeof estimateColumns)[number], values: readonly (number | null)[]) =>
    [name, values] as const;
  const historyOf = (...given: readonly (readonly [string, readonly (number | null)[]])[]): History => ({
    ...{ loopId: "ms-22", fromMs: 0, toMs: 4000, bucketMs: 2000, tMs: [0, 1000, 2000, 3000] },
    columns: estimateColumns.map(
      (name) => given.find(([one]) => one === name)?.[1] ?? [null, null, null, null],
    ),
  });
  const estimate = busyDay.estimates[0];

  test("take the least of a bucket for 5 % and the most for 95 %, and end with the newest", () => {
    const history = historyOf(
      column("time_left_s", [100, 120, null, null]),
      column("time_left_p05_s", [50, 60, null, null]),
      column("time_left_p95_s", [200, 300, null, null]),
    );
    expect(toForecasts(history, estimate)).toEqual([
      { atMs: 0, p05Ms: 50_000, p50Ms: 110_000, p95Ms: 300_000 },
      { atMs: estimate?.atMs, ...leak.timeLeft },
    ]);
    expect(toForecasts(history, undefined)).toHaveLength(1);
    expect(toForecasts(null, undefined)).toEqual([]);
  });

  const at = (atMs: number, p50Ms: number) => ({ atMs, p05Ms: p50Ms / 2, p50Ms, p95Ms: null });

  test.each([
    [minutes(40), "it comes as it was said."],
    [minutes(20), "it comes sooner than was said then."],
    [minutes(70), "it comes later than was said then."],
  ])("that have moved to %i ms say so", (now, words) => {
    expect(toForecastWords([at(0, minutes(60)), at(minutes(20), now)])).toBe(
      `20 min ago 1 h were left; ${words}`,
    );
  });

  test("of which there is one have no past and no picture", () => {
    expect(toForecastWords([at(0, 5)])).toBe("This is the first forecast of this leak.");
    expect(toForecastPlot([at(0, 5)], { width: 10, height: 10 })).toBeNull();
    expect(toForecastPlot([], { width: 10, height: 10 })).toBeNull();
  });

  test("are drawn from nought, with a band up to the frame where no upper end is known", () => {
    const plot = toForecastPlot([at(0, 100), at(10, 50)], { width: 100, height: 110 });
    expect(plot).toMatchObject({ line: "M0.0 10.0L100.0 60.0", fromMs: 0, toMs: 10 });
    expect(plot?.band).toBe("M0.0 0.0L100.0 0.0L100.0 85.0L0.0 60.0Z");
  });

  test("an estimate's band is one standard deviation, and nothing where none is known", () => {
    const history = historyOf(
      column("inventory_l", [44, 43, 42, null]),
      column("inventory_sd_l", [0.5, null, 1, 1]),
    );
    expect(toBand(history, 2)).toEqual([
      { atMs: 0, low: 87, high: 89 },
      { atMs: 2000, low: 82, high: 86 },
    ]);
  });
});
