import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/** An InfluxDB server program on this machine. */
export interface InfluxdProgram {
  readonly path: string;
  /** As it tells: `1.6.7`. */
  readonly version: string;
}

/** What looking for the program came to; `reason` is a sentence. */
export type InfluxdSearch =
  | { readonly kind: "found"; readonly program: InfluxdProgram }
  | { readonly kind: "missing" }
  | { readonly kind: "unusable"; readonly reason: string };

/** The program only prints a line; one that takes longer is not what we look for. Milliseconds. */
const versionLimitMs = 5000;

/**
 * Looks for `influxd` in the directories of `searchPath` (PATH), or takes the `given` path. Only version 1.x is
 * usable: later ones are set up and spoken to in another way.
 */
export async function findInfluxd(
  searchPath: string | undefined,
  given: string | null = null,
): Promise<InfluxdSearch> {
  const path = given ?? findProgram(searchPath);
  if (path === null) return { kind: "missing" };
  if (!isProgram(path)) return { kind: "unusable", reason: `${path} is not a program that can be started.` };
  const told = await askVersion(path);
  const version = /InfluxDB v?(\d+\.\d+(?:\.\d+)?)/.exec(told)?.[1];
  if (version === undefined) return { kind: "unusable", reason: `${path} does not tell InfluxDB's version.` };
  if (!version.startsWith("1."))
    return {
      kind: "unusable",
      reason: `${path} is InfluxDB ${version}; Loopwatch can start version 1.x only. Start it yourself and set INFLUX_URL.`,
    };
  return { kind: "found", program: { path, version } };
}

function findProgram(searchPath: string | undefined): string | null {
  const directories = (searchPath ?? "").split(delimiter).filter(isAbsolute);
  return directories.map((directory) => join(directory, "influxd")).find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Missing, or not for us: either way nothing that we can start.
    return false;
  }
}

function askVersion(path: string): Promise<string> {
  return new Promise((resolve) => {
    // A failure prints no version, and the caller says so.
    execFile(path, ["version"], { timeout: versionLimitMs }, (_, stdout) => resolve(stdout));
  });
}
