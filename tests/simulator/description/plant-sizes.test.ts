import { describe, expect, test } from "vitest";
import { parsePlant } from "../../../simulator/description/parse-plant.ts";
import { renderProblems } from "../../../simulator/description/problem.ts";
import { brokenPlant, plantText } from "./plant-text.ts";

function problemsOf(text: string): string[] {
  const parsed = parsePlant(text, "test.yaml");
  return parsed.kind === "known" ? [] : renderProblems(parsed.problems, "test.yaml").split("\n");
}

describe("a plant that cannot be stepped", () => {
  test("more than 200 nodes do not keep up with time", () => {
    expect(problemsOf(plantText.replaceAll("nodes: 4", "nodes: 70"))).toEqual([
      "segments (line 4): The segments have 212 nodes together; write 200 or fewer, so that the plant keeps up with time.",
    ]);
  });

  test("a node that the flow passes in a moment is told, and just large enough is enough", () => {
    expect(problemsOf(brokenPlant("name: feed, volumeL: 5", "name: feed, volumeL: 0.01"))).toEqual([
      "segments[0].volumeL (line 5): The pump's 6 L/min pass a node of this segment in 0.025 s, less than 0.05 s; write at least 0.0200 L, or fewer nodes.",
    ]);
    expect(problemsOf(brokenPlant("name: feed, volumeL: 5", "name: feed, volumeL: 0.02"))).toEqual([]);
  });

  test("a cabin that weighs nothing is told", () => {
    expect(problemsOf(brokenPlant("heatJPerK: 60000", "heatJPerK: 4000"))).toEqual([
      "cabin.heatJPerK (line 12): With 4000 J/K the cabin follows its 430 W/K in less than 10 s; write 4300 or more.",
    ]);
  });
});
