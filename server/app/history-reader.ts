import type { LoopId } from "../../protocol/ids.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { BucketColumns, TelemetryStore } from "./ports.ts";
import { rollupMs, toRollup } from "./rollup-series.ts";
import type { RolledSpan } from "./rollups.ts";

type HistoryQuestion = Parameters<TelemetryStore["history"]>[0];

/** Reads the history of a loop's series, from rollups where buckets are wide enough and there are some. */
export type HistoryReader = (loopId: LoopId, question: HistoryQuestion) => Promise<BucketColumns>;

/** Narrower buckets are read raw. */
const narrowestMs = 2 * rollupMs;

/**
 * The span is cut at whole buckets into what lies before the rollups, the rollups, and what came after them. Buckets that
 * are no whole minutes are read raw.
 */
export function createHistoryReader(
  store: Pick<TelemetryStore, "history">,
  spanOf: (loopId: LoopId) => RolledSpan | null,
): HistoryReader {
  const readRolled = async ({ series, fromMs, toMs, bucketMs }: HistoryQuestion): Promise<BucketColumns> => {
    const refs = [...series.map((ref) => toRollup(ref, "min")), ...series.map((ref) => toRollup(ref, "max"))];
    const { tMs, min, max } = await store.history({ series: refs, fromMs, toMs, bucketMs });
    return { tMs, min: min.slice(0, series.length), max: max.slice(series.length) };
  };

  return async (loopId, question) => {
    const { fromMs, toMs, bucketMs, series } = question;
    const span = spanOf(loopId);
    if (span === null || bucketMs < narrowestMs || bucketMs % rollupMs !== 0) return store.history(question);
    const rolledFrom =
      span.fromMs <= fromMs ? fromMs : Math.min(toMs, Math.ceil(span.fromMs / bucketMs) * bucketMs);
    const rolledTo = span.untilMs >= toMs ? toMs : Math.floor(span.untilMs / bucketMs) * bucketMs;
    if (rolledTo <= rolledFrom) return store.history(question);
    const pieces: BucketColumns[] = [];
    const ask = async (from: EpochMs, to: EpochMs, read: (q: HistoryQuestion) => Promise<BucketColumns>) => {
      if (from < to) pieces.push(await read({ series, bucketMs, fromMs: from, toMs: to }));
    };
    await ask(fromMs, rolledFrom, (q) => store.history(q));
    await ask(rolledFrom, rolledTo, readRolled);
    await ask(rolledTo, toMs, (q) => store.history(q));
    return join(pieces, series.length);
  };
}

/** Pieces that follow each other at whole buckets. */
const join = (pieces: readonly BucketColumns[], seriesCount: number): BucketColumns => ({
  tMs: pieces.flatMap(({ tMs }) => tMs),
  min: Array.from({ length: seriesCount }, (_, i) => pieces.flatMap(({ min }) => min[i] ?? [])),
  max: Array.from({ length: seriesCount }, (_, i) => pieces.flatMap(({ max }) => max[i] ?? [])),
});
