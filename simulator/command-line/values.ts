import { InvalidArgumentError } from "commander";
import { idPattern } from "../../protocol/ids.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { Understood } from "../senders/http-target.ts";
import type { OutFile } from "./options.ts";

/** Takes an option's text as a number in a range; `sentence` says which, where the bare numbers would not. */
export const numberBetween =
  (low: number, high: number, sentence = `Give a number from ${low} to ${high}.`) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === "" || !(value >= low && value <= high)) {
      throw new InvalidArgumentError(sentence);
    }
    return value;
  };

/** Takes an option's text as a whole number in a range. */
export const wholeBetween =
  (low: number, high: number) =>
  (text: string): number => {
    if (!/^\d{1,15}$/.test(text) || Number(text) < low || Number(text) > high) {
      throw new InvalidArgumentError(`Give a whole number from ${low} to ${high}.`);
    }
    return Number(text);
  };

/** A number of its own for every different noise. */
export function parseSeed(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("Give a whole number.");
  return Number(text);
}

/** A name that can travel in tags, topics and addresses. */
export function parseLoopId(text: string): string {
  if (idPattern.test(text)) return text;
  throw new InvalidArgumentError("Use letters, digits, dots, underscores and hyphens.");
}

/** Text that must not be empty, e.g. the name of a scenario. */
export function parseName(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("Write a name.");
  return text;
}

const secondsByUnit: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, d: 86_400 };

/** The longest story anybody needs: ten years of a slow leak. */
const longestSpanS = 10 * 366 * 86_400;

/** A span in seconds, written as `90s`, `15min`, `3h`, `60d`, or as a number of seconds. */
export function parseSpan(text: string): number {
  const written = /^(\d{1,9}(?:\.\d{1,6})?)(s|min|h|d)?$/.exec(text.trim());
  const spanS = Number(written?.[1]) * (secondsByUnit[written?.[2] ?? "s"] ?? Number.NaN);
  if (!(spanS <= longestSpanS)) {
    throw new InvalidArgumentError("Write a span such as 90s, 15min, 3h or 60d.");
  }
  return Math.round(spanS);
}

/** A span above zero, of what cannot take no time at all. */
export function parseLength(text: string): number {
  const lengthS = parseSpan(text);
  if (lengthS > 0) return lengthS;
  throw new InvalidArgumentError("Write a span of at least a second, such as 90s, 15min, 3h or 60d.");
}

/** ISO 8601: day, time, zone. */
const isoPattern = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/;

/**
 * A moment such as `2022-12-14T21:45:00Z`, in whole seconds; a date alone is its midnight. Without a zone it is UTC, so
 * that the same command gives the same file everywhere.
 */
export function parseStart(text: string): EpochMs {
  const [, day = "", time = "", zone] = isoPattern.exec(text) ?? [];
  const atMs = isDay(day)
    ? Date.parse(`${day}${time}${time !== "" && zone === undefined ? "Z" : ""}`)
    : Number.NaN;
  if (Number.isNaN(atMs)) {
    throw new InvalidArgumentError("Write a moment such as 2022-12-14T21:45:00Z; without a zone it is UTC.");
  }
  return Math.floor(atMs / 1000) * 1000;
}

/** False for the 31st of February, which `Date` takes for the 3rd of March. */
function isDay(text: string): boolean {
  const midnightMs = Date.parse(text);
  return !Number.isNaN(midnightMs) && new Date(midnightMs).toISOString().startsWith(text);
}

/** A file whose ending says how it is written. A device has no ending and takes line protocol. */
export function parseOutFile(path: string): OutFile {
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase();
  if (ending === "csv" || ending === "lp") return { path, format: ending };
  if (/^\/dev\/\w+$/.test(path)) return { path, format: "lp" };
  throw new InvalidArgumentError("Write a file name that ends with .csv or .lp.");
}

/** Gives what was understood, or refuses the option with the reason. */
export function orInvalid<T>(understood: Understood<T>): T {
  if (understood.kind === "wrong") throw new InvalidArgumentError(understood.reason);
  return understood.value;
}
