import { describe, expect, test } from "vitest";
import type { Loop } from "../../../server/domain/loop/loop.ts";
import { doubtUnits } from "../../../server/domain/quality/doubt-units.ts";
import { toChannel, toLoop } from "../../support/builders.ts";

const pressure = (id: string, position: string | null = null) => toChannel({ id, name: id, position });
const temperature = (id: string) =>
  toChannel({ id, name: id, role: "temperature", unit: "degC", range: { low: -60, high: 120 } });

/** A water loop at 304 kPa: suction, outlet and three thermometers. */
const water = (given: Partial<Loop> = {}): Loop =>
  toLoop({
    coolant: "water",
    referencePressureKpa: 304,
    channels: [pressure("suction"), pressure("outlet"), temperature("a"), temperature("b"), temperature("c")],
    ...given,
  });

const healthy = [304, 454, 24, 16, 20];

/** What is said of a loop with these typical values. */
const said = (loop: Loop, typical: readonly number[], isNew = true): readonly string[] =>
  doubtUnits({ loop, typical, isNew }).map(({ text }) => text);

describe("units that fit", () => {
  test.each<[string, Loop, readonly number[]]>([
    ["a loop at its reference", water(), healthy],
    ["a loop that is cold and has shrunk", water(), [262, 270, 4, 3, 5]],
    ["a loop that has lost a fifth of its pressure", water(), [240, 380, 24, 16, 20]],
    ["a hot loop", water(), [390, 560, 85, 70, 78]],
    ["thermometers that differ as a hot and a cold leg do", water(), [304, 454, 68, 20, 45]],
    ["nothing was heard", water(), [Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN]],
    [
      "nobody said what the pressure should be",
      water({ assumed: ["referencePressureKpa"] }),
      [44, 66, 24, 16, 20],
    ],
    [
      "ammonia well above its vapour pressure",
      water({ coolant: "ammonia", referencePressureKpa: 2000 }),
      [2000, 2400, 10, 5, 8],
    ],
    ["a flow", toLoop({ channels: [toChannel({ id: "f", role: "flow", unit: "L/min" })] }), [0.4]],
    [
      "an accumulator at half",
      toLoop({ channels: [toChannel({ id: "q", role: "quantity", unit: "%" })] }),
      [50],
    ],
    [
      "an empty accumulator",
      toLoop({ channels: [toChannel({ id: "q", role: "quantity", unit: "%" })] }),
      [0],
    ],
  ])("are not doubted: %s", (_name, loop, typical) => {
    expect(said(loop, typical)).toEqual([]);
  });
});

describe("units that do not fit are named in a sentence", () => {
  test.each<[string, Loop, readonly number[], RegExp]>([
    [
      "psi for kPa",
      water(),
      [44.1, 454, 24, 16, 20],
      /^suction reads 44.1 and looks like psi, configured as kPa: that would be 304 kPa; near the reference pressure\.$/,
    ],
    [
      "psi for kPa at the pump's outlet",
      water(),
      [304, 65.8, 24, 16, 20],
      /^outlet reads 65.8 and looks like psi, .* 454 kPa/,
    ],
    ["psi gauge", water(), [29.4, 454, 24, 16, 20], /looks like psi gauge, .* 304 kPa/],
    ["bar", water(), [3.04, 454, 24, 16, 20], /looks like bar, .* 304 kPa/],
    ["bar gauge", water(), [2.03, 454, 24, 16, 20], /looks like bar gauge, .* 304 kPa/],
    ["MPa", water(), [0.304, 454, 24, 16, 20], /looks like MPa/],
    ["Pa", water(), [304_000, 454, 24, 16, 20], /looks like Pa,/],
    [
      "gauge for absolute",
      water(),
      [202.7, 353, 24, 16, 20],
      /^suction reads 203 and looks like kPa gauge, .* 304 kPa; near the reference pressure/,
    ],
    ["gauge for absolute of a loop that is open", water(), [0.1, 454, 24, 16, 20], /looks like/],
    [
      "kelvin for degrees Celsius",
      water(),
      [304, 454, 297.15, 16, 20],
      /^a reads 297 and looks like kelvin, configured as °C: that would be 24\.0 °C/,
    ],
    [
      "degrees Fahrenheit among Celsius",
      water(),
      [304, 454, 68, 19, 21],
      /^a reads 68\.0 and looks like degrees Fahrenheit, .* 20\.0 °C; near the loop's other temperatures/,
    ],
    [
      "degrees Fahrenheit, where the coolant would boil",
      water({ coolant: "ammonia", referencePressureKpa: 1500 }),
      [1500, 1700, 68, 67, 69],
      /^a reads 68\.0 and looks like degrees Fahrenheit, .*; ammonia would boil at the reference pressure/,
    ],
    [
      "a share for per cent",
      toLoop({ channels: [toChannel({ id: "q", name: "q", role: "quantity", unit: "%" })] }),
      [0.5],
      /^q reads 0\.500 and looks like a share of 1, configured as %: that would be 50\.0 %/,
    ],
  ])("%s", (_name, loop, typical, sentence) => {
    expect(said(loop, typical)[0]).toMatch(sentence);
  });

  test("two sensors of one place an atmosphere apart: the lower one is the gauge", () => {
    const loop = water({
      assumed: ["referencePressureKpa"],
      channels: [pressure("one", "suction"), pressure("other", "suction")],
    });
    expect(said(loop, [203, 304])).toEqual([
      "one reads 203 and looks like kPa gauge, configured as kPa: that would be 304 kPa; as other shows at the same place.",
    ]);
    expect(said(loop, [300, 304])).toEqual([]);
  });

  test("ammonia that would boil is shown by a gauge", () => {
    const loop = water({ coolant: "ammonia", assumed: ["referencePressureKpa"], referenceTempC: 5 });
    expect(said(loop, [500, 900, 10, 9, 11])[0]).toMatch(
      /^suction reads 500 .* kPa gauge, .*; ammonia at 9\.00 °C would boil below/,
    );
  });

  test("a loop that has run before is not told that a lost bar is a gauge", () => {
    expect(said(water(), [202.7, 353, 24, 16, 20], false)).toEqual([]);
    expect(said(water(), [44.1, 65.8, 24, 16, 20], false)).toHaveLength(2);
  });
});
