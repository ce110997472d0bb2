import { describe, expect, test } from "vitest";
import { type PlantChanges, parseScenario } from "../../../simulator/description/parse-scenario.ts";
import { renderProblems } from "../../../simulator/description/problem.ts";
import { plantText } from "./plant-text.ts";

const storyText = `title: A hole
summary: Something happens.
plant: test
changes:
  surroundings: { betaDeg: 70 }
  segments:
    - { name: radiator, volumeL: 12 }
  sensors:
    - { channel: flow_lpm, step: 0.5 }
    - { channel: feed_kpa, measure: pressure, at: feed }
preludeS: 2h
lengthS: 1d
eventDelayS: 5min
events:
  - { kind: leak, at: radiator, position: 1, size: { kind: hole, holeMm: 0.8 } }
  - { kind: load wander, atS: start, sd: 0.02, tauS: 7h }
  - { kind: refill, atS: -10min, forS: 20min, litres: 0.5, tempC: 20 }
ideal:
  - { fromS: 0, untilS: 3min, severity: warning, verdict: leak, tell: A leak., why: It is large. }
card:
  - { claim: P falls, source: a card }
variants:
  small:
    title: A small hole
    events:
      - { kind: leak, at: radiator, size: { kind: hole, holeMm: 0.1 } }
    changes:
      segments:
        - { name: feed, volumeL: 7 }
  elsewhere:
    title: On another plant
    plant: other
    changes:
      link: { delayS: 9 }
`;

const readPlant = (name: string) =>
  name === "test" || name === "other" ? plantText.replace("Test loop", `The ${name} loop`) : null;

function parse(text: string, variant: string | null = null, changes: PlantChanges = {}) {
  return parseScenario(text, { id: "story", variant, changes, readPlant, plants: ["other", "test"] });
}

function storyOf(text: string, variant: string | null = null, changes: PlantChanges = {}) {
  const parsed = parse(text, variant, changes);
  if (parsed.kind === "problems") throw new Error(renderProblems(parsed.problems, "story.yaml"));
  return parsed.value;
}

function problemsOf(text: string, variant: string | null = null, changes: PlantChanges = {}): string[] {
  const parsed = parse(text, variant, changes);
  return parsed.kind === "known" ? [] : renderProblems(parsed.problems, "story.yaml").split("\n");
}

const broken = (piece: string, replacement: string): string => {
  if (!storyText.includes(piece)) throw new Error(`"${piece}" is not in the story's text`);
  return storyText.replace(piece, replacement);
};

describe("a scenario file", () => {
  test("is complete with its plant, its times in seconds and its variants", () => {
    const story = storyOf(storyText);
    expect(story).toMatchObject({
      id: "story",
      variant: null,
      plantId: "test",
      preludeS: 7200,
      lengthS: 86_400,
      eventDelayS: 300,
      ideal: [{ fromS: 0, untilS: 180, severity: "warning" }],
      card: [{ claim: "P falls", source: "a card" }],
    });
    expect(story.variants).toEqual([
      { id: "small", title: "A small hole" },
      { id: "elsewhere", title: "On another plant" },
    ]);
    expect(story.plant.name).toBe("The test loop");
  });

  test("fills in what its events leave out: at the event, for good, a thin wall", () => {
    expect(storyOf(storyText).events).toEqual([
      {
        kind: "leak",
        from: "loop",
        at: "radiator",
        position: 1,
        size: { kind: "hole", holeMm: 0.8 },
        tail: "metastable",
        eFoldS: null,
        swing: null,
        atS: 0,
        forS: null,
      },
      { kind: "load wander", sd: 0.02, tauS: 25_200, atS: Number.NEGATIVE_INFINITY, forS: null },
      { kind: "refill", litres: 0.5, tempC: 20, atS: -600, forS: 1200 },
    ]);
  });

  test("lays its changes over the plant: mappings by key, segments by name, sensors by channel", () => {
    const { plant } = storyOf(storyText);
    expect(plant.surroundings).toEqual({ kind: "orbit", altitudeKm: 410, betaDeg: 70 });
    expect(plant.segments.map(({ volumeL }) => volumeL)).toEqual([5, 4, 12, 5]);
    expect(plant.sensors.map(({ channel }) => channel)).toEqual([
      "suction_kpa",
      "flow_lpm",
      "back_c",
      "rope",
      "feed_kpa",
    ]);
    expect(plant.sensors[1]).toMatchObject({ measure: "flow", step: 0.5 });
  });

  test("another kind replaces a mapping instead of mixing with it", () => {
    const { plant } = storyOf(storyText, null, {
      segments: [{ name: "radiator", heat: { kind: "load", watts: 5 } }],
    });
    expect(plant.segments[2]?.heat).toEqual({ kind: "load", watts: 5 });
  });

  test("changes from the command line come last", () => {
    const { plant } = storyOf(storyText, null, { surroundings: { betaDeg: 10 } });
    expect(plant.surroundings).toMatchObject({ betaDeg: 10 });
  });

  test("has an event ten minutes after its prelude when it does not say when", () => {
    expect(storyOf(broken("eventDelayS: 5min\n", "")).eventDelayS).toBe(600);
  });

  test("has no event when nothing waits for one", () => {
    const quiet = "title: Quiet\nsummary: Nothing.\nplant: test\nlengthS: 1h\n";
    expect(storyOf(quiet)).toMatchObject({ eventDelayS: null, events: [], ideal: [], preludeS: 10_800 });
    const wandering = `${quiet}events:\n  - { kind: load wander, atS: start, sd: 0.1, tauS: 1h }\n`;
    expect(storyOf(wandering).eventDelayS).toBeNull();
  });

  test("may hold its plant itself", () => {
    const indented = plantText.replace(/^/gm, "  ");
    const text = `title: Mine\nsummary: Mine.\nlengthS: 1h\nplant:\n${indented}`;
    expect(storyOf(text)).toMatchObject({ plantId: "story", plant: { name: "Test loop" } });
    expect(problemsOf(text.replace("volumeL: 10", "volumeL: -1"))).toEqual([
      "plant.segments[2].volumeL (line 11): -1 is not a volume; write litres above zero.",
    ]);
  });
});

describe("a variant", () => {
  test("replaces what it says anew, and its changes come after the story's", () => {
    const story = storyOf(storyText, "small");
    expect(story).toMatchObject({ variant: "small", title: "A small hole", summary: "Something happens." });
    expect(story.events).toHaveLength(1);
    expect(story.plant.segments.map(({ volumeL }) => volumeL)).toEqual([7, 4, 12, 5]);
  });

  test("with another plant begins with that plant as its file says", () => {
    const { plant, plantId } = storyOf(storyText, "elsewhere");
    expect(plantId).toBe("other");
    expect(plant).toMatchObject({ name: "The other loop", link: { delayS: 9 } });
    expect(plant.segments.map(({ volumeL }) => volumeL)).toEqual([5, 4, 10, 5]);
  });

  test("that is not there is told with those that are", () => {
    expect(problemsOf(storyText, "smal")).toEqual([
      'variants: There is no variant "smal". Did you mean "small"? Known are: small, elsewhere.',
    ]);
  });

  test("is checked even when it is not asked for", () => {
    expect(problemsOf(broken("holeMm: 0.1", "holeMm: 99"))).toEqual([
      'variants.small.events[0].size.holeMm (line 26): A hole of 99 mm is larger than the pipe: "radiator" has a bore of 12 mm.',
    ]);
  });
});

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
