import { closeSync, openSync, readSync, rmSync, writeFileSync, writeSync } from "node:fs";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { ChannelId } from "../../protocol/ids.ts";
import type { Quality } from "../../protocol/telemetry.ts";
import type { DurationMs } from "../../protocol/time.ts";
import type { HearEvaluation } from "../app/backtest.ts";
import type { Loop } from "../domain/loop/loop.ts";
import { CommandError } from "./command-error.ts";

/** Where a recording's evaluations are written: a row each. */
export interface TracePlan {
  /** The trace itself for the first recording, a part beside it for each further one. */
  readonly path: string;
  readonly hasHeader: boolean;
  /** Name of the recording, for traces of several; `null`: there is one, and no column for it. */
  readonly input: string | null;
  /** Channels that have a column for their quality. */
  readonly channels: readonly ChannelId[];
}

/** An open trace. */
export interface Trace {
  readonly hear: HearEvaluation;
  /** Writes what waits. Throws `CommandError`. */
  close(): void;
}

/** Rows wait in memory up to this many characters. */
const mostWaiting = 65_536;

/** Opens the file; throws `CommandError` when it cannot be written. */
export function openTrace(plan: TracePlan, loops: readonly Loop[]): Trace {
  const { path, channels } = plan;
  const file = orCommandError(path, () => openSync(path, "w"));
  // Where in a loop's qualities each column is found; -1: the loop has no such channel.
  const placesByLoop = new Map(
    loops.map((loop) => [loop.id, channels.map((id) => loop.channels.findIndex((one) => one.id === id))]),
  );
  const input = plan.input === null ? "" : `${quoted(plan.input)},`;
  let text = plan.hasHeader ? toHeader(plan) : "";
  const flush = (): void => {
    orCommandError(path, () => writeFileSync(file, text));
    text = "";
  };
  return {
    hear(estimate, qualities) {
      text += `${input}${toRow(estimate)}`;
      for (const place of placesByLoop.get(estimate.loopId) ?? []) text += toCell(qualities, place);
      text += "\n";
      if (text.length >= mostWaiting) flush();
    },
    close() {
      try {
        flush();
      } finally {
        closeSync(file);
      }
    },
  };
}

function toHeader({ input, channels }: TracePlan): string {
  const columns = [
    ...(input === null ? [] : ["input"]),
    "time",
    "loop",
    "state",
    "inventory_l",
    "inventory_sd_l",
    "leak_kg_h",
    "leak_sd_kg_h",
    "time_left_p05_s",
    "time_left_p50_s",
    "time_left_p95_s",
    ...channels.map((id) => `${id}_quality`),
  ];
  return `${columns.join(",")}\n`;
}

function toRow(estimate: LoopEstimate): string {
  const { loopId, atMs, detection, timeLeft } = estimate;
  const numbers = [
    toNumber(estimate.inventoryL),
    toNumber(estimate.inventorySdL),
    toNumber(estimate.leakKgPerH),
    toNumber(estimate.leakSdKgPerH),
    toSeconds(timeLeft?.p05Ms),
    toSeconds(timeLeft?.p50Ms),
    toSeconds(timeLeft?.p95Ms),
  ].join(",");
  return `${new Date(atMs).toISOString()},${loopId},${detection.kind},${numbers}`;
}

const toCell = (qualities: readonly Quality[], place: number): string =>
  place < 0 ? "," : `,${qualities[place] ?? ""}`;

/** Millionths of a litre or of a kilogram an hour are far below what any loop shows. */
const digits = 1e6;
const toNumber = (value: number | null): string =>
  value === null ? "" : String(Math.round(value * digits) / digits);

const toSeconds = (ms: DurationMs | null | undefined): string =>
  ms === null || ms === undefined ? "" : String(Math.round(ms / 1000));

/** RFC 4180: a cell with a comma, a quote or a line end stands in quotes. */
const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Plans for `inputs`, in their order: the first writes the trace itself, the others parts. */
export function planTraces(path: string, inputs: readonly string[], loops: readonly Loop[]): TracePlan[] {
  const channels = [...new Set(loops.flatMap((loop) => loop.channels.map(({ id }) => id)))];
  const isOne = inputs.length === 1;
  return inputs.map((input, k) => ({
    path: k === 0 ? path : `${path}.${k}.part`,
    hasHeader: k === 0,
    input: isOne ? null : input,
    channels,
  }));
}

const copyBytes = 1_048_576;

/** Puts the parts behind the trace, in order. Throws `CommandError`. */
export function joinTraces([first, ...parts]: readonly TracePlan[]): void {
  if (first === undefined || parts.length === 0) return;
  const memory = Buffer.allocUnsafe(copyBytes);
  orCommandError(first.path, () => {
    const to = openSync(first.path, "a");
    try {
      for (const { path } of parts) {
        const from = openSync(path, "r");
        for (let count = readSync(from, memory); count > 0; count = readSync(from, memory))
          for (let at = 0; at < count; ) at += writeSync(to, memory, at, count - at);
        closeSync(from);
      }
    } finally {
      closeSync(to);
    }
  });
}

/** Removes the parts; the trace itself stays. */
export function removeTraceParts(parts: readonly TracePlan[]): void {
  for (const { path, hasHeader } of parts) if (!hasHeader) rmSync(path, { force: true });
}

function orCommandError<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw new CommandError(`The trace ${path} cannot be written.`, cause);
  }
}
