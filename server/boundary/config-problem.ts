/** One thing that is wrong in the configuration, as a sentence that never contains a secret. */
export interface ConfigProblem {
  /** `loops[1].channels[0].unit`, or the name of an environment variable. */
  readonly path: string;
  /** Line of the file, from 1; absent for the environment. */
  readonly line?: number;
  readonly message: string;
}

/** A place in the file. */
export type FilePath = readonly (string | number)[];

/** Takes a problem at a place in the file. */
export type Complain = (path: FilePath, message: string) => void;

/** A path as people write it: `loops[1].channels[0].unit`; the whole file is `(file)`. */
export function toPathText(path: FilePath): string {
  let text = "";
  for (const part of path) text += typeof part === "number" ? `[${part}]` : text === "" ? part : `.${part}`;
  return text === "" ? "(file)" : text;
}

/** The problem as one line for a terminal: `line 12: loops[0].coolant: …`. */
export function renderProblem(problem: ConfigProblem): string {
  const where = problem.line === undefined ? problem.path : `line ${problem.line}: ${problem.path}`;
  return `${where}: ${problem.message}`;
}

/** The known word nearest to `word` when it is near enough to be a slip of the finger (two letters), else `null`. */
export function findNearest(word: string, known: readonly string[]): string | null {
  let best: { readonly word: string; readonly distance: number } | null = null;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= 2 && distance < candidate.length && (best === null || distance < best.distance))
      best = { word: candidate, distance };
  }
  return best?.word ?? null;
}

/** Levenshtein's distance, by rows. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let k = 1; k <= b.length; k++) {
      const replaced = (above[k - 1] ?? 0) + (a[i - 1] === b[k - 1] ? 0 : 1);
      row.push(Math.min(replaced, (above[k] ?? 0) + 1, (row[k - 1] ?? 0) + 1));
    }
    above = row;
  }
  return above[b.length] ?? 0;
}
