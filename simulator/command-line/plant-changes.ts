import { InvalidArgumentError } from "commander";
import { parse, YAMLError } from "yaml";
import type { PlantChange, PlantChanges } from "./options.ts";

/** One `--set`: where in the plant, and what it is to be. */
export interface PlantSetting {
  readonly path: readonly string[];
  readonly value: string | number | boolean | null;
}

/** Lists of a plant file, and the field that names their entries. */
const nameFieldByList: ReadonlyMap<string, string> = new Map([
  ["segments", "name"],
  ["sensors", "channel"],
]);

/** Names that would reach behind the object. */
const forbiddenNames: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Reads `accumulator.gasL=2` and adds it to those before it. The value is written as in a plant file. */
export function parseSetting(text: string, before: readonly PlantSetting[]): readonly PlantSetting[] {
  const at = text.indexOf("=");
  const path = text.slice(0, Math.max(0, at)).split(".");
  if (at < 1 || path.some((name) => name.trim() === "" || forbiddenNames.has(name))) {
    throw new InvalidArgumentError("Write where and what, such as accumulator.gasL=2.");
  }
  const named = nameFieldByList.has(path[0] ?? "");
  if (named && path.length < 3) {
    throw new InvalidArgumentError(
      `Write which of the ${path[0]} and its field: ${path[0]}.NAME.FIELD=VALUE.`,
    );
  }
  return [...before, { path, value: parseValue(text.slice(at + 1)) }];
}

/** A number, true or false, null, or text. */
function parseValue(text: string): string | number | boolean | null {
  const value = readYaml(text);
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) {
    return value as string | number | boolean | null;
  }
  throw new InvalidArgumentError("Give a single value; lists and mappings belong into a plant file.");
}

function readYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof YAMLError) throw new InvalidArgumentError("The value cannot be read.");
    throw error;
  }
}

/**
 * The settings as one mapping, the way `changes:` of a scenario file is written: `segments.radiator.boreMm=4` becomes
 * an entry named `radiator` in the list `segments`. A later setting goes before an earlier one. `null` for none.
 */
export function toPlantChanges(settings: readonly PlantSetting[]): PlantChanges | null {
  if (settings.length === 0) return null;
  let changes: PlantChanges = {};
  for (const { path, value } of settings) changes = withSetting(changes, path, value);
  return changes;
}

function withSetting(
  changes: PlantChanges,
  path: readonly string[],
  value: PlantSetting["value"],
): PlantChanges {
  const [first = "", ...rest] = path;
  if (rest.length === 0) return { ...changes, [first]: value };
  const nameField = nameFieldByList.get(first);
  const [name = "", ...fields] = rest;
  if (nameField !== undefined && fields.length > 0) {
    return { ...changes, [first]: withEntry(changes[first], { [nameField]: name }, { path: fields, value }) };
  }
  return { ...changes, [first]: withSetting(toMapping(changes[first]), rest, value) };
}

/** Adds a setting to the entry of a list that has this name, or to a new one. */
function withEntry(
  list: PlantChange | undefined,
  named: PlantChanges,
  { path, value }: PlantSetting,
): PlantChanges[] {
  const entries: readonly PlantChanges[] = isList(list) ? list : [];
  const [[field, name] = ["", ""]] = Object.entries(named);
  const isIt = (entry: PlantChanges): boolean => entry[field] === name;
  const all = entries.some(isIt) ? entries : [...entries, named];
  return all.map((entry) => (isIt(entry) ? withSetting(entry, path, value) : entry));
}

const isList = (change: PlantChange | undefined): change is readonly PlantChanges[] => Array.isArray(change);

const toMapping = (change: PlantChange | undefined): PlantChanges =>
  typeof change === "object" && change !== null && !isList(change) ? change : {};
