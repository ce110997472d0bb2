import { z } from "zod";
import type { PlannedLos } from "../domain/loop/loop.ts";
import { text } from "./config-fields.ts";
import type { Complain, FilePath } from "./config-problem.ts";
import { readCsvTime } from "./csv-time.ts";

/** A planned loss of signal as it is written in the file. */
export const plannedLosShape = z.strictObject({
  from: text(40).meta({
    description: "When it begins, ISO 8601; UTC where no zone is written.",
    examples: ["2026-03-01T04:30:00Z"],
  }),
  to: text(40).meta({ description: "When it is over.", examples: ["2026-03-01T04:45:00Z"] }),
});

/** Gives a file's text; `null` when it cannot be read. */
export type ReadText = (file: string) => string | null;

/** Mistakes of one file that are named one by one. */
const mostNamed = 10;

const notATime = "is not a time like 2026-03-01T04:30:00Z";
const notAfter = "the end must come after the beginning";

/** Windows, and what is wrong with some, by line from 1. */
export interface ParsedPlannedLos {
  readonly windows: readonly PlannedLos[];
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

/**
 * Reads a list of planned losses of signal: one a line, `from,to` in ISO 8601 (UTC where no zone is written). A first line
 * that names the columns, empty lines and lines that begin with `#` are left out.
 */
export function parsePlannedLos(csv: string): ParsedPlannedLos {
  const windows: PlannedLos[] = [];
  const problems: { line: number; message: string }[] = [];
  csv.split(/\r?\n/).forEach((written, i) => {
    const line = (i === 0 ? written.replace(/^\uFEFF/, "") : written).trim();
    if (line === "" || line.startsWith("#") || /^"?from"?\s*[,;]\s*"?to"?$/i.test(line)) return;
    const cells = line.split(/[,;]/).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
    const window = cells.length === 2 ? toWindow(cells[0]!, cells[1]!) : "write from,to";
    if (typeof window === "string") problems.push({ line: i + 1, message: window });
    else windows.push(window);
  });
  return { windows, problems };
}

function toWindow(from: string, to: string): PlannedLos | string {
  const fromMs = readTime(from);
  const toMs = readTime(to);
  if (Number.isNaN(fromMs)) return `"${from}" ${notATime}`;
  if (Number.isNaN(toMs)) return `"${to}" ${notATime}`;
  return toMs > fromMs ? { fromMs, toMs } : notAfter;
}

/** `NaN`: no moment. A number alone could be anything. */
function readTime(written: string): number {
  if (!/^\d{4}-/.test(written)) return Number.NaN;
  const bytes = new TextEncoder().encode(written);
  return readCsvTime(bytes, 0, bytes.length);
}

/** What a loop's section says of planned losses of signal. */
export interface PlannedLosParts {
  readonly plannedLos: readonly z.infer<typeof plannedLosShape>[];
  readonly plannedLosFile?: string | undefined;
}

/** The loop's windows from both places, in order and joined where they touch; what is wrong is complained about. */
export function toPlannedLos(
  { plannedLos, plannedLosFile }: PlannedLosParts,
  at: FilePath,
  complain: Complain,
  readText: ReadText,
): readonly PlannedLos[] {
  const windows = plannedLos.flatMap(({ from, to }, i) => {
    const window = toWindow(from, to);
    if (typeof window !== "string") return [window];
    complain([...at, "plannedLos", i], `${window.charAt(0).toUpperCase()}${window.slice(1)}.`);
    return [];
  });
  return join([...windows, ...readWindows(plannedLosFile, [...at, "plannedLosFile"], complain, readText)]);
}

function readWindows(
  file: string | undefined,
  at: FilePath,
  complain: Complain,
  readText: ReadText,
): readonly PlannedLos[] {
  if (file === undefined) return [];
  const csv = readText(file);
  if (csv === null) {
    complain(at, `${file} cannot be read.`);
    return [];
  }
  const { windows, problems } = parsePlannedLos(csv);
  for (const { line, message } of problems.slice(0, mostNamed))
    complain(at, `Line ${line} of ${file}: ${message}.`);
  if (problems.length > mostNamed)
    complain(at, `${problems.length - mostNamed} more lines of ${file} are wrong.`);
  return windows;
}

function join(windows: readonly PlannedLos[]): readonly PlannedLos[] {
  const joined: PlannedLos[] = [];
  for (const window of windows.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = joined.at(-1);
    if (last === undefined || window.fromMs > last.toMs) joined.push(window);
    else joined[joined.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, window.toMs) };
  }
  return joined;
}
