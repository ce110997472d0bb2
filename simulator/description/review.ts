import type { z } from "zod";
import { findPart, type Located, toPlain, toProblem } from "./located.ts";
import type { Path, Problem } from "./problem.ts";

/** A file (or several merged ones) under check: all problems are collected, none ends the check. */
export interface Review {
  readonly problems: readonly Problem[];
  complain(path: Path, message: string): void;
  /** The part at a path in this shape, or `null` with problems noted. */
  read<T>(path: Path, shape: z.ZodType<T>): T | null;
  /** Entries of the list at a path, each in this shape; those with problems are noted and `null`. */
  readEach<T>(path: Path, shape: z.ZodType<T>): readonly (T | null)[];
  /** What is written at a path, unchecked; `undefined` for nothing. */
  written(path: Path): unknown;
  /** True when nothing was complained about since the review began. */
  isClean(): boolean;
}

export function createReview(root: Located): Review {
  const problems: Problem[] = [];
  const told = new Set<string>();
  const complain = (path: Path, message: string): void => {
    const problem = toProblem(root, path, message);
    const key = JSON.stringify([problem.path, problem.message]);
    if (told.has(key)) return;
    told.add(key);
    problems.push(problem);
  };
  const read = <T>(path: Path, shape: z.ZodType<T>): T | null => {
    const checked = shape.safeParse(toPlain(findPart(root, path)));
    if (checked.success) return checked.data;
    for (const issue of checked.error.issues) {
      const at = [...path, ...issue.path.map((step) => (typeof step === "symbol" ? step.toString() : step))];
      if (issue.code !== "unrecognized_keys") complain(at, issue.message);
      else {
        const sentences = issue.message.split("\n");
        issue.keys.forEach((key, i) => {
          complain([...at, key], sentences[i] ?? issue.message);
        });
      }
    }
    return null;
  };
  return {
    problems,
    complain,
    read,
    readEach: (path, shape) => {
      const part = findPart(root, path);
      return part?.kind === "list" ? part.items.map((_, i) => read([...path, i], shape)) : [];
    },
    written: (path) => toPlain(findPart(root, path)),
    isClean: () => problems.length === 0,
  };
}
