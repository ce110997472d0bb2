import { closeSync, openSync, readSync, statSync } from "node:fs";
import { createLineReader } from "../boundary/line-reader.ts";
import type { BacktestFormat } from "./backtest-task.ts";

/** What is looked at of a file whose name says nothing, bytes. */
const sampleBytes = 65_536;

const formatByEnding: ReadonlyMap<string, BacktestFormat> = new Map([
  ["csv", "csv"],
  ["lp", "lp"],
]);

/**
 * A folder is a recording of the station; a file is what its ending says, and else line protocol when its first line is
 * a point. What cannot be read is said when it is read.
 */
export function findFormat(path: string): BacktestFormat {
  try {
    if (statSync(path).isDirectory()) return "iss";
    const ending = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
    return formatByEnding.get(ending) ?? (beginsWithPoint(path) ? "lp" : "csv");
  } catch {
    return "csv";
  }
}

function beginsWithPoint(path: string): boolean {
  const file = openSync(path, "r");
  try {
    const memory = Buffer.alloc(sampleBytes);
    const text = memory.toString("utf8", 0, readSync(file, memory));
    const line = text.split("\n").find((one) => one.trim() !== "" && !one.startsWith("#"));
    return line !== undefined && createLineReader().read(Buffer.from(line), "ns", 0).refused === 0;
  } finally {
    closeSync(file);
  }
}
