import { expect, test } from "vitest";
import { toLoopName } from "../../../simulator/commands/loop-name.ts";

test.each([
  ["soyuz", "ms-22"],
  ["cdu", "cdu"],
  ["my plant 7.yaml", "my-plant-7"],
  ["../elsewhere", "loop"],
  ["---", "loop"],
  ["eatcs-a.yml", "eatcs-a"],
])("the loop of plant %j is called %j", (plantId, name) => {
  expect(toLoopName(plantId)).toBe(name);
});
