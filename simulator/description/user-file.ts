import { readFileSync, type Stats, statSync } from "node:fs";
import { basename, dirname, extname, isAbsolute, relative, resolve, sep } from "node:path";
import { listPlants, readShippedPlant } from "./library.ts";
import { findPart, fromPlain, type Located } from "./located.ts";
import { parsePlant } from "./parse-plant.ts";
import { type PlantChanges, toScenario } from "./parse-scenario.ts";
import type { PlantDescription } from "./plant-description.ts";
import type { Parsed, Problem } from "./problem.ts";
import { toShown } from "./quantities.ts";
import type { ScenarioDescription } from "./scenario-description.ts";
import { scenarioKeys } from "./story-shapes.ts";
import { parseYamlText } from "./yaml-text.ts";

/** These files are written by hand and have some kilobytes; much more is another file, taken by mistake. */
const mostBytes = 1_000_000;

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
 * A file of the user's: a scenario, whose `plant` is a mapping, a path to a file in the same folder or below it, or a plant
 * that comes with the program; or a plant file (it has none of a scenario's keys), which then runs healthy. Problems name
 * the file by its last name.
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

/** A bare name without an ending is a plant of the program's before it is a file. A link beside the file may lead away. */
function readBeside(path: string, name: string): string | { readonly refusal: string } | null {
  if (extname(name) === "") return null;
  const folder = dirname(resolve(path));
  const fromFolder = relative(folder, resolve(folder, name));
  if (isAbsolute(name) || isAbsolute(fromFolder) || fromFolder.split(sep)[0] === "..")
    return {
      refusal: `${toShown(name)} lies outside this file's folder; put the plant beside this file, or write it here as a mapping.`,
    };
  const text = readText(resolve(folder, name));
  if (text.kind === "known") return text.value;
  return text.isThere ? { refusal: `${toShown(name)}: ${text.problems[0].message}` } : null;
}

/** Text of a file, or the one problem with it. */
type Text =
  | { readonly kind: "known"; readonly value: string }
  | { readonly kind: "problems"; readonly problems: readonly [Problem]; readonly isThere: boolean };

function readText(path: string): Text {
  const refuse = (message: string, isThere = true): Text => ({
    kind: "problems",
    problems: [{ file: basename(path), path: "", line: null, message }],
    isThere,
  });
  try {
    const refusal = explainStats(statSync(path));
    return refusal === null ? { kind: "known", value: readFileSync(path, "utf8") } : refuse(refusal);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    if (code === "ENOENT") return refuse("This file cannot be read: it is not there.", false);
    return refuse(`This file cannot be read${code === "" ? "" : ` (${code})`}.`);
  }
}

/** Looked at before reading: a device or a pipe may never end. */
function explainStats(stats: Stats): string | null {
  if (stats.isDirectory()) return "This is a folder; name a file in it.";
  if (!stats.isFile()) return "This is a device or a pipe; name a file.";
  return stats.size > mostBytes
    ? "This file has more than a megabyte; plant and scenario files have some kilobytes."
    : null;
}
