import { basename } from "node:path";
import type { StoryChoice } from "../command-line/options.ts";
import { loadScenario } from "../description/library.ts";
import { commandLine, type Parsed, renderProblems } from "../description/problem.ts";
import type { ScenarioDescription } from "../description/scenario-description.ts";
import { loadUserScenario } from "../description/user-file.ts";
import { withHole } from "../story/scenario-events.ts";

/** Runs when nobody chose. */
const usualScenario = "healthy";

/** The story cannot be told; the message is for the person who asked, one line a problem. */
export class StoryError extends Error {
  override readonly name = "StoryError";
}

/** Loads the story that was asked for, with all its changes. Throws `StoryError` with every problem found. */
export function chooseStory(choice: StoryChoice): ScenarioDescription {
  const { configPath, variant, changes, holeMm, preludeS } = choice;
  const id = choice.scenarioId ?? usualScenario;
  const scenario =
    configPath === null
      ? orStoryError(loadScenario(id, variant, changes ?? {}), `${id}.yaml`)
      : orStoryError(loadUserScenario(configPath, variant, changes ?? {}), configPath);
  const holed = holeMm === null ? scenario : withHole(scenario, holeMm);
  if (holeMm !== null && holed === scenario)
    throw new StoryError(
      `The story "${scenario.id}" has no hole whose size --hole-mm could say; leave it out.`,
    );
  return preludeS === null ? holed : { ...holed, preludeS };
}

/** The value, or every problem with it as one `StoryError`. */
export function orStoryError<T>(parsed: Parsed<T>, file: string): T {
  if (parsed.kind === "known") return parsed.value;
  const files = new Set(parsed.problems.map((problem) => problem.file));
  // Where all of it stands in one place that is no file of the person's, naming that place helps nobody.
  const from = files.has(commandLine) && files.size === 1 ? commandLine : basename(file);
  throw new StoryError(renderProblems(parsed.problems, from));
}
