import { describe, expect, test } from "vitest";
import { findLoop, readExampleLoops } from "../../../../bench/detection/example-loops.ts";
import { leakDelayBoundS, sensorNoiseL } from "../../../../bench/detection/simulated/leak-bound.ts";
import { quietPlants, toConfoundedStory } from "../../../../bench/detection/simulated/quiet-story.ts";

const loops = readExampleLoops();

describe("the bound of the delay", () => {
  const { plant } = toConfoundedStory("soyuz", 1, 1);
  const loop = findLoop(loops, "soyuz");
  const boundS = (kgPerH: number) => leakDelayBoundS(loop, plant, { kgPerH, sampleS: 1 });

  test("grows by the two thirds power as the leak gets smaller", () => {
    expect(boundS(0.001) / boundS(1)).toBeCloseTo(1000 ** (2 / 3), 0);
  });

  test("is never less than one reading", () => {
    expect(boundS(1e6)).toBe(1);
  });

  test("is the formula of a ramp in white noise: a = 0.01 at gamma = 1e5 gives 88 readings", () => {
    const noiseL = sensorNoiseL(loop, plant);
    // 691.9 kg/m3 is isooctane's density at 20 C, CoolProp; the loop's own table has it within a part in a thousand.
    const kgPerH = 0.01 * noiseL * 3.6 * 691.9;
    const yearly = { ...loop, falseAlarmsPerYear: (365.25 * 86_400) / 1e5 };
    expect(leakDelayBoundS(yearly, plant, { kgPerH, sampleS: 1 })).toBeCloseTo(88, 0);
  });

  test("asks for less when there are fewer sensors", () => {
    const fewer = { ...loop, channels: loop.channels.filter(({ id }) => id !== "accumulator-pressure") };
    expect(sensorNoiseL(fewer, plant)).toBeGreaterThan(sensorNoiseL(loop, plant));
  });
});

describe.each(quietPlants.map((plantId) => ({ plantId })))("a quiet year of $plantId", ({ plantId }) => {
  const story = toConfoundedStory(plantId, 365, 3);

  test("has what happens to a loop, and no leak and no drain", () => {
    const kinds = new Set(story.events.map(({ kind }) => kind));
    expect(kinds).toContain("heat");
    expect(kinds).toContain("refill");
    expect(kinds).toContain("sensor fault");
    expect(kinds).not.toContain("leak");
    expect(kinds).not.toContain("drain");
    expect(story.ideal).toEqual([]);
  });

  test("is the same with the same seed and another with another", () => {
    expect(toConfoundedStory(plantId, 365, 3)).toEqual(story);
    expect(toConfoundedStory(plantId, 365, 4).events).not.toEqual(story.events);
  });

  test("has about as many changes of the load as it says, 52", () => {
    const steps = story.events.filter(({ kind }) => kind === "heat").length;
    expect(steps).toBeGreaterThan(52 - 3 * Math.sqrt(52));
    expect(steps).toBeLessThan(52 + 3 * Math.sqrt(52));
  });

  test("asks only for channels that the plant has", () => {
    const channels = story.plant.sensors.map(({ channel }) => channel);
    for (const event of story.events) {
      if (event.kind === "sensor fault" && "channels" in event.target) {
        expect(channels).toContain(event.target.channels[0]);
      }
    }
  });
});
