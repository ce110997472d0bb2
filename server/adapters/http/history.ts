import type { History } from "../../../protocol/telemetry.ts";
import type { BucketColumns } from "../../app/ports.ts";
import { estimateSeries, inventorySeries } from "../../app/recorder.ts";
import { rollupMs } from "../../app/rollup-series.ts";
import type { HistoryQuery } from "../../boundary/command.ts";
import type { Loop, SeriesRef } from "../../domain/loop/loop.ts";

/** The series of a loop's chart: its channels in order, then its inventory as it was estimated; or all that was estimated. */
export function toSeries(loop: Loop, of: HistoryQuery["of"]): readonly SeriesRef[] {
  if (of === "estimate") return estimateSeries(loop.id);
  return [...loop.channels.map((channel) => channel.source), inventorySeries(loop.id)];
}

/** Width of a bucket, milliseconds, so that two rows a bucket make at most the rows wanted. */
export function toBucketMs(query: HistoryQuery): number {
  const widthMs = Math.max(2, Math.ceil((query.toMs - query.fromMs) / (query.points / 2)));
  // Whole minutes can be read from rollups.
  return widthMs > rollupMs ? Math.ceil(widthMs / rollupMs) * rollupMs : widthMs;
}

/**
 * Two rows a bucket: the minima at its start, the maxima at its middle, so that no spike is lost however wide the
 * bucket. Buckets without any value are left out.
 */
export function toHistory(loop: Loop, query: HistoryQuery, buckets: BucketColumns): History {
  const bucketMs = toBucketMs(query);
  const tMs: number[] = [];
  const columns: (number | null)[][] = buckets.min.map(() => []);
  buckets.tMs.forEach((startMs, k) => {
    if (buckets.min.every((column) => (column[k] ?? null) === null)) return;
    tMs.push(startMs, startMs + Math.floor(bucketMs / 2));
    columns.forEach((column, i) => {
      column.push(buckets.min[i]?.[k] ?? null, buckets.max[i]?.[k] ?? null);
    });
  });
  return { loopId: loop.id, fromMs: query.fromMs, toMs: query.toMs, bucketMs, tMs, columns };
}
