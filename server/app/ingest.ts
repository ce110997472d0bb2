import {
  type LineProblem,
  type ParsedLines,
  type ParsedPoint,
  parseLines,
} from "../boundary/line-protocol.ts";
import type { Clock, Log, Precision, Spool } from "./ports.ts";

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

/** Takes telemetry in: on disk first, then to the detectors. */
export interface Ingest {
  /** Returns `accepted` only when the good lines would survive `kill -9`. */
  accept(body: Buffer, precision: Precision): IngestAnswer;
}

/** Writes waiting for the store at which senders are told to wait: at one a second, six days; about half a gigabyte. */
const mostWaiting = 500_000;

/** How long a sender waits before it comes again, seconds. */
const retryAfterS = 10;

/** `onPoints` gets each body's points, in order, on disk before where the disk takes them. */
export function createIngest(parts: {
  /** Why a well-formed point cannot be taken; `null`: it can. */
  readonly refuse: (point: ParsedPoint) => string | null;
  readonly spool: Spool;
  readonly clock: Clock;
  readonly log: Log;
  readonly onPoints: (points: readonly ParsedPoint[]) => void;
  readonly onSpooled: () => void;
}): Ingest {
  const { refuse, spool, clock, log, onPoints, onSpooled } = parts;

  const keep = (batch: Parameters<Spool["append"]>[0]): boolean => {
    if (spool.status().waiting >= mostWaiting) return false;
    try {
      spool.append(batch);
    } catch (cause) {
      log.error("Telemetry could not be written to disk; the sender was asked to wait.", { cause });
      return false;
    }
    onSpooled();
    return true;
  };

  return {
    accept(body, precision) {
      const receivedMs = clock.nowMs();
      const parsed = withoutRefused(parseLines(body, precision, receivedMs), refuse);
      if (parsed.points.length > 0) {
        const kept = keep({ precision, lines: parsed.lines, receivedMs });
        // Judged in any case: a full disk must not end the search for leaks. What is sent again later is a repeat.
        onPoints(parsed.points);
        if (!kept) return { kind: "full", retryAfterS };
      }
      return {
        kind: "accepted",
        points: parsed.points.length,
        problems: parsed.problems,
        refused: parsed.refused,
      };
    },
  };
}

/** Takes out points that must not reach the store: it would give the field their type and refuse every number after. */
function withoutRefused(parsed: ParsedLines, refuse: (point: ParsedPoint) => string | null): ParsedLines {
  const reasons = parsed.points.map(refuse);
  if (reasons.every((reason) => reason === null)) return parsed;
  const kept = parsed.points.flatMap((point, i) => {
    const line = parsed.lines.subarray(parsed.ends[i - 1] ?? 0, parsed.ends[i]);
    return reasons[i] === null ? [{ point, line }] : [];
  });
  const complaints = reasons.flatMap((message, i) => (message === null ? [] : [{ line: i + 1, message }]));
  return {
    points: kept.map(({ point }) => point),
    lines: Buffer.concat(kept.map(({ line }) => line)),
    ends: [],
    problems: [...parsed.problems, ...complaints],
    refused: parsed.refused + complaints.length,
  };
}
