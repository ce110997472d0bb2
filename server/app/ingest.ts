import { isWordy, refusedPoint } from "../boundary/line-columns.ts";
import {
  createLineReader,
  type LineBatch,
  type LineProblem,
  type LineReader,
} from "../boundary/line-reader.ts";
import type { LoopScope } from "./doorkeeper.ts";
import { type BodyMeasure, deafMeter, type Meter } from "./meter.ts";
import type { Clock, Log, Precision, Spool } from "./ports.ts";
import type { SeriesScope } from "./series-scope.ts";

/** What became of a body of line protocol. */
export type IngestAnswer =
  | {
      readonly kind: "accepted";
      readonly points: number;
      readonly problems: readonly LineProblem[];
      /** Refused lines, also those that `problems` has no room for. */
      readonly refused: number;
    }
  /** Nothing was kept; the sender keeps it and comes again. */
  | { readonly kind: "full"; readonly retryAfterS: number };

/** Takes telemetry in: to the detectors at once, and to the disk before it is acknowledged. */
export interface Ingest {
  /**
   * Resolves with `accepted` only when the good lines would survive `kill -9` and power loss. Lines of loops outside
   * `scope` (left out: all) are refused.
   */
  accept(body: Buffer, precision: Precision, scope?: LoopScope): Promise<IngestAnswer>;
}

/** An ingest that knows how far its judges are. */
export interface JudgedIngest extends Ingest {
  /** Number of the newest batch that the judges have had and that is on disk; they have had all before it. */
  position(): Promise<number>;
}

/** Who judges what comes in. */
export interface Judges {
  /** Why the `i`-th point of a batch, which holds a text or a truth value, cannot be taken; `null`: it can. */
  refuse(batch: LineBatch, i: number): string | null;
  /** Judges the series of a sender that may not write everything. */
  readonly scope: SeriesScope;
  /** Gets each body's points, in the order of arrival; the batch is good for the time of the call only. */
  onBatch(batch: LineBatch): void;
}

/** Writes waiting for the store at which senders are told to wait: what waits is listed in memory. */
const mostWaiting = 500_000;

/** How long a sender waits before it comes again, seconds. */
const retryAfterS = 10;

/** `judgedBy` is asked once, with the reader that numbers series and fields. */
export function createIngest(parts: {
  readonly judgedBy: (reader: LineReader) => Judges;
  readonly spool: Pick<Spool, "append" | "status">;
  readonly clock: Clock;
  readonly log: Log;
  readonly onSpooled: () => void;
  /** What the judges have had already; left out: they had nothing. */
  readonly judgedTo?: () => number;
  /** Left out where nobody counts. */
  readonly meter?: Meter;
}): JudgedIngest {
  const { spool, clock, log, onSpooled, meter = deafMeter } = parts;
  const reader = createLineReader();
  const judges = parts.judgedBy(reader);

  let newest: Promise<number> | null = null;
  const judgedTo = (): Promise<number> => newest ?? Promise.resolve(parts.judgedTo?.() ?? 0);

  const append = (batch: Parameters<Spool["append"]>[0]): Promise<number> => {
    const before = judgedTo();
    const appended = spool.append(batch);
    newest = appended.catch(() => before);
    return appended;
  };

  const keep = async (batch: Parameters<Spool["append"]>[0]): Promise<boolean> => {
    const { waiting, isFull } = spool.status();
    if (waiting >= mostWaiting || isFull) return false;
    try {
      await append(batch);
    } catch (cause) {
      log.error("Telemetry could not be written to disk; the sender was asked to wait.", { cause });
      return false;
    }
    onSpooled();
    return true;
  };

  return {
    position: judgedTo,
    async accept(body, precision, scope = "all") {
      const receivedMs = clock.nowMs();
      const measured = meter.body(body.length);
      const isForeign = scope === "all" ? null : judges.scope.judge(scope);
      const read = reader.read(body, precision, receivedMs);
      const { batch, points, values } = withoutRefused(read, judges, isForeign);
      const { lines, problems, refused } = batch;
      if (points > 0) {
        const kept = keep({ precision, lines, receivedMs });
        // The disk works meanwhile. Judged in any case: a full disk must not end the search for leaks, and what is
        // sent again later is a repeat.
        judges.onBatch(batch);
        if (!(await kept)) {
          measured({ outcome: "full", points: 0, values: 0, refusedLines: refused });
          return { kind: "full", retryAfterS };
        }
      }
      measured(toMeasure(points, values, refused));
      return { kind: "accepted", points, problems, refused };
    },
  };
}

/**
 * Takes out points that must not reach the store: those that are not the sender's to write, and words where numbers belong,
 * after which the store would refuse every number of the field.
 */
function withoutRefused(
  batch: LineBatch,
  judges: Judges,
  isForeign: ReturnType<SeriesScope["judge"]> | null,
): { readonly batch: LineBatch; readonly points: number; readonly values: number } {
  const { columns } = batch;
  const complaints: LineProblem[] = [];
  const kept: Buffer[] = [];
  let keptFrom = 0;
  let value = 0;
  let values = 0;
  for (let i = 0; i < columns.pointCount; i++) {
    let hasWords = false;
    const before = value;
    for (; value < columns.valuesEnd[i]!; value++) if (isWordy(columns.kind[value]!)) hasWords = true;
    const foreign = isForeign === null ? null : isForeign(columns.seriesOf[i]!);
    const message = foreign ?? (hasWords ? judges.refuse(batch, i) : null);
    if (message === null) {
      values += value - before;
      continue;
    }
    const line = columns.line[i]!;
    complaints.push(foreign === null ? { line, message } : { line, message, code: "forbidden" });
    columns.seriesOf[i] = refusedPoint;
    kept.push(batch.lines.subarray(keptFrom, i === 0 ? 0 : columns.forwardedTo[i - 1]!));
    keptFrom = columns.forwardedTo[i]!;
  }
  if (complaints.length === 0) return { batch, points: columns.pointCount, values };
  kept.push(batch.lines.subarray(keptFrom));
  return {
    batch: {
      ...batch,
      lines: Buffer.concat(kept),
      problems: [...batch.problems, ...complaints].sort((a, b) => a.line - b.line),
      refused: batch.refused + complaints.length,
    },
    points: columns.pointCount - complaints.length,
    values,
  };
}

function toMeasure(points: number, values: number, refusedLines: number): BodyMeasure {
  const outcome = refusedLines === 0 ? "accepted" : points > 0 ? "partly refused" : "refused";
  return { outcome, points, values, refusedLines };
}
