import type { NoticeChannel } from "../../protocol/notice.ts";

/** What became of a body of telemetry: all kept, a part refused, nothing kept, or the sender asked to come again. */
export type BodyOutcome = "accepted" | "partly refused" | "refused" | "full";

/** What of a body was kept and what was not. */
export interface BodyMeasure {
  readonly outcome: BodyOutcome;
  readonly points: number;
  readonly values: number;
  readonly refusedLines: number;
}

/** What became of a write into the telemetry store. */
export type WriteOutcome = "taken" | "partly refused" | "failed";

/**
 * Hears what is counted at the moment it happens; everything else is asked for when somebody looks (`vitals.ts`).
 * Called once a body, write and notice, never once a sample; never throws.
 */
export interface Meter {
  /** A body has come; the answer is to be called when it is known what became of it. */
  body(bytes: number): (measure: BodyMeasure) => void;
  /** A write begins; the answer is to be called when it has ended. */
  write(): (outcome: WriteOutcome) => void;
  /** A notice was taken by somebody, or was given up. */
  settled(channel: NoticeChannel, outcome: "delivered" | "given up"): void;
  /** What is known of a loop could not be written to disk. */
  checkpointFailed(): void;
}

/** Where nobody counts. */
export const deafMeter: Meter = {
  body: () => () => undefined,
  write: () => () => undefined,
  settled: () => undefined,
  checkpointFailed: () => undefined,
};
