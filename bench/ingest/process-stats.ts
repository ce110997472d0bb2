import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Processor time that a process (all its threads) has used so far, microseconds. Linux. */
export function cpuUs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name in brackets may hold spaces; user and system time are the 14th and 15th word.
  const words = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(words[11]) + Number(words[12])) * 1e6) / ticksPerS;
}

/** Most memory that a process has held so far, megabytes. Linux. */
export function peakMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1000;
}

const ticksPerS = Number(execFileSync("getconf", ["CLK_TCK"]).toString());

/** Memory that a process holds now, megabytes. Linux. */
export function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1000;
}
