import { InvalidArgumentError } from "commander";
import { idPattern } from "../../protocol/ids.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { Understood } from "../senders/http-target.ts";
import type { OutFile } from "./options.ts";

/** Takes an option's text as a number in a range. */
export const numberBetween =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === "" || !(value >= low && value <= high)) {
      throw new InvalidArgumentError(`Give a number from ${low} to ${high}.`);
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

/** ISO 8601 with its zone, so that the same command gives the same file everywhere. Whole seconds. */
const isoPattern = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

/** A moment such as `2022-12-14T21:45:00Z`; a date alone is its midnight in UTC. */
export function parseStart(text: string): EpochMs {
  const atMs = isoPattern.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(atMs)) {
    throw new InvalidArgumentError("Write a moment such as 2022-12-14T21:45:00Z, with its zone.");
  }
  return Math.floor(atMs / 1000) * 1000;
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
