import { describe, expect, test } from "vitest";
import { parsePlant } from "../../../simulator/description/parse-plant.ts";
import { renderProblems } from "../../../simulator/description/problem.ts";
import { brokenPlant, plantText } from "./plant-text.ts";

function problemsOf(text: string): string[] {
  const parsed = parsePlant(text, "test.yaml");
  return parsed.kind === "known" ? [] : renderProblems(parsed.problems, "test.yaml").split("\n");
}

describe("a mistake is told with its path, its line and what to write", () => {
  test.each([
    [
      "volumeL: 10,",
      "volumeL: -3,",
      "segments[2].volumeL (line 7): -3 is not a volume; write litres above zero.",
    ],
    [
      "coolant: isooctane",
      "coolant: isoctane",
      'coolant (line 2): "isoctane" is not a known coolant. Did you mean "isooctane"? Known are: ammonia, water, pg25, hfe-7200, isooctane.',
    ],
    [
      "coolant: isooctane",
      "coolant: 7",
      "coolant (line 2): 7 is not a known coolant. Known are: ammonia, water, pg25, hfe-7200, isooctane.",
    ],
    [
      "gasL: 2",
      "gasL: 0",
      "accumulator.gasL (line 9): 0 is not a volume of gas; write litres above zero: without gas nothing gives way.",
    ],
    [
      "name: back",
      "name: feed",
      'segments[3].name (line 8): "feed" is already the name of segments[0]; give it another one.',
    ],
    [
      "channel: flow_lpm",
      "channel: suction_kpa",
      'sensors[1].channel (line 17): "suction_kpa" is already the channel of sensors[0]; give it another one.',
    ],
    [
      "channel: flow_lpm",
      "channel: flow lpm",
      'sensors[1].channel (line 17): "flow lpm" is not a channel; use letters, digits, "_", "-" and ".".',
    ],
    [
      "measure: flow",
      "measure: flown",
      'sensors[1].measure (line 17): "flown" is not something that can be measured. Did you mean "flow"?',
    ],
    [
      "at: back",
      "at: bakc",
      'sensors[2].at (line 18): The plant has no segment "bakc". Did you mean "back"? Known are: feed, cabin-exchanger, radiator, back.',
    ],
    [
      "at: back, ",
      "",
      'sensors[2].at (line 18): A temperature is measured somewhere; write a segment or "accumulator".',
    ],
    [
      "low: -50, high: 100",
      "low: 100, high: -50",
      "sensors[2].high (line 18): The range ends at -50, which is not above where it begins (100).",
    ],
    [
      "stopKpa: 250",
      "stopKpa: 230",
      "makeUp.stopKpa (line 14): 230 kPa is not above the start pressure (230 kPa); the pump would stop before it starts.",
    ],
    [
      "headKpa: 60",
      "headKpa: 60, shutOffHeadKpa: 50",
      "pump.shutOffHeadKpa (line 10): 50 kPa is not above the head at nominal flow (60 kPa); head falls as flow grows.",
    ],
    [
      "headKpa: 60",
      "headKPa: 60",
      'pump.headKPa (line 10): The pump has no "headKPa". Did you mean "headKpa"?',
    ],
    [
      "betaDeg: 30",
      "betaDeg: 91",
      "surroundings.betaDeg (line 11): 91 is not a beta angle; write a number from -90 to 90 degrees.",
    ],
    [
      "altitudeKm: 410",
      "altitudeKm: 41",
      "surroundings.altitudeKm (line 11): 41 is not the height of a low orbit; write a number from 150 to 2000 km.",
    ],
    [
      "tempC: 20",
      "tempC: 300",
      "reference.tempC (line 3): 300 C is outside the range of isooctane; write a temperature from -100 to 100 C.",
    ],
    [
      "pressureKpa: 300",
      "pressureKpa: 3",
      "reference.pressureKpa (line 3): At 3 kPa isooctane of 20 C boils; write more than",
    ],
    [
      "kind: radiator, areaM2: 4",
      "kind: radiater, areaM2: 4",
      'segments[2].heat.kind (line 7): "radiater" is not a kind of heat exchange. Did you mean "radiator"?',
    ],
    [
      "kind: orbit, altitudeKm: 410, betaDeg: 30",
      "kind: ground, ambientC: 20",
      "segments[2].heat.kind (line 7): A radiator needs an orbit around it; on the ground use an ambient exchanger.",
    ],
    [
      "to: radiator",
      "to: feed",
      'bypass.to (line 13): "feed" lies before "radiator" in the direction of flow.',
    ],
    [
      "delayS: 2s",
      "delayS: 2 weeks",
      'link.delayS (line 20): "2 weeks" is not a time span; write a time of zero or more, like 90, 90s, 15min, 3h or 60d.',
    ],
    [
      "delayS: 2s",
      "duplicates: 3",
      "link.duplicates (line 20): 3 is not a share; write a number from 0 to 1.",
    ],
    [
      "measure: flow",
      "measure: flow, everyS: 1.5",
      "sensors[1].everyS (line 17): The plant is sampled once a second; write whole seconds.",
    ],
    [
      "delayS: 2s",
      "recorder: { shuffledBlockS: 0.000001 }",
      "link.recorder.shuffledBlockS (line 20): Points come once a second; write blocks of at least 1 s, or 0 to keep the order.",
    ],
    [
      "delayS: 2s",
      "gaps: [{ kind: random, perHour: 1.0e+7, fromS: 1s, toS: 1d }]",
      "link.gaps[0].perHour (line 20): 10000000 is not a count per hour; write a number from 0 to 360.",
    ],
    [
      "delayS: 2s",
      "gaps: [{ kind: random, perHour: 1, fromS: 0.5, toS: 5 }]",
      "link.gaps[0].fromS (line 20): Telemetry is sampled once a second; write a gap of at least 1 s.",
    ],
    [
      "delayS: 2s",
      "gaps: [{ kind: random, perHour: 1, fromS: 1s, toS: 2d }]",
      "link.gaps[0].toS (line 20): A random gap lasts at most a day; for a longer one write a gap among the events.",
    ],
    [
      "delayS: 2s",
      "gaps: [{ kind: planned, everyS: 0.002, forS: 0.001, name: x }]",
      "link.gaps[0].everyS (line 20): Planned gaps come at least 10 s one after the other; write a longer time.",
    ],
    [
      "delayS: 2s",
      "gaps: [{ kind: planned, everyS: 1h, forS: 0.001, name: x }]",
      "link.gaps[0].forS (line 20): Telemetry is sampled once a second; write a gap of at least 1 s.",
    ],
    [
      "delayS: 2s",
      `gaps: [${"{ kind: planned, everyS: 1h, forS: 1min, name: x }, ".repeat(21)}]`,
      "link.gaps (line 20): A link has at most 20 gap patterns; write fewer.",
    ],
    [
      "delayS: 2s",
      "gaps: [{ kind: planned, everyS: 1h, forS: soon, name: x }]",
      'link.gaps[0].forS (line 20): "soon" is not a time span; write a time above zero, like 90, 90s, 15min, 3h or 60d.',
    ],
    ["flowLpm: 6, ", "", "pump.flowLpm (line 10): This is missing; write litres a minute above zero."],
    [
      "flowLpm: 6",
      "flowLpm: six",
      'pump.flowLpm (line 10): "six" is not a flow; write litres a minute above zero.',
    ],
    [
      "flowLpm: 6",
      "flowLpm: .inf",
      "pump.flowLpm (line 10): Infinity is not a flow; write litres a minute above zero.",
    ],
    [
      "measure: flow }",
      "measure: ambient temperature }",
      "sensors[1].measure (line 17): In orbit there is no ambient temperature.",
    ],
  ])("%s -> %s", (piece, replacement, sentence) => {
    const problems = problemsOf(brokenPlant(piece, replacement));
    expect(problems.some((problem) => problem.startsWith(sentence))).toBe(true);
  });

  test("fewer than 12 nodes mix what should travel round the loop", () => {
    expect(problemsOf(plantText.replaceAll("nodes: 4", "nodes: 2"))).toEqual([
      "segments (line 4): The segments have 8 nodes together; write 12 or more, so that heat travels with the flow.",
    ]);
  });

  test("a sensor or exchanger of a part that the plant does not have is told", () => {
    expect(problemsOf(plantText.replace(/cabin: \{.*\n/, ""))).toEqual([
      "segments[1].heat.kind (line 6): A cabin exchanger needs a cabin; write one beside the segments.",
    ]);
    expect(
      problemsOf(brokenPlant("measure: flow }", "measure: cabin temperature }").replace(/cabin: \{.*\n/, "")),
    ).toContain(
      'sensors[1].measure (line 16): "cabin temperature" needs "cabin", which this plant does not have.',
    );
  });

  test("all mistakes are told in one go, also two in one entry", () => {
    const text = plantText
      .replace("volumeL: 10", "volumeL: 0")
      .replace("coolant: isooctane", "coolant: air")
      .replace("at: back, low: -50", "at: bak, low: none")
      .replace("headKpa: 60", "headKpa: 0");
    expect(problemsOf(text).map((problem) => problem.split(" ")[0])).toEqual([
      "coolant",
      "segments[2].volumeL",
      "pump.headKpa",
      "sensors[2].low",
      "sensors[2].at",
    ]);
  });
});
