import { readFileSync } from "node:fs";
import { parseConfig } from "../../server/boundary/config.ts";
import type { Loop } from "../../server/domain/loop/loop.ts";
import { toLoopName } from "../../simulator/commands/loop-name.ts";
import { loadScenario } from "../../simulator/description/library.ts";
import { renderProblems } from "../../simulator/description/problem.ts";
import type { ScenarioDescription } from "../../simulator/description/scenario-description.ts";

/** The loops of the built-in plants as their owner describes them. */
export function readExampleLoops(): readonly Loop[] {
  const file = new URL("../../examples/simulated-loops.yaml", import.meta.url);
  const parsed = parseConfig(readFileSync(file, "utf8"), {});
  if (parsed.ok) return parsed.config.loops;
  throw new Error("examples/simulated-loops.yaml has problems; `loopwatch check` names them.");
}

/** The loop of a plant file. Throws when the configuration does not have it. */
export function findLoop(loops: readonly Loop[], plantId: string): Loop {
  const loop = loops.find(({ id }) => id === toLoopName(plantId));
  if (loop === undefined)
    throw new Error(`examples/simulated-loops.yaml has no loop for the plant ${plantId}.`);
  return loop;
}

/** A scenario that ships, or one of its variants. Throws with every problem when it is not as it should be. */
export function readScenario(id: string, variant: string | null = null): ScenarioDescription {
  const parsed = loadScenario(id, variant);
  if (parsed.kind === "known") return parsed.value;
  throw new Error(renderProblems(parsed.problems, `${id}.yaml`));
}
