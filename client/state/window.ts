import type { History } from "../../protocol/telemetry.ts";
import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import { minutes, seconds } from "../../protocol/time.ts";
import type { Ring } from "./ring.ts";
import { type Rows, thinRows } from "./thin-rows.ts";

/**
 * What a chart draws. `undefined`: no value of this channel then, the line goes on; `null`: the line breaks.
 * Times are ascending epoch milliseconds.
 */
export interface WindowColumns {
  readonly tMs: readonly EpochMs[];
  readonly columns: readonly (readonly (number | null | undefined)[])[];
}

/** A hole shorter than this is never drawn as a gap: channels that report on change are silent that long. */
export const smallestGapMs: DurationMs = seconds(60);
/** A hole this many times the usual distance between samples is a gap. */
export const gapSpacings = 5;
/** One channel silent this long while others report: its line breaks, since it may have died. */
export const channelGapMs: DurationMs = minutes(30);

/** Longest hole that a line may cross, from the times of the rows that carry a value. */
export function toGapThreshold(tMs: readonly EpochMs[]): DurationMs {
  const spacings: number[] = [];
  for (let i = 1; i < tMs.length; i++) spacings.push((tMs[i] ?? 0) - (tMs[i - 1] ?? 0));
  spacings.sort((a, b) => a - b);
  const typicalMs = spacings[spacings.length >>> 1] ?? 0;
  return Math.max(smallestGapMs, gapSpacings * typicalMs);
}

/**
 * Source time from which live rows are drawn instead of history. The newest bucket of a history is usually not
 * full, so live rows take over at its start when they reach that far back.
 */
export function toTailStart(history: History | null, ring: Ring): EpochMs {
  const oldestMs = ring.size() > 0 ? ring.timeAt(0) : Number.POSITIVE_INFINITY;
  if (!history) return oldestMs;
  for (let row = history.tMs.length - 1; row >= 0; row--) {
    if (history.columns.every((column) => (column[row] ?? null) === null)) continue;
    const lastMs = history.tMs[row] ?? oldestMs;
    const bucketStartMs = Math.floor(lastMs / history.bucketMs) * history.bucketMs;
    return oldestMs <= bucketStartMs ? bucketStartMs : Math.max(oldestMs, lastMs + 1);
  }
  return oldestMs;
}

/** Keeps a row that has at least one value; a row without any says nothing, and would hide a hole. */
function takeRow(rows: Rows, atMs: EpochMs, valueAt: (column: number) => number): void {
  let any = false;
  for (const [column, target] of rows.columns.entries()) {
    const value = valueAt(column);
    if (!Number.isNaN(value)) any = true;
    target.push(value);
  }
  if (any) rows.tMs.push(atMs);
  else for (const target of rows.columns) target.pop();
}

/** History and live rows of [fromMs, toMs] as one set of columns, with a break in the line at each hole. */
export function assembleWindow(parts: {
  readonly history: History | null;
  readonly ring: Ring;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  /** Live rows closer than this are thinned; left out: every one is drawn. */
  readonly bucketMs?: DurationMs;
}): WindowColumns {
  const { history, ring, fromMs, toMs, bucketMs } = parts;
  const tailMs = toTailStart(history, ring);
  const past: Rows = { tMs: [], columns: Array.from({ length: ring.width }, () => []) };
  for (const [row, atMs] of (history?.tMs ?? []).entries()) {
    if (atMs < fromMs || atMs > toMs || atMs >= tailMs) continue;
    takeRow(past, atMs, (column) => history?.columns[column]?.[row] ?? Number.NaN);
  }
  const live: Rows = { tMs: [], columns: Array.from({ length: ring.width }, () => []) };
  for (let row = ring.rowFrom(Math.max(tailMs, fromMs)); row < ring.size(); row++) {
    const atMs = ring.timeAt(row);
    if (atMs > toMs) break;
    takeRow(live, atMs, (column) => ring.valueAt(column, row));
  }
  return breakLines(past, bucketMs === undefined ? live : thinRows(live, bucketMs));
}

/** Joins both parts; each has its own usual spacing, so each its own idea of a hole. */
function breakLines(past: Rows, live: Rows): WindowColumns {
  const pastGapMs = toGapThreshold(past.tMs);
  const liveGapMs = toGapThreshold(live.tMs);
  const tMs: EpochMs[] = [];
  const columns: (number | null | undefined)[][] = past.columns.map(() => []);
  const lastValueRow = past.columns.map(() => -1);
  for (const [part, gapMs] of [
    [past, pastGapMs],
    [live, Math.max(liveGapMs, past.tMs.length > 0 && live.tMs.length < 3 ? pastGapMs : 0)],
  ] as const) {
    for (const [row, atMs] of part.tMs.entries()) {
      const previousMs = tMs[tMs.length - 1];
      const holeMs = row === 0 ? Math.max(gapMs, pastGapMs) : gapMs;
      if (previousMs !== undefined && atMs - previousMs > holeMs) {
        tMs.push(previousMs + 1);
        for (const column of columns) column.push(null);
      }
      tMs.push(atMs);
      for (const [index, column] of columns.entries()) {
        const value = part.columns[index]?.[row] ?? Number.NaN;
        column.push(Number.isNaN(value) ? undefined : value);
        if (Number.isNaN(value)) continue;
        breakChannel(column, tMs, lastValueRow[index] ?? -1);
        lastValueRow[index] = column.length - 1;
      }
    }
  }
  return { tMs, columns };
}

/** Breaks one channel's line when it was silent for long while other channels went on. */
function breakChannel(column: (number | null | undefined)[], tMs: readonly EpochMs[], lastRow: number): void {
  const row = column.length - 1;
  if (lastRow < 0 || row - lastRow < 2) return;
  if ((tMs[row] ?? 0) - (tMs[lastRow] ?? 0) > channelGapMs) column[lastRow + 1] = null;
}
