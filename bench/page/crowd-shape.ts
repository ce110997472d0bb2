import type { DurationMs } from "../../protocol/time.ts";

/** The real feed, or `io.emit` to everybody, as a first version would do it. */
export type CrowdWay = "feed" | "io.emit";

/** What the server of the measurement is told. */
export interface CrowdTask {
  readonly way: CrowdWay;
  readonly channels: number;
  /** Samples of each channel in one frame. */
  readonly rows: number;
  readonly periodMs: DurationMs;
}

/** What it says of itself since it was asked last. */
export interface CrowdServerSaid {
  /** Processor time against wall clock time; 1 is one core. */
  readonly cpuShare: number;
  readonly residentMb: number;
  readonly delayP99Ms: number;
}

/** From the moment a frame was made to the moment a page's program has it. */
export interface CrowdSaid {
  readonly frames: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Frames that the first page has got meanwhile. */
  readonly firstFrames: number;
}
