import { describe, expect, test } from "vitest";
import { days, hours, minutes, seconds } from "../../../protocol/time.ts";
import { toTimeTicks } from "../../../server/domain/picture/time-ticks.ts";
import { toValueTicks } from "../../../server/domain/picture/value-ticks.ts";
import { toPlot } from "./example-plot.ts";

describe("marks of a value axis", () => {
  test.each([
    ["a wide range", 0, 310, ["0", "100", "200", "300"]],
    ["a narrow range far from zero", 1804.2, 1822.8, ["1805", "1810", "1815", "1820"]],
    ["small numbers", 43.981, 44.002, ["43.99", "44.00"]],
    ["a range around zero", -1.2, 1.2, ["−1", "0", "1"]],
    ["a small range around zero, without a negative zero", -0.13, 0.13, ["−0.1", "0.0", "0.1"]],
    ["a range of one step", 1, 2, ["1.0", "1.5", "2.0"]],
  ])("are round in %s", (_name, low, high, labels) => {
    expect(toValueTicks(low, high, 4).map(({ label }) => label)).toEqual(labels);
  });

  test.each([
    ["an empty range", 3, 3],
    ["a range the wrong way round", 4, 3],
    ["no numbers", Number.NaN, Number.NaN],
  ])("are none for %s", (_name, low, high) => {
    expect(toValueTicks(low, high, 4)).toEqual([]);
  });
});

test("marks of a count stand at whole numbers only", () => {
  expect(toValueTicks(-0.1, 1.1, 5, 1).map(({ label }) => label)).toEqual(["0", "1"]);
});

describe("marks of a time axis that counts from an event", () => {
  test.each([
    ["seconds", -seconds(20), seconds(100), ["0", "30", "60", "90"]],
    ["minutes", -minutes(5), minutes(25), ["−5", "0", "5", "10", "15", "20", "25"]],
    ["hours", -hours(1), hours(10), ["0", "2", "4", "6", "8", "10"]],
    ["days", -days(2), days(58), ["0", "10", "20", "30", "40", "50"]],
  ])("count %s where the length asks for them, and say so", (unit, fromMs, toMs, labels) => {
    const { title, ticks } = toTimeTicks(toPlot({ fromMs, toMs }));
    expect(title).toBe(`${unit} from the event`);
    expect(ticks.map(({ label }) => label)).toEqual(labels);
  });

  test("stand where they say", () => {
    const zeroMs = hours(7) + 123;
    const plot = toPlot({
      fromMs: zeroMs,
      toMs: zeroMs + hours(4),
      axis: { kind: "since", zeroMs, of: "noon" },
    });
    expect(toTimeTicks(plot).ticks.map(({ atMs }) => atMs - zeroMs)).toEqual([0, 1, 2, 3, 4].map(hours));
  });

  test.each([
    ["ends where it begins", 5, 5],
    ["ends before it begins", 5, 4],
    ["has no beginning", Number.NaN, 5],
  ])("are none for a plot that %s", (_name, fromMs, toMs) => {
    expect(toTimeTicks(toPlot({ fromMs, toMs })).ticks).toEqual([]);
  });
});

describe("marks of a time axis by the clock", () => {
  const midnight = days(19_341);

  test.each([
    ["seconds", seconds(40), ["15 Dec", "00:00:10", "00:00:20", "00:00:30", "00:00:40"]],
    ["hours and minutes", hours(3), ["15 Dec", "00:30", "01:00", "01:30", "02:00", "02:30", "03:00"]],
    ["the day at midnight", hours(30), ["15 Dec", "06:00", "12:00", "18:00", "16 Dec", "06:00"]],
    ["days", days(7), ["16 Dec", "18 Dec", "20 Dec", "22 Dec"]],
  ])("show %s", (_name, lengthMs, labels) => {
    const plot = toPlot({ fromMs: midnight, toMs: midnight + lengthMs, axis: { kind: "utc" } });
    expect(toTimeTicks(plot)).toMatchObject({ title: "UTC, from 2022-12-15 00:00" });
    expect(toTimeTicks(plot).ticks.map(({ label }) => label)).toEqual(labels);
  });
});
