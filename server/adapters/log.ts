import { pino } from "pino";
import type { Log } from "../app/ports.ts";
import { toLoggable } from "./loggable.ts";

/** How the log is written. */
export interface LogOptions {
  /** `LOG_LEVEL`: debug, info, warn, error or silent; anything else is info. */
  readonly level: string | undefined;
  /** One line a person can read, instead of JSON. */
  readonly forPeople: boolean;
  /** Takes each line, with its line feed. */
  readonly write: (line: string) => void;
}

const levels = ["debug", "info", "warn", "error", "silent"];

/** A log that never throws and never shows a secret (`loggable.ts` says how). */
export function createLog({ level, forPeople, write }: LogOptions): Log {
  const chosen = level !== undefined && levels.includes(level) ? level : "info";
  const destination = { write: (line: string) => write(forPeople ? toLineForPeople(line) : line) };
  const logger = pino({ level: chosen, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  return {
    info: (message, detail = {}) => logger.info(toLoggable(detail), message),
    warn: (message, detail = {}) => logger.warn(toLoggable(detail), message),
    error: (message, detail = {}) => logger.error(toLoggable(detail), message),
  };
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
