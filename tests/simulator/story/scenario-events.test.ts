import { expect, test } from "vitest";
import { withHole } from "../../../simulator/story/scenario-events.ts";
import { scenarioNamed } from "../../support/example.ts";

const sizesOf = (id: string, holeMm: number) =>
  withHole(scenarioNamed(id), holeMm).events.flatMap((event) => (event.kind === "leak" ? [event.size] : []));

test("another hole replaces every hole of a story and is named in its summary", () => {
  expect(sizesOf("puncture", 1.2)).toEqual([{ kind: "hole", holeMm: 1.2 }]);
  expect(withHole(scenarioNamed("puncture"), 1.2).summary).toContain("1.2 mm");
});

test("a story without holes stays as it is", () => {
  const healthy = scenarioNamed("healthy");
  expect(withHole(healthy, 1.2)).toBe(healthy);
});

test("a hole larger than its pipe is refused with the bore", () => {
  expect(() => sizesOf("puncture", 20)).toThrow(/larger than the pipe: "radiator" has a bore of \d+ mm/);
});
