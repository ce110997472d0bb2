import type { Log } from "../../server/app/ports.ts";

/** One entry of a log. */
export interface LogEntry {
  readonly level: "info" | "warn" | "error";
  readonly message: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A log that remembers. */
export interface MemoryLog extends Log {
  readonly entries: readonly LogEntry[];
}

/** Starts empty and keeps everything. */
export function createMemoryLog(): MemoryLog {
  const entries: LogEntry[] = [];
  const at =
    (level: LogEntry["level"]): Log["info"] =>
    (message, detail = {}) =>
      void entries.push({ level, message, detail });
  return { entries, info: at("info"), warn: at("warn"), error: at("error") };
}
