import { describe, expect, test } from "vitest";
import { toChartGroups } from "../../../client/charts/groups.ts";
import { toSparkPath } from "../../../client/charts/spark-path.ts";
import { toStateWord } from "../../../client/charts/states.ts";
import { toTimeLabels, toTimeMarks } from "../../../client/charts/time-axis.ts";
import { toYRange } from "../../../client/charts/y-range.ts";
import { hours, minutes, seconds } from "../../../protocol/time.ts";
import { someLoop } from "../fixtures.ts";

describe("the charts of a loop", () => {
  test("channels share a chart by role and unit, below the inventory in the last column", () => {
    const groups = toChartGroups(someLoop);
    expect(groups.map(({ key, lines }) => [key, lines.map(({ column }) => column)])).toEqual([
      ["inventory", [4]],
      ["pressure-kPa", [0, 2]],
      ["temperature-degC", [1]],
      ["flow-L/min", [3]],
    ]);
    expect(groups[0]?.limits[0]?.value).toBe(40);
  });

  test("an inventory that no sensor tells has no chart", () => {
    const channels = someLoop.channels.filter(({ role }) => role === "flow");
    expect(toChartGroups({ ...someLoop, channels }).map(({ key }) => key)).toEqual(["flow-L/min"]);
  });

  test.each([
    { name: "litres where its owner said how much", assumed: [], unit: "L", minimum: 40 },
    { name: "litres where only the coolant is assumed", assumed: ["coolant"], unit: "L", minimum: 40 },
    {
      name: "a share where the charge is assumed",
      assumed: ["chargeL"],
      unit: "% of charge",
      minimum: 4000 / 44,
    },
    {
      name: "a share where the accumulator is assumed",
      assumed: ["accumulator"],
      unit: "% of charge",
      minimum: 4000 / 44,
    },
  ] as const)("the inventory is drawn in $name", ({ assumed, unit, minimum }) => {
    const [inventory] = toChartGroups({ ...someLoop, assumed });
    expect(inventory?.unit).toBe(unit);
    expect(inventory?.limits[0]?.value).toBeCloseTo(minimum, 9);
    expect((inventory?.factor ?? 0) * someLoop.minimumInventoryL).toBeCloseTo(minimum, 9);
  });

  test.each([
    { role: "wetness", value: 0, word: "dry" },
    { role: "wetness", value: 1, word: "wet" },
    { role: "wetness", value: -1, word: "broken" },
    { role: "make-up-running", value: 1, word: "on" },
    { role: "make-up-running", value: 0.2, word: "off" },
  ] as const)("a $role of $value reads $word", ({ role, value, word }) => {
    const channel = { id: "c", name: "Rope", role, unit: "1", position: null } as const;
    const [group] = toChartGroups({ ...someLoop, channels: [channel] });
    expect(toStateWord(group?.states ?? [], value)).toBe(word);
  });

  test("a chart of one channel without a role carries its name", () => {
    const channel = { id: "c", name: "Voltage", role: "other", unit: "V", position: null } as const;
    const titles = (channels: typeof someLoop.channels) =>
      toChartGroups({ ...someLoop, channels }).map(({ title }) => title);
    expect(titles([channel])).toEqual(["Voltage"]);
    expect(titles([channel, { ...channel, id: "d" }])).toEqual(["Other"]);
  });
});

describe("the range of a y axis", () => {
  test("does not blow up noise", () => {
    const [low, high] = toYRange({ low: 300, high: 300.1, leastSpan: 8, limits: [] });
    expect(high - low).toBeGreaterThanOrEqual(8);
    expect(low).toBeLessThan(300);
  });

  test("leaves a far limit out and takes a near one in", () => {
    const far = toYRange({ low: 43.9, high: 44, leastSpan: 0.4, limits: [40] });
    expect(far[0]).toBeGreaterThan(43);
    const near = toYRange({ low: 42, high: 44, leastSpan: 0.4, limits: [40] });
    expect(near[0]).toBeLessThan(40);
  });

  test("follows values below the limit", () => {
    const [low, high] = toYRange({ low: 35, high: 38, leastSpan: 0.4, limits: [40] });
    expect(low).toBeLessThan(35);
    expect(high).toBeGreaterThan(40);
  });
});

describe("the time axis", () => {
  test("has its marks on whole hours of UTC", () => {
    expect(toTimeMarks(minutes(50), hours(3), hours(1))).toEqual([hours(1), hours(2), hours(3)]);
  });

  test("writes seconds only for steps that need them, and the day at midnight", () => {
    expect(toTimeLabels([minutes(1), minutes(1) + seconds(30)], seconds(30))).toEqual([
      "00:01:00",
      "00:01:30",
    ]);
    expect(toTimeLabels([hours(18), hours(24)], hours(6))).toEqual(["18:00", "2 Jan"]);
  });
});

describe("a sparkline", () => {
  const parts = {
    fromMs: 0,
    toMs: 100,
    box: { width: 10, height: 10 },
    toRange: (low: number, high: number) => [low, high] as const,
  };

  test("draws low and high of each column of pixels", () => {
    expect(toSparkPath({ ...parts, tMs: [0, 1, 100], values: [0, 10, 5] })).toBe("M0 10.0L0 0.0L10 5.0");
  });

  test("breaks at a hole and goes on over a missing value", () => {
    expect(toSparkPath({ ...parts, tMs: [0, 50, 100], values: [0, null, 10] })).toBe("M0 10.0M10 0.0");
    expect(toSparkPath({ ...parts, tMs: [0, 50, 100], values: [0, undefined, 10] })).toBe("M0 10.0L10 0.0");
  });

  test("is empty without values", () => {
    expect(toSparkPath({ ...parts, tMs: [0], values: [undefined] })).toBe("");
  });
});
