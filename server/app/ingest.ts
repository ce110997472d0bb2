import type { EpochMs } from "../../protocol/time.ts";
import { type LineProblem, type ParsedPoint, parseLines } from "../boundary/line-protocol.ts";
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
  /** Nothing was taken; the sender keeps it and comes again. */
  | { readonly kind: "full"; readonly retryAfterS: number };

/** Takes telemetry in: on disk first, then to the detectors. */
export interface Ingest {
  /** Returns `accepted` only when the good lines would survive `kill -9`. */
  accept(body: Buffer, precision: Precision): IngestAnswer;
}

/** Writes waiting for the store at which senders are told to wait: at one a second, most of a day. */
const mostWaiting = 50_000;

/** How long a sender waits before it comes again, seconds. */
const retryAfterS = 10;

/** `onPoints` gets each body's points once they are on disk, in order. */
export function createIngest(parts: {
  readonly spool: Spool;
  readonly clock: Clock;
  readonly log: Log;
  readonly onPoints: (points: readonly ParsedPoint[], receivedMs: EpochMs) => void;
  readonly onSpooled: () => void;
}): Ingest {
  const { spool, clock, log, onPoints, onSpooled } = parts;
  return {
    accept(body, precision) {
      const receivedMs = clock.nowMs();
      const parsed = parseLines(body, precision, receivedMs);
      if (parsed.points.length > 0) {
        if (spool.status().waiting >= mostWaiting) return { kind: "full", retryAfterS };
        try {
          spool.append({ precision, lines: parsed.lines, receivedMs });
        } catch (cause) {
          log.error("Telemetry could not be written to disk; the sender was asked to wait.", { cause });
          return { kind: "full", retryAfterS };
        }
        onSpooled();
        onPoints(parsed.points, receivedMs);
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
