import type { z } from "zod";
import type { Complain, FilePath } from "./config-problem.ts";

/** A part of the file without what is wrong in it, so that the rest can still be held against the other parts. */
export interface SoundPart<T> {
  readonly value: T;
  /** Where a place of `value` stands in what was written: items that were left out shift those behind them. */
  toWritten(path: FilePath): FilePath;
  /** True for places that were left out, those inside them, and the sections and lists that lack them now. */
  isTouched(written: FilePath): boolean;
}

/** Leaving out one thing may show another; a file that needs more rounds has no sound part worth the search. */
const mostRounds = 12;

/** Leaves out what a shape complains of. `null`: nothing that fits is left. */
export function toSoundPart<T>(shape: z.ZodType<T>, written: unknown): SoundPart<T> | null {
  const left: FilePath[] = [];
  for (let round = 0; round < mostRounds; round++) {
    const copy = copyWithout(written, [], new Set(left.map(toKey)));
    const checked = shape.safeParse(copy.value);
    if (checked.success) return toSound(checked.data, copy.indexesByList, left);
    for (const issue of checked.error.issues) {
      const path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
      const places = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...path, key]) : [path];
      for (const place of places) {
        const wrong = findWritten(copy.value, place);
        if (wrong.length === 0) return null;
        left.push(toWrittenPath(wrong, copy.indexesByList));
      }
    }
  }
  return null;
}

/** Sections whose parts are named elsewhere in the file. */
const namedSections = ["people", "groups", "webhooks"] as const;

/** Takes complaints about the sound part of a file; what only the left-out parts brought about is kept quiet. */
export function complainOfSound<T extends object>(
  sound: SoundPart<T>,
  whole: unknown,
  complain: Complain,
): Complain {
  const written = whole as Readonly<Record<string, unknown>>;
  const names = new Set<unknown>(
    namedSections
      .flatMap((section) => [written[section]].flat())
      .map(idOf)
      .filter((id) => id !== undefined),
  );
  const routesLackSomething = sound.isTouched(["routes"]);
  return (path, message) => {
    const place = sound.toWritten(path);
    if (sound.isTouched(place)) return;
    // Without one of its conditions a route takes alarms that it would leave to others.
    if (routesLackSomething && ((place[0] === "routes" && place.length === 2) || place[0] === "mail")) return;
    // Somebody has the name and is wrong elsewhere.
    if (place.at(-1) !== "id" && names.has(valueAt(whole, place))) return;
    complain(place, message);
  };
}

const idOf = (part: unknown): unknown =>
  typeof part === "object" && part !== null && "id" in part ? part.id : undefined;

function valueAt(value: unknown, path: FilePath): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== "object" || here === null) return undefined;
    here = (here as Readonly<Record<string | number, unknown>>)[step];
  }
  return here ?? null;
}

/** What is missing cannot be left out: the part that lacks it is. */
function findWritten(value: unknown, path: FilePath): FilePath {
  let here = value;
  for (const step of path) {
    if (typeof here !== "object" || here === null || !(step in here)) return path.slice(0, -1);
    here = (here as Readonly<Record<string | number, unknown>>)[step];
  }
  return path;
}

/** For each list of the copy, by its path in the copy: where its items stood. */
type Indexes = ReadonlyMap<string, readonly number[]>;

function copyWithout(
  written: unknown,
  at: FilePath,
  left: ReadonlySet<string>,
): { readonly value: unknown; readonly indexesByList: Indexes } {
  const indexesByList = new Map<string, readonly number[]>();
  const copy = (value: unknown, from: FilePath, to: FilePath): unknown => {
    if (Array.isArray(value)) {
      const kept = value.map((_, i) => i).filter((i) => !left.has(toKey([...from, i])));
      indexesByList.set(toKey(to), kept);
      return kept.map((i, k) => copy(value[i], [...from, i], [...to, k]));
    }
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).filter(([key]) => !left.has(toKey([...from, key])));
    return Object.fromEntries(entries.map(([key, part]) => [key, copy(part, [...from, key], [...to, key])]));
  };
  return { value: copy(written, at, at), indexesByList };
}

function toSound<T>(value: T, indexesByList: Indexes, left: readonly FilePath[]): SoundPart<T> {
  const isWithin = (inner: FilePath, outer: FilePath): boolean => outer.every((step, i) => inner[i] === step);
  return {
    value,
    toWritten: (path) => toWrittenPath(path, indexesByList),
    isTouched: (written) => left.some((gone) => isWithin(written, gone) || isWithin(gone, written)),
  };
}

const toWrittenPath = (path: FilePath, indexesByList: Indexes): FilePath =>
  path.map((step, i) =>
    typeof step === "number" ? (indexesByList.get(toKey(path.slice(0, i)))?.[step] ?? step) : step,
  );

const toKey = (path: FilePath): string => JSON.stringify(path);
