import { describe, expect, test } from "vitest";
import { parsePlant } from "../../../simulator/description/parse-plant.ts";
import { parseScenario } from "../../../simulator/description/parse-scenario.ts";
import { renderProblems } from "../../../simulator/description/problem.ts";
import { brokenPlant, plantText } from "./plant-text.ts";

function plantProblems(text: string): string {
  const parsed = parsePlant(text, "test.yaml");
  return parsed.kind === "known" ? "" : renderProblems(parsed.problems, "test.yaml");
}

function eventProblems(event: string): string {
  const text = `title: A\nsummary: B\nplant: test\nlengthS: 1h\nevents:\n  - { ${event} }\n`;
  const parsed = parseScenario(text, { id: "a", variant: null, readPlant: () => plantText });
  return parsed.kind === "known" ? "" : renderProblems(parsed.problems, "a.yaml");
}

describe("a number of a plant that no real plant has is refused with its limits", () => {
  test.each([
    ["volumeL: 10", "volumeL: 1e9", "1000000000 is not a volume; write litres from 0.001 to 1000000."],
    ["volumeL: 10", "volumeL: 1e-9", "1e-9 is not a volume; write litres from 0.001 to 1000000."],
    ["boreMm: 12", "boreMm: 1e5", "100000 is not a bore; write millimetres from 0.5 to 2000."],
    ["boreMm: 12", "boreMm: 0.01", "0.01 is not a bore; write millimetres from 0.5 to 2000."],
    ["boreMm: 12", "boreMm: 12, wallJPerK: 1e-9", "joules per kelvin from 0.1 to 10000000000."],
    ["boreMm: 12", "boreMm: 12, wallWPerK: 1e12", "watts per kelvin from 0.001 to 10000000."],
    ["boreMm: 12", "boreMm: 12, still: { volumeL: 1e9 }", "1000000000 is not a volume"],
    ["boreMm: 12", "boreMm: 12, friction: 1e300", "a number from 0 to 1000000000."],
    ["nodes: 4", "nodes: 5000", "5000 is not a number of nodes; write a number from 1 to 100."],
    ["areaM2: 4", "areaM2: 1e9", "a number from 0.0001 to 100000 square metres."],
    ["wPerK: 400", "wPerK: 1e12", "watts per kelvin from 0.001 to 10000000."],
    [
      "headKpa: 60",
      "headKpa: 1e8",
      "100000000 is not a pressure rise; write kilopascals from 0.01 to 10000.",
    ],
    ["headKpa: 60", "headKpa: 60, shutOffHeadKpa: 1e8", "kilopascals from 0.01 to 10000."],
    ["flowLpm: 6", "flowLpm: 1e9", "1000000000 is not a flow; write litres a minute from 0.001 to 1000000."],
    [
      "headKpa: 60",
      "headKpa: 60, rampS: 1e9",
      "1000000000 is not a time span; write a time from 0.1 s to 30 d",
    ],
    [
      "headKpa: 60",
      "headKpa: 60, coastDownS: 1e-9",
      "1e-9 is not a time span; write a time from 0.1 s to 30 d",
    ],
    ["headKpa: 60", "headKpa: 60, efficiency: 1e-9", "a number from 0.01 to 1."],
    ["headKpa: 60", "headKpa: 60, nominalRpm: 1e9", "a number from 1 to 1000000 revolutions a minute."],
    ["pressureKpa: 300", "pressureKpa: 1e9", "an absolute pressure; write kilopascals from 0.01 to 20000."],
    ["gasL: 2", "gasL: 1e12", "1000000000000 is not a volume of gas; write litres from 0.001 to 1000000"],
    ["liquidL: 2", "liquidL: 1e12", "litres from 0.001 to 1000000."],
    [
      "heatW: 900",
      "heatW: 1e20",
      "100000000000000000000 is not a heat flow; write watts from 0 to 100000000.",
    ],
    ["reservoirL: 20", "reservoirL: 1e12", "litres from 0 to 1000000."],
  ])("%s -> %s", (piece, replacement, sentence) => {
    expect(plantProblems(brokenPlant(piece, replacement))).toContain(sentence);
  });

  test.each([
    ["volumeL: 10", "volumeL: 1000"],
    ["boreMm: 12", "boreMm: 2000"],
    ["reservoirL: 20", "reservoirL: 0"],
    ["heatW: 900", "heatW: 0"],
    ["headKpa: 60", "headKpa: 60, rampS: 10min"],
  ])("%s -> %s is a plant", (piece, replacement) => {
    expect(plantProblems(brokenPlant(piece, replacement))).toBe("");
  });
});

describe("a number of an event that cannot be is refused with its limits", () => {
  test.each([
    ["kind: heat, factor: 1e6", "1000000 is not a factor; write a number from 0 to 10; 1 is usual."],
    ["kind: heat, factor: -1", "-1 is not a factor; write a number from 0 to 10; 1 is usual."],
    ["kind: absorbed heat, factor: 1e6", "a number from 0 to 100; 1 is usual."],
    ["kind: load wander, sd: 50, tauS: 1h", "50 is not a standard deviation; write a number from 0 to 1."],
    [
      "kind: isolation, segment: feed, how: sealed, strokeL: 50",
      "50 is not a stroke volume; write a number from 0 to 5 litres.",
    ],
    ["kind: clock jump, byS: 1e12", "1000000000000 is not a jump of the clock; write a time of at most 2 d"],
    ["kind: clock jump, byS: -3d", '"-3d" is not a jump of the clock; write a time of at most 2 d'],
    [
      "kind: leak, at: feed, size: { kind: rate, gPerDay: 1e15 }",
      "grams a day above zero, up to 1000000000.",
    ],
  ])("%s", (event, sentence) => {
    expect(eventProblems(event)).toContain(sentence);
  });

  test.each([
    "kind: heat, factor: 10",
    "kind: absorbed heat, factor: 100",
    "kind: clock jump, byS: -1",
    "kind: clock jump, byS: -2d",
    "kind: leak, at: feed, size: { kind: hole, holeMm: 0.001 }",
  ])("%s can be", (event) => {
    expect(eventProblems(event)).toBe("");
  });
});

test("a long text in place of a number is cut in the sentence", () => {
  const sentence = plantProblems(brokenPlant("volumeL: 10", `volumeL: ${"x".repeat(10_000)}`));
  expect(sentence).toMatch(/"x{60}\.\.\." is not a volume/);
  expect(sentence.length).toBeLessThan(200);
});

test("a channel cannot have the name of the time column", () => {
  expect(plantProblems(brokenPlant("channel: flow_lpm", "channel: time"))).toContain(
    'sensors[1].channel (line 17): "time" is the name of the time column; give the channel another one.',
  );
  expect(plantProblems(brokenPlant("channel: flow_lpm", "channel: time_s"))).toBe("");
});
