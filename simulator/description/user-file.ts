import { readFileSync } from "node:fs";
import { basename, dirname, extname, resolve } from "node:path";
import { listPlants, readShippedPlant } from "./library.ts";
import { findPart, fromPlain, type Located } from "./located.ts";
import { parsePlant } from "./parse-plant.ts";
import { type PlantChanges, toScenario } from "./parse-scenario.ts";
import type { PlantDescription } from "./plant-description.ts";
import type { Parsed } from "./problem.ts";
import type { ScenarioDescription } from "./scenario-description.ts";
import { scenarioKeys } from "./story-shapes.ts";
import { parseYamlText } from "./yaml-text.ts";

/** What is told of a plant that comes without a story: a day of its healthy life. */
const quietStory = {
  title: "Healthy plant",
  summary: "Nothing is wrong: the plant does its work.",
  lengthS: 86_400,
} as const;

/** A plant file of the user's. What cannot be read is a problem like any other. */
export function loadUserPlant(path: string): Parsed<PlantDescription> {
  const text = readText(path);
  return text.kind === "problems" ? text : parsePlant(text.value, basename(path));
}

/**
 * A file of the user's: a scenario, whose `plant` is a mapping, a path relative to the file, or a plant that comes with the
 * program; or a plant file (it has none of a scenario's keys), which then runs healthy. Problems name the file by its last
 * name.
 */
export function loadUserScenario(
  path: string,
  variant: string | null = null,
  changes: PlantChanges = {},
): Parsed<ScenarioDescription> {
  const text = readText(path);
  if (text.kind === "problems") return text;
  const yaml = parseYamlText(text.value, basename(path));
  if (yaml.kind === "problems") return yaml;
  const story = isScenario(yaml.value) ? yaml.value : toQuietStory(yaml.value);
  return toScenario(story, {
    id: basename(path, extname(path)),
    variant,
    changes,
    plants: listPlants(),
    readPlant: (name) => readBeside(path, name) ?? readShippedPlant(name),
  });
}

const isScenario = (file: Located): boolean => scenarioKeys.some((key) => findPart(file, [key]) !== null);

function toQuietStory(plant: Located): Located {
  const story = fromPlain(quietStory, { file: plant.file, path: [], line: null });
  return story.kind === "mapping"
    ? { ...story, entries: new Map([...story.entries, ["plant", plant]]) }
    : story;
}

/** A bare name without an ending is a plant of the program's before it is a file. */
function readBeside(path: string, name: string): string | null {
  if (extname(name) === "") return null;
  const text = readText(resolve(dirname(path), name));
  return text.kind === "known" ? text.value : null;
}

function readText(path: string): Parsed<string> {
  try {
    return { kind: "known", value: readFileSync(path, "utf8") };
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    const message = `This file cannot be read${code === "ENOENT" ? ": it is not there" : code === "" ? "" : ` (${code})`}.`;
    return { kind: "problems", problems: [{ file: basename(path), path: "", line: null, message }] };
  }
}
