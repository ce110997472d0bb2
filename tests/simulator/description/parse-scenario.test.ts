import { describe, expect, test } from "vitest";
import { plantText } from "./plant-text.ts";
import { broken, problemsOf, storyOf, storyText } from "./story-text.ts";

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
