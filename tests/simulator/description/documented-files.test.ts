import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { listPlants, readShippedPlant } from "../../../simulator/description/library.ts";
import { parsePlant } from "../../../simulator/description/parse-plant.ts";
import { parseScenario } from "../../../simulator/description/parse-scenario.ts";
import { renderProblems } from "../../../simulator/description/problem.ts";
import { createPlant } from "../../../simulator/plant/create-plant.ts";

const text = readFileSync(new URL("../../../docs/simulator.md", import.meta.url), "utf8");
const blocks = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, block]) => block ?? "");
const plantBlock = blocks.find((block) => block.includes("\nsegments:")) ?? "";
const storyBlock = blocks.find((block) => block.startsWith("title:")) ?? "";

test("the plant in the documentation has no problems and runs at about its reference", () => {
  const parsed = parsePlant(plantBlock, "documented");
  if (parsed.kind === "problems") throw new Error(renderProblems(parsed.problems, "documented"));
  const { truth } = createPlant(parsed.value, 1_700_000_000);
  expect(truth.bulkTempC).toBeGreaterThan(15);
  expect(truth.bulkTempC).toBeLessThan(25);
});

test("the scenario in the documentation has no problems, nor has its variant", () => {
  for (const variant of [null, "slow"]) {
    const parsed = parseScenario(storyBlock, {
      id: "documented",
      variant,
      readPlant: readShippedPlant,
      plants: listPlants(),
    });
    expect(parsed.kind === "known" ? "" : renderProblems(parsed.problems, "documented")).toBe("");
  }
});
