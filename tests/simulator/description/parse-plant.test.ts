import { describe, expect, test } from "vitest";
import { parsePlant } from "../../../simulator/description/parse-plant.ts";
import { renderProblems } from "../../../simulator/description/problem.ts";
import { brokenPlant, plantText } from "./plant-text.ts";

function problemsOf(text: string): string[] {
  const parsed = parsePlant(text, "test.yaml");
  return parsed.kind === "known" ? [] : renderProblems(parsed.problems, "test.yaml").split("\n");
}

function plantOf(text: string) {
  const parsed = parsePlant(text, "test.yaml");
  if (parsed.kind === "problems") throw new Error(renderProblems(parsed.problems, "test.yaml"));
  return parsed.value;
}

describe("a good plant file", () => {
  test("has no problems, and what it says stands as it was written", () => {
    const plant = plantOf(plantText);
    expect(plant.name).toBe("Test loop");
    expect(plant.segments.map(({ name, nodes }) => `${name} ${nodes}`)).toEqual([
      "feed 4",
      "cabin-exchanger 2",
      "radiator 4",
      "back 4",
    ]);
    expect(plant.surroundings).toEqual({ kind: "orbit", altitudeKm: 410, betaDeg: 30 });
    expect(plant.link.delayS).toBe(2);
  });

  test("leaves out what is usual: noise and steps follow the plant's own range", () => {
    const [suction, flow, back] = plantOf(plantText).sensors;
    expect(suction).toMatchObject({ step: 0.36, low: 0, everyS: 1, onChange: false, quality: false });
    expect(suction?.noise.whiteSd).toBeCloseTo(0.15, 9);
    expect(flow?.noise.whiteSd).toBeCloseTo(0.018, 9);
    expect(back).toMatchObject({ step: 0.0626, noise: { whiteSd: 0.02, ar1Sd: 0 }, low: -50, high: 100 });
  });

  test("leaves out what follows: friction by volume, the wall of a tube, the end of the pump's curve", () => {
    const plant = plantOf(plantText);
    const [feed] = plant.segments;
    expect(feed).toMatchObject({ friction: 5, still: { volumeL: 0 }, heat: { kind: "insulated" } });
    // 5 L in a tube of 20 mm bore are 15.9 m; 1 mm of aluminium round it weighs 2.8 kg.
    expect(feed?.wallJPerK).toBeCloseTo(5e-3 * (22 ** 2 / 20 ** 2 - 1) * 2700 * 900, 6);
    expect(plant.pump.shutOffHeadKpa).toBeCloseTo(78, 9);
    expect(plant.makeUp).toMatchObject({ tempC: 20, startDelayS: 10, timeoutS: 180 });
  });

  test("is named after its file when it gives itself no name, and has no link of its own", () => {
    const text = brokenPlant("name: Test loop\n", "").replace(/link:.*\n/, "");
    expect(plantOf(text)).toMatchObject({ name: "test.yaml", link: { delayS: 0, gaps: [], recorder: null } });
  });

  test.each([
    ["90", 90],
    ["90s", 90],
    ["15min", 900],
    ["3h", 10_800],
    ["60d", 5_184_000],
  ])("reads a time of %s as %d s", (written, seconds) => {
    expect(plantOf(brokenPlant("delayS: 2s", `delayS: ${written}`)).link.delayS).toBe(seconds);
  });
});

describe("a file that is no plant", () => {
  test("a file with a name only is told every part that is missing", () => {
    const paths = problemsOf("name: a\n").map((problem) => problem.split(" ")[0]);
    expect(paths).toEqual([
      "coolant",
      "reference",
      "segments",
      "accumulator",
      "pump",
      "surroundings",
      "sensors",
    ]);
  });
});
