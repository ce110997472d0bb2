import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { benchPressureKpa } from "./bench-plant.ts";
import { pumpHeadKpa } from "./bench-run.ts";
import { createNoise } from "./noise.ts";
import { tempDirForTest } from "./temp-dir.ts";

/** 2022-12-15T00:00:00Z, the moment before the first row. */
export const recordingStartMs = 1_671_062_400_000;

/** When coolant begins to go in a recording that leaks, seconds from its start. */
export const leakAfterS = 1900;

/** One row a second: epoch milliseconds, accumulator and pump pressure, temperature. Leaks 1 mL/s, or not. */
export function recordBench(
  lengthS: number,
  { leaks = true, seed = 1 } = {},
): readonly (readonly number[])[] {
  const noise = createNoise(seed);
  const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;
  return Array.from({ length: lengthS }, (_, k) => {
    const s = k + 1;
    const kpa = benchPressureKpa(leaks ? Math.max(0, s - leakAfterS) / 1000 : 0, 20);
    return [
      recordingStartMs + s * 1000,
      rounded(kpa + 0.1 * noise.normal()),
      rounded(kpa + pumpHeadKpa + 0.1 * noise.normal()),
      rounded(20 + 0.01 * noise.normal()),
    ];
  });
}

/** The columns of `recordBench`, as the bench loop's configuration names them. */
export const benchHeader = "time,p_acc,p_out,t-in";

/** A recording as a table. */
export const toTable = (rows: readonly (readonly number[])[], header = benchHeader): string =>
  `${header}\n${rows.map((row) => row.join(",")).join("\n")}\n`;

/** A recording as line protocol with milliseconds. */
export const toLineFile = (rows: readonly (readonly number[])[]): string =>
  rows.map(([atMs, acc, out, temp]) => `bench p_acc=${acc},p_out=${out},t-in=${temp} ${atMs}\n`).join("");

const loopText = (id: string): string => `
  - id: ${id}
    name: Bench loop
    coolant: hfe-7200
    chargeL: 40
    referencePressureKpa: 300
    accumulator: { volumeL: 8, gasL: 4 }
    learning: 30min
    source: { measurement: bench, tags: {} }
    channels:
      - { id: p-acc, role: pressure, position: accumulator, source: { field: p_acc }, step: 0.1 }
      - { id: p-out, role: pressure, position: pump-outlet, source: { field: p_out }, step: 0.1 }
      - { id: t-in, role: temperature, source: { field: t-in }, step: 0.01 }
`;

/** Writes a configuration of one bench loop; returns its path. */
export const benchConfig = (more = ""): string =>
  writeTemp("bench.yaml", `mail: { to: [operator@example.org] }\nloops:${loopText("bench")}${more}`);

/** Writes a file that is gone after the test; returns its path. */
export function writeTemp(name: string, text: string): string {
  const file = join(tempDirForTest(), name);
  writeFileSync(file, text);
  return file;
}
