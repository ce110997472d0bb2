import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ChannelRole } from "../../../protocol/telemetry.ts";
import type { Unit } from "../../../protocol/units.ts";

/** One file of SKAB, column by column. Source: waico/SKAB, data/README.md. */
export interface Experiment {
  /** Group and number, like `valve1/4`. */
  readonly name: string;
  readonly group: string;
  /** Stamps as they stand in the file; SKAB gives no zone, so they count as UTC. */
  readonly stamps: readonly string[];
  readonly atMs: Float64Array;
  /** `values[c][i]`: channel c (order of `skabChannels`) in row i. */
  readonly values: readonly Float64Array[];
  /** 1 where the experimenters say so; empty in a file without labels. */
  readonly anomaly: Uint8Array;
  readonly changePoint: Uint8Array;
}

/** SKAB's columns and what they measure. Its pressure is relative, in bar, and noise in every state of the stand. */
export const skabChannels: readonly {
  readonly column: string;
  readonly name: string;
  readonly role: ChannelRole;
  readonly unit: Unit;
}[] = [
  { column: "Accelerometer1RMS", name: "Vibration 1", role: "vibration", unit: "g" },
  { column: "Accelerometer2RMS", name: "Vibration 2", role: "vibration", unit: "g" },
  { column: "Current", name: "Motor current", role: "current", unit: "A" },
  { column: "Pressure", name: "Pressure after the pump", role: "other", unit: "1" },
  { column: "Temperature", name: "Motor temperature", role: "other", unit: "degC" },
  { column: "Thermocouple", name: "Fluid temperature", role: "temperature", unit: "degC" },
  { column: "Voltage", name: "Motor voltage", role: "other", unit: "V" },
  { column: "Volume Flow RateRMS", name: "Flow", role: "flow", unit: "L/min" },
];

/** Rows of each file that may be learnt from; SKAB's protocol since 2024. */
export const learningRows = 400;

/** Groups of experiments, as the data set and its leaderboard have them. */
export const skabGroups = ["other", "valve1", "valve2"] as const;

/** All experiments under a SKAB `data` folder, by group and number. Missing groups are left out. */
export function readExperiments(folder: string): readonly Experiment[] {
  const present = readdirSync(folder);
  return skabGroups
    .filter((group) => present.includes(group))
    .flatMap((group) =>
      readdirSync(join(folder, group))
        .filter((name) => /^\d+\.csv$/.test(name))
        .toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
        .map((name) => {
          const text = readFileSync(join(folder, group, name), "utf8");
          return parseExperiment(`${group}/${name.slice(0, -4)}`, text);
        }),
    );
}

/** The recording without any fault, or `null` when it is not there. */
export function readAnomalyFree(folder: string): Experiment | null {
  if (!readdirSync(folder).includes("anomaly-free")) return null;
  const text = readFileSync(join(folder, "anomaly-free", "anomaly-free.csv"), "utf8");
  return parseExperiment("anomaly-free/anomaly-free", text);
}

/** A file's text: a header, then rows separated by semicolons, the stamp first. Throws when a column is missing. */
export function parseExperiment(name: string, text: string): Experiment {
  const [header = "", ...lines] = text.split(/\r?\n/).filter((line) => line !== "");
  const columns = header.split(";").map((column) => column.trim());
  const rows = lines.map((line) => line.split(";"));
  const place = (column: string): number => {
    const at = columns.indexOf(column);
    if (at < 0) throw new Error(`${name} has no column ${column}.`);
    return at;
  };
  const labels = (column: string): Uint8Array => {
    const at = columns.indexOf(column);
    return Uint8Array.from(rows, (row) => (at >= 0 && Number(row[at]) === 1 ? 1 : 0));
  };
  const stamps = rows.map((row) => row[0] ?? "");
  return {
    name,
    group: name.slice(0, name.indexOf("/")),
    stamps,
    atMs: Float64Array.from(stamps, (stamp) => Date.parse(`${stamp.replace(" ", "T")}Z`)),
    values: skabChannels.map(({ column }) => {
      const at = place(column);
      return Float64Array.from(rows, (row) => Number(row[at]));
    }),
    anomaly: labels("anomaly"),
    changePoint: labels("changepoint"),
  };
}
