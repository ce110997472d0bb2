import { type Located, toPlain, toProblem } from "./located.ts";
import { renderChoices } from "./nearest.ts";
import type { Path, Problem } from "./problem.ts";

/** Lists whose entries have names: a change finds its entry by this key. All other lists are replaced whole. */
const nameKeyByList: ReadonlyMap<string, string> = new Map([
  ["segments", "name"],
  ["sensors", "channel"],
]);

/**
 * A plant with changes laid over it. Mappings merge key by key, except that another `kind` replaces the whole mapping;
 * segments are found by name and sensors by channel; a new channel adds a sensor; anything else is replaced.
 */
export function mergeChanges(plant: Located, changes: Located | null, problems: Problem[]): Located {
  if (changes === null) return plant;
  if (changes.kind === "mapping") return mergeAt(plant, changes, [], problems);
  problems.push(
    toProblem(changes, [], "Changes are written as keys of the plant file with their new values."),
  );
  return plant;
}

function mergeAt(base: Located, change: Located, path: Path, problems: Problem[]): Located {
  if (base.kind === "mapping" && change.kind === "mapping" && !hasOtherKind(base, change)) {
    const entries = new Map(base.entries);
    for (const [key, part] of change.entries) {
      const before = entries.get(key);
      entries.set(key, before === undefined ? part : mergeAt(before, part, [...path, key], problems));
    }
    return { ...base, entries };
  }
  const nameKey = path.length === 1 ? nameKeyByList.get(String(path[0])) : undefined;
  if (nameKey !== undefined && base.kind === "list" && change.kind === "list") {
    return mergeNamed(base, change, { nameKey, path, problems });
  }
  return change;
}

function mergeNamed(
  base: Extract<Located, { kind: "list" }>,
  change: Extract<Located, { kind: "list" }>,
  { nameKey, path, problems }: { nameKey: string; path: Path; problems: Problem[] },
): Located {
  const items = [...base.items];
  for (const part of change.items) {
    const name = nameOf(part, nameKey);
    const index = items.findIndex((item) => nameOf(item, nameKey) === name && name !== null);
    const before = items[index];
    if (before !== undefined) items[index] = mergeAt(before, part, [...path, index], problems);
    else if (nameKey === "channel") items.push(part);
    else {
      // Its place in the flow would be a guess, and most often the name is only mistyped.
      const known = items.flatMap((item) => nameOf(item, nameKey) ?? []);
      const message =
        name === null
          ? `A changed segment needs its name. ${renderChoices("", known)}`
          : `The plant has no segment "${name}". ${renderChoices(name, known)}`;
      problems.push(toProblem(part, name === null ? [] : [nameKey], message));
    }
  }
  return { ...base, items };
}

const hasOtherKind = (base: Located, change: Located): boolean => {
  const kind = valueAt(change, "kind");
  return kind !== undefined && kind !== valueAt(base, "kind");
};

const nameOf = (part: Located, nameKey: string): string | null => {
  const name = valueAt(part, nameKey);
  return typeof name === "string" ? name : null;
};

const valueAt = (part: Located, key: string): unknown =>
  part.kind === "mapping" ? toPlain(part.entries.get(key) ?? null) : undefined;
