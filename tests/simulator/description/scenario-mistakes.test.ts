import { describe, expect, test } from "vitest";
import { parseScenario } from "../../../simulator/description/parse-scenario.ts";
import { renderProblems } from "../../../simulator/description/problem.ts";
import { plantText } from "./plant-text.ts";
import { broken, problemsOf, storyText } from "./story-text.ts";

describe("a mistake in a scenario is told with its path, its line and what to write", () => {
  test.each([
    [
      "plant: test",
      "plant: tset",
      'plant (line 3): There is no plant "tset". Did you mean "test"? Known are: other, test.',
    ],
    [
      "name: radiator, volumeL: 12",
      "name: radiatr, volumeL: 12",
      'changes.segments[0].name (line 7): The plant has no segment "radiatr". Did you mean "radiator"?',
    ],
    [
      "volumeL: 12",
      "volumeL: -3",
      "changes.segments[0].volumeL (line 7): -3 is not a volume; write litres above zero.",
    ],
    [
      "holeMm: 0.8",
      "holeMm: 13",
      'events[0].size.holeMm (line 15): A hole of 13 mm is larger than the pipe: "radiator" has a bore of 12 mm.',
    ],
    [
      "holeMm: 0.8",
      "holeMm: 0",
      "events[0].size.holeMm (line 15): 0 is not a width; write millimetres above zero.",
    ],
    [
      "kind: leak, at: radiator, position: 1",
      "kind: leak, at: bow",
      'events[0].at (line 15): The plant has no segment "bow". Known are: feed, cabin-exchanger, radiator, back.',
    ],
    [
      "kind: leak, at: radiator, position: 1",
      "kind: leak",
      "events[0].at (line 15): This is missing; write the segment that leaks.",
    ],
    [
      "kind: leak",
      "kind: leek",
      'events[0].kind (line 15): "leek" is not a kind of event. Did you mean "leak"?',
    ],
    [
      "sd: 0.02",
      "sd: -1",
      "events[1].sd (line 16): -1 is not a standard deviation; write a number from 0 to 1.",
    ],
    [
      "forS: 20min, ",
      "",
      "events[2].forS (line 17): Coolant takes time to flow in or out; write how long it lasts.",
    ],
    [
      "litres: 0.5, tempC: 20",
      "litres: 0.5, tempC: 500",
      "events[2].tempC (line 17): 500 C is outside the range of isooctane; write a temperature from -100 to 100 C.",
    ],
    [
      "kind: load wander, atS: start, sd: 0.02, tauS: 7h",
      "kind: isolation, segment: feet, how: inlet",
      'events[1].segment (line 16): The plant has no segment "feet". Did you mean "feed"?',
    ],
    [
      "kind: load wander, atS: start, sd: 0.02, tauS: 7h",
      "kind: ambient, offsetK: 3",
      "events[1].kind (line 16): There is no ambient air in orbit.",
    ],
    [
      "kind: load wander, atS: start, sd: 0.02, tauS: 7h",
      "kind: drain, forS: 1h, litres: 100",
      "events[1].litres (line 16): The accumulator cannot give that: with what was filled in and drained before, 2.3 L can still be drained.",
    ],
    [
      "kind: load wander, atS: start, sd: 0.02, tauS: 7h",
      "kind: sensor fault, target: { box: b }, fault: { kind: stuck }",
      'events[1].target.box (line 16): No sensor hangs on a box "b". Did you mean "a"?',
    ],
    [
      "kind: load wander, atS: start, sd: 0.02, tauS: 7h",
      "kind: sensor fault, target: { channels: [flow] }, fault: { kind: stuck }",
      'events[1].target.channels[0] (line 16): The plant has no channel "flow".',
    ],
    [
      "kind: load wander, atS: start, sd: 0.02, tauS: 7h",
      "kind: sensor fault, target: {}, fault: { kind: stuck }",
      "events[1].target (line 16): Write either the channels or the box that the fault hits.",
    ],
    [
      "kind: load wander, atS: start, sd: 0.02, tauS: 7h",
      "kind: sensor fault, target: { channels: [flow_lpm] }, fault: { kind: wet }",
      'events[1].fault.kind (line 16): "wet" is a fault of wetness sensors; "flow_lpm" is none.',
    ],
    [
      "kind: load wander, atS: start, sd: 0.02, tauS: 7h",
      "kind: gap, name: handover",
      "events[1].forS (line 16): A gap ends; write how long it lasts.",
    ],
    [
      "kind: load wander, atS: start, sd: 0.02, tauS: 7h",
      "kind: channels out, channels: [ghost]",
      'events[1].channels[0] (line 16): The plant has no channel "ghost".',
    ],
    [
      "size: { kind: hole, holeMm: 0.8 }",
      "size: { kind: hole, holeMm: 0.8 }, swing: { low: 1, high: 2 }",
      'events[0].swing (line 15): A leak swings with the story\'s angle; write an event of kind "angle" beside it.',
    ],
    [
      "atS: start",
      "atS: noon",
      'events[1].atS (line 16): "noon" is not a time from the event; write start or a time (with a minus sign when before it), like 90, 90s, 15min, 3h or 60d.',
    ],
    [
      "untilS: 3min",
      "untilS: 0",
      "ideal[0].untilS (line 19): This is not after fromS; nobody could be told in time.",
    ],
    [
      "eventDelayS: 5min",
      "eventDelayS: null",
      "events[0] (line 15): This would never happen: eventDelayS is null. Write when the story's event comes, or atS: start.",
    ],
    [
      "preludeS: 2h",
      "prelude: 2h",
      'prelude (line 11): A scenario has no "prelude". Did you mean "preludeS"?',
    ],
    ["lengthS: 1d\n", "", "lengthS (line 1): This is missing; write a time above zero"],
    [
      "title: A small hole",
      "titel: A small hole",
      'variants.small.titel (line 24): A variant has no "titel". Did you mean "title"?',
    ],
  ])("%s -> %s", (piece, replacement, sentence) => {
    const problems = problemsOf(broken(piece, replacement));
    expect(problems.filter((problem) => problem.startsWith(sentence))).toHaveLength(1);
  });

  test("a mistake in the plant's own file names that file, once", () => {
    const parsed = parseScenario(storyText, {
      id: "story",
      variant: null,
      readPlant: () => plantText.replace("gasL: 2", "gasL: 0"),
    });
    expect(parsed.kind === "problems" && renderProblems(parsed.problems, "story.yaml").split("\n")).toEqual([
      "accumulator.gasL (line 9 of test.yaml): 0 is not a volume of gas; write litres above zero: without gas nothing gives way.",
      "accumulator.gasL (line 9 of other.yaml): 0 is not a volume of gas; write litres above zero: without gas nothing gives way.",
    ]);
  });

  test("a mistake on the command line is told without a line", () => {
    expect(problemsOf(storyText, null, { surroundings: { betaDeg: 700 } })).toEqual([
      "surroundings.betaDeg (command line): 700 is not a beta angle; write a number from -90 to 90 degrees.",
    ]);
  });
});
