import { readFileSync } from "node:fs";
import { parseConfig } from "../../server/boundary/config.ts";
import type { Loop } from "../../server/domain/loop/loop.ts";
import { findScenario, type Scenario } from "../../simulator/scenarios.ts";

/** The loop that ships with the project, as a user gets it. */
export function exampleLoop(id: string): Loop {
  const text = readFileSync(new URL("../../loopwatch.example.yaml", import.meta.url), "utf8");
  const parsed = parseConfig(text, {});
  const loop = parsed.ok ? parsed.config.loops.find((candidate) => candidate.id === id) : undefined;
  if (loop === undefined) throw new Error(`The example has no loop ${id}.`);
  return loop;
}

/** A scenario by its id; a test that names one that is gone must fail. */
export function scenarioNamed(id: string): Scenario {
  const scenario = findScenario(id);
  if (scenario === null) throw new Error(`There is no scenario ${id}.`);
  return scenario;
}
