import { type Path, type Problem, toPathText } from "./problem.ts";

/** Where a part of a file stands. Parts of several files may be merged; each keeps its own place. */
export interface Place {
  readonly file: string;
  readonly path: Path;
  readonly line: number | null;
}

/** A value out of a file, with the place of each of its parts. */
export type Located = Place &
  (
    | { readonly kind: "scalar"; readonly value: unknown }
    | { readonly kind: "list"; readonly items: readonly Located[] }
    | { readonly kind: "mapping"; readonly entries: ReadonlyMap<string, Located> }
  );

/** The value without its places. */
export function toPlain(located: Located | null): unknown {
  if (located === null) return undefined;
  if (located.kind === "scalar") return located.value;
  if (located.kind === "list") return located.items.map(toPlain);
  return Object.fromEntries([...located.entries].map(([key, entry]) => [key, toPlain(entry)]));
}

/** A value that did not come from a file with lines, e.g. from the command line. */
export function fromPlain(value: unknown, place: Place): Located {
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, i) => fromPlain(item, { ...place, path: [...place.path, i] }));
    return { ...place, kind: "list", items };
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(
      ([key, entry]) => [key, fromPlain(entry, { ...place, path: [...place.path, key] })] as const,
    );
    return { ...place, kind: "mapping", entries: new Map(entries) };
  }
  return { ...place, kind: "scalar", value };
}

/** The part at a path, or `null` when it is not there. */
export function findPart(root: Located, path: Path): Located | null {
  let part: Located | null = root;
  for (const step of path) {
    if (part === null) return null;
    part = childOf(part, step);
  }
  return part;
}

/** A problem at a path, told in terms of the file in which the part (or what should hold it) stands. */
export function toProblem(root: Located, path: Path, message: string): Problem {
  let part = root;
  let depth = 0;
  for (; depth < path.length; depth++) {
    const child = childOf(part, path[depth] ?? "");
    if (child === null) break;
    part = child;
  }
  return {
    file: part.file,
    path: toPathText([...part.path, ...path.slice(depth)]),
    line: part.line,
    message,
  };
}

function childOf(part: Located, step: string | number): Located | null {
  if (part.kind === "list") return (typeof step === "number" ? part.items[step] : undefined) ?? null;
  if (part.kind === "mapping") return part.entries.get(String(step)) ?? null;
  return null;
}
