import { describe, expect, test } from "vitest";
import { minutes } from "../../protocol/time.ts";
import { toPlant } from "../../simulator/plant/plant.ts";
import { healthyConditions } from "../../simulator/plant/steady-plant.ts";
import { conditionsAt, findScenario, scenarios, withHole } from "../../simulator/scenarios.ts";

const plant = toPlant({});
const named = (id: string) => {
  const scenario = findScenario(id);
  if (scenario === null) throw new Error(`no scenario ${id}`);
  return scenario;
};

describe("scenarios", () => {
  test("are the four stories, healthy first, each with one plain sentence", () => {
    expect(scenarios.map(({ id }) => id)).toEqual(["healthy", "slow-leak", "puncture", "thermal-transient"]);
    for (const { title, summary } of scenarios) {
      expect(title).not.toBe("");
      expect(summary).toMatch(/^[A-Z].*\.$/);
    }
  });

  test("an unknown name finds nothing", () => {
    expect(findScenario("flood")).toBeNull();
  });

  test.each(scenarios)("$id is healthy before its event", (scenario) => {
    expect(conditionsAt(plant, scenario, -1)).toEqual(healthyConditions(plant));
    expect(conditionsAt(plant, scenario, Number.NEGATIVE_INFINITY)).toEqual(healthyConditions(plant));
  });

  test.each([
    ["slow-leak", 0.1],
    ["puncture", 0.8],
  ])("%s opens a hole of %d mm for good", (id, holeMm) => {
    for (const at of [0, minutes(1), minutes(100_000)]) {
      expect(conditionsAt(plant, named(id), at).holes.map((hole) => hole.holeMm)).toEqual([holeMm]);
    }
  });

  test("the thermal transient has no hole, changes heat flows for a while, and ends healthy", () => {
    const story = named("thermal-transient");
    const early = conditionsAt(plant, story, minutes(10));
    const late = conditionsAt(plant, story, minutes(100));
    expect(early.absorbedFactor).toBeLessThan(1);
    expect(late.heatLoadW / plant.parameters.heatLoadW).toBeCloseTo(1.3, 9);
    expect([...early.holes, ...late.holes]).toEqual([]);
    expect(conditionsAt(plant, story, minutes(500))).toEqual(healthyConditions(plant));
  });

  test("nothing happens in the healthy one", () => {
    expect(named("healthy").eventDelayMs).toBeNull();
    expect(conditionsAt(plant, named("healthy"), minutes(500))).toEqual(healthyConditions(plant));
  });

  test("another hole size changes the story and what it says", () => {
    const wider = withHole(named("puncture"), 1.5);
    expect(conditionsAt(plant, wider, 0).holes.map((hole) => hole.holeMm)).toEqual([1.5]);
    expect(wider.summary).toContain("1.5 mm");
    expect(withHole(named("thermal-transient"), 1.5)).toEqual(named("thermal-transient"));
  });
});
