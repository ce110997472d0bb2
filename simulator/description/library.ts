import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { renderChoices } from "./nearest.ts";
import { parsePlant } from "./parse-plant.ts";
import { type PlantChanges, parseScenario, parseScenarioTitle } from "./parse-scenario.ts";
import type { PlantDescription } from "./plant-description.ts";
import { commandLine, type Parsed, renderProblems } from "./problem.ts";
import type { ScenarioDescription } from "./scenario-description.ts";

/** Plants and scenarios that come with the program stand beside this folder, in the source and in dist. */
const plantsFolder = fileURLToPath(new URL("../plants/", import.meta.url));
const scenariosFolder = fileURLToPath(new URL("../scenarios/", import.meta.url));

/** A file that came with the program is not as it should be: the installation is broken. */
export class LibraryError extends Error {
  override readonly name = "LibraryError";
}

/** A scenario to choose from. */
export interface ScenarioListing {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly variants: readonly { readonly id: string; readonly title: string }[];
  /** Name of its plant file; `null` for a plant within the scenario file. */
  readonly plantId: string | null;
}

/** Names of the plants that come with the program, sorted. */
export const listPlants = (): readonly string[] => listYaml(plantsFolder);

/** Scenarios that come with the program: leaks (S..), quiet ones (N..), then demonstrations. Throws `LibraryError`. */
export function listScenarios(): readonly ScenarioListing[] {
  return listYaml(scenariosFolder)
    .toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map((id) => {
      const title = parseScenarioTitle(readShipped(scenariosFolder, id), `${id}.yaml`);
      if (title.kind === "problems")
        throw new LibraryError(`${id}.yaml is broken. ${renderProblems(title.problems, `${id}.yaml`)}`);
      return { id, ...title.value };
    });
}

/** A plant that comes with the program. Throws `LibraryError` when its file cannot be read. */
export function loadPlant(id: string): Parsed<PlantDescription> {
  const known = listPlants();
  return known.includes(id)
    ? parsePlant(readShipped(plantsFolder, id), `${id}.yaml`)
    : notThere(`There is no plant "${id}". ${renderChoices(id, known)}`);
}

/** A scenario that comes with the program, with changes to its plant. Throws `LibraryError` as `loadPlant`. */
export function loadScenario(
  id: string,
  variant: string | null = null,
  changes: PlantChanges = {},
): Parsed<ScenarioDescription> {
  const known = listYaml(scenariosFolder);
  if (!known.includes(id)) return notThere(`There is no scenario "${id}". ${renderChoices(id, known)}`);
  return parseScenario(readShipped(scenariosFolder, id), {
    id,
    variant,
    changes,
    plants: listPlants(),
    readPlant: readShippedPlant,
  });
}

/** Text of a plant that comes with the program, or `null` when there is none of this name. */
export const readShippedPlant = (name: string): string | null =>
  listPlants().includes(name) ? readShipped(plantsFolder, name) : null;

function listYaml(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".yaml"))
      .map((name) => name.slice(0, -".yaml".length))
      .toSorted();
  } catch (cause) {
    throw new LibraryError(`${folder} cannot be read.`, { cause });
  }
}

function readShipped(folder: string, name: string): string {
  const path = join(folder, `${name}.yaml`);
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new LibraryError(`${path} cannot be read.`, { cause });
  }
}

/** Leaks first, then what must stay quiet, then the demonstrations. */
const rank = (id: string): number => {
  if (/^S\d/.test(id)) return 0;
  return /^N\d/.test(id) ? 1 : 2;
};

const notThere = (message: string): Parsed<never> => ({
  kind: "problems",
  problems: [{ file: commandLine, path: "", line: null, message }],
});
