import { readFileSync } from "node:fs";
import { type Config, parseConfig } from "../../server/boundary/config.ts";
import type { Loop } from "../../server/domain/loop/loop.ts";
import { loadScenario } from "../../simulator/description/library.ts";
import type { PlantChanges } from "../../simulator/description/parse-scenario.ts";
import type { ScenarioDescription } from "../../simulator/description/scenario-description.ts";
import { toLines } from "../../simulator/senders/line-protocol.ts";
import type { Simulation } from "../../simulator/story/simulation.ts";

/** The configuration that ships with the project, as a user gets it. */
export function exampleConfig(): Config {
  const text = readFileSync(new URL("../../loopwatch.example.yaml", import.meta.url), "utf8");
  const parsed = parseConfig(text, {});
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join("\n"));
  return parsed.config;
}

/** One of its loops. */
export function exampleLoop(id: string): Loop {
  const loop = exampleConfig().loops.find((candidate) => candidate.id === id);
  if (loop === undefined) throw new Error(`The example has no loop ${id}.`);
  return loop;
}

/** A scenario by its id; a test that names one that is gone must fail. */
export function scenarioNamed(id: string, changes: PlantChanges = {}): ScenarioDescription {
  const parsed = loadScenario(id, null, changes);
  if (parsed.kind === "known") return parsed.value;
  throw new Error(parsed.problems.map(({ message }) => message).join("\n"));
}

/** What a plant sends until a moment, as line protocol with milliseconds. */
export const linesUntil = (simulation: Simulation, untilMs: number): string =>
  toLines(simulation.loopId, simulation.channels, simulation.advance(untilMs));
