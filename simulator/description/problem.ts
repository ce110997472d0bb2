/** Keys and list positions that lead to a place in a file. */
export type Path = readonly (string | number)[];

/** Where a problem stands that came with the command line. */
export const commandLine = "command line";

/** Something to mend, where it stands, in a sentence for the person who wrote it. */
export interface Problem {
  /** Name of the file, or "command line". */
  readonly file: string;
  /** In that file, e.g. `segments[2].volumeL`; "" for the file as a whole. */
  readonly path: string;
  /** From 1; `null` where there are no lines. */
  readonly line: number | null;
  readonly message: string;
}

/** A value that is complete and checked, or every problem found on the way to it. */
export type Parsed<T> =
  | { readonly kind: "known"; readonly value: T }
  | { readonly kind: "problems"; readonly problems: readonly Problem[] };

/** The value when nothing is wrong with it. */
export const toParsed = <T>(value: T | null, problems: readonly Problem[]): Parsed<T> =>
  value === null || problems.length > 0 ? { kind: "problems", problems } : { kind: "known", value };

const plainKey = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** `segments[2].volumeL`; a key with spaces or dots comes in quotes. */
export function toPathText(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    const key = plainKey.test(part) ? part : JSON.stringify(part);
    return text === "" ? key : `${text}.${key}`;
  }, "");
}

/**
 * One line a problem: `segments[2].volumeL (line 14): -3 is not a volume; write litres above zero.` What stands in
 * another file than `file` names it, and so does what concerns a file as a whole: `mine.yaml: The file is empty.`
 */
export function renderProblems(problems: readonly Problem[], file: string): string {
  return problems.map((problem) => renderProblem(problem, file)).join("\n");
}

function renderProblem({ file, path, line, message }: Problem, mainFile: string): string {
  if (path === "") {
    if (file === commandLine) return message;
    return `${file}${line === null ? "" : ` (line ${line})`}: ${message}`;
  }
  const lineText = line === null ? [] : [`line ${line}`];
  const fileText = file === mainFile ? [] : [line === null ? file : `of ${file}`];
  const where = [...lineText, ...fileText].join(" ");
  return `${path}${where === "" ? "" : ` (${where})`}: ${message}`;
}
