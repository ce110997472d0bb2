import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { configOf, problemsOf, small } from "./config-cases.ts";

const without = (...keys: readonly string[]): string =>
  small
    .split("\n")
    .filter((line) => !keys.some((key) => line.trimStart().startsWith(`${key}:`)))
    .join("\n");
const contents = ["coolant", "chargeL", "referencePressureKpa", "accumulator"];
const loopOf = (text: string) => configOf(text).loops[0];

describe("a loop whose owner left something out", () => {
  test("gets all of it assumed, and named", () => {
    expect(loopOf(without(...contents))).toMatchObject({
      coolant: "water",
      chargeL: 100,
      referencePressureKpa: 200,
      accumulator: { volumeL: 20, gasL: 10 },
      minimumInventoryL: 90,
      assumed: contents,
    });
  });

  test.each([
    ["nothing left out", small, { chargeL: 100, assumed: [] }],
    ["the coolant", without("coolant"), { coolant: "water", chargeL: 100, assumed: ["coolant"] }],
    [
      "the accumulator: it goes with the charge",
      without("accumulator").replace("chargeL: 100", "chargeL: 44"),
      { accumulator: { volumeL: 8.8, gasL: 4.4 }, assumed: ["accumulator"] },
    ],
    [
      "the charge: it goes with the accumulator",
      without("chargeL"),
      { chargeL: 50, minimumInventoryL: 46, assumed: ["chargeL"] },
    ],
    [
      "the pressure: the middle of the channel's range",
      without("referencePressureKpa").replace(
        "role: pressure",
        "role: pressure\n        range: { low: 100, high: 700 }",
      ),
      { referencePressureKpa: 400, assumed: ["referencePressureKpa"] },
    ],
    [
      "the pressure, with a range around nought",
      without("referencePressureKpa").replace(
        "role: pressure",
        "role: pressure\n        range: { low: -50, high: 50 }",
      ),
      { referencePressureKpa: 200, assumed: ["referencePressureKpa"] },
    ],
  ])("%s", (_name, text, expected) => {
    expect(loopOf(text)).toMatchObject(expected);
  });

  test("does not have a pressure refused because of a reference that nobody gave", () => {
    expect(loopOf(without("referencePressureKpa"))?.channels[0]?.range).toEqual({ low: 0.5, high: 30_000 });
    expect(loopOf(small)?.channels[0]?.range).toEqual({ low: 0.5, high: 900 });
  });

  test("is told what an own minimum needs", () => {
    expect(problemsOf(without("chargeL").replace("coolant:", "minimumInventoryL: 60\n    coolant:"))).toEqual(
      ["line 4: loops[0].minimumInventoryL: Say chargeL too: without it 50 L are assumed, less than this."],
    );
  });
});

describe("a loop without an inventory to see", () => {
  test.each([
    ["flow", []],
    ["vibration", []],
    ["wetness", []],
    ["make-up-volume", []],
    ["quantity", []],
    ["current", ["line 8: loops[0].channels"]],
    ["reservoir", ["line 8: loops[0].channels"]],
    ["other", ["line 8: loops[0].channels"]],
  ])("that has nothing but a channel of role %s", (role, places) => {
    const problems = problemsOf(small.replace("role: pressure", `role: ${role}`));
    expect(problems.map((problem) => problem.replace(/: A loop.*/, ""))).toEqual(places);
  });

  test("is in the examples: the test stand of SKAB, with its columns", () => {
    const text = readFileSync(new URL("../../examples/skab.yaml", import.meta.url), "utf8");
    const loop = loopOf(text);
    expect(loop).toMatchObject({ learningMs: 400_000, assumed: contents });
    expect(loop?.channels.map(({ source, role, unit }) => `${source.field} ${role} ${unit}`)).toEqual([
      "Volume Flow RateRMS flow L/min",
      "Accelerometer1RMS vibration g",
      "Accelerometer2RMS vibration g",
      "Current current A",
      "Voltage other V",
      "Thermocouple temperature degC",
      "Temperature other degC",
      "Pressure other 1",
    ]);
  });
});

describe("a unit that we do not keep", () => {
  test.each([
    ["bar", "Write kPa, and send 100 times the bar. Pressures are absolute: a gauge shows 101.3 kPa less."],
    ["psi", "Write kPa, and send 6.895 times the psi. Pressures are absolute: a gauge shows 101.3 kPa less."],
    ["degF", "Write degC, and send the degrees Fahrenheit minus 32, divided by 1.8."],
    ["K", "Write degC, and send the kelvin minus 273.15."],
    ["kpa", "Write kPa."],
    ["furlong", "This must be one of: 1, kPa, degC, kg/h, L/min, %, L, rpm, W, A, V, g, deg."],
    ["[bar]", "This must be one of: 1, kPa, degC, kg/h, L/min, %, L, rpm, W, A, V, g, deg."],
  ])("is answered with what to write: %s", (unit, sentence) => {
    expect(problemsOf(small.replace("role: pressure", `role: pressure\n        unit: ${unit}`))).toEqual([
      `line 11: loops[0].channels[0].unit: ${sentence}`,
    ]);
  });

  test("is not a unit that we keep", () => {
    expect(problemsOf(small.replace("role: pressure", "role: pressure\n        unit: kPa"))).toEqual([]);
  });
});
