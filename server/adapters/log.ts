import { pino } from "pino";
import type { Log } from "../app/ports.ts";
import { hideCredentials, toLoggable } from "./loggable.ts";
import type { SecretVeil } from "./secret-veil.ts";

/** How the log is written. */
export interface LogOptions {
  /** `LOG_LEVEL`: debug, info, warn, error or silent; anything else is info. */
  readonly level: string | undefined;
  /** One line a person can read, instead of JSON. */
  readonly forPeople: boolean;
  /** Takes each line, with its line feed. */
  readonly write: (line: string) => void;
  /** Covers the secrets of the configuration. */
  readonly veil?: SecretVeil;
}

/** What a log may be told to let through, the most first. */
export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;

/** Line feeds and what moves the cursor of a terminal: what somebody sent must not look like a line of ours. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

/**
 * A log that never throws and never shows a secret (`loggable.ts` and `secret-veil.ts` say how); each event is one line,
 * whatever stands in it.
 */
export function createLog({ level, forPeople, write, veil = (line) => line }: LogOptions): Log {
  const chosen = logLevels.find((known) => known === level) ?? "info";
  const destination = {
    write: (line: string) => write(toOneLine(veil(forPeople ? toLineForPeople(line) : line))),
  };
  const logger = pino({ level: chosen, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  return {
    info: (message, detail = {}) => logger.info(toLoggable(detail), hideCredentials(message)),
    warn: (message, detail = {}) => logger.warn(toLoggable(detail), hideCredentials(message)),
    error: (message, detail = {}) => logger.error(toLoggable(detail), hideCredentials(message)),
  };
}

/** Ends with the one line feed that it may have. */
function toOneLine(text: string): string {
  const toEscape = (character: string): string =>
    `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
  return `${text.replace(/\n$/, "").replace(controls, toEscape)}\n`;
}

const wordByLevel: ReadonlyMap<unknown, string> = new Map([
  [40, "warning: "],
  [50, "error: "],
]);

/** `12:57:56 warning: The store does not answer. store="SQLite"`, in UTC like everything else. */
function toLineForPeople(line: string): string {
  const { level, time, msg, ...detail } = JSON.parse(line) as Record<string, unknown>;
  const words = Object.entries(detail).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`);
  return `${String(time).slice(11, 19)} ${wordByLevel.get(level) ?? ""}${String(msg)}${words.join("")}\n`;
}
