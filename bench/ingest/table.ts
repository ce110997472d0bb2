import type { Measured } from "./measure.ts";
import type { Load } from "./shape.ts";

/** One load on both ways, the measurements in the order in which they were taken. */
export interface Case {
  readonly load: Load;
  readonly straight: readonly Measured[];
  readonly server: readonly Measured[];
}

const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

const grouped = (n: number): string => Math.round(n).toLocaleString("en-US");

const columns = [
  "load",
  "way",
  "values/s",
  "ratio",
  "p50 ms",
  "p99 ms",
  "max ms",
  "server µs/value",
  "database µs/value",
  "server peak MB",
  "503s",
];

/** The table of a run: medians; the ratio is the median of the ratios of neighbours in time. */
export function renderTable(cases: readonly Case[]): string {
  const rows = cases.flatMap(({ load, straight, server }) => {
    const pace = load.pacedPerS === null ? "" : ` at ${grouped(load.pacedPerS)}/s`;
    const what = `${load.kind}, ${load.senders} ${load.senders === 1 ? "sender" : "senders"}${pace}`;
    const ratios = server.map((one, i) => one.valuesPerS / (straight[i]?.valuesPerS ?? Number.NaN));
    return [
      [what, "influxd", ...toCells(straight, "")],
      ["", "server", ...toCells(server, median(ratios).toFixed(2))],
    ];
  });
  const table = [columns, ...rows];
  const widths = columns.map((_, i) => Math.max(...table.map((row) => row[i]!.length)));
  const lines = table.map((row) =>
    row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(" | "),
  );
  return [lines[0], widths.map((width) => "-".repeat(width)).join("-|-"), ...lines.slice(1)].join("\n");
}

function toCells(runs: readonly Measured[], ratio: string): string[] {
  const of = (pick: (one: Measured) => number | null, digits: number): string => {
    const numbers = runs.map(pick).filter((n) => n !== null);
    return numbers.length === 0 ? "" : median(numbers).toFixed(digits);
  };
  return [
    grouped(median(runs.map(({ valuesPerS }) => valuesPerS))),
    ratio,
    of(({ p50Ms }) => p50Ms, 1),
    of(({ p99Ms }) => p99Ms, 1),
    of(({ maxMs }) => maxMs, 1),
    of(({ serverUsPerValue }) => serverUsPerValue, 3),
    of(({ databaseUsPerValue }) => databaseUsPerValue, 3),
    of(({ serverPeakMb }) => serverPeakMb, 0),
    of(({ notStored }) => notStored, 0),
  ];
}
