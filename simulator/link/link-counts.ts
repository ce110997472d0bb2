import type { BlemishCounts } from "./blemishes.ts";
import type { RecorderCounts } from "./create-recorder.ts";
import type { SourceCounts } from "./source-events.ts";

/** What became of the points that were sampled: the truth about a link's losses. Points, unless the name says values. */
export interface LinkCounts
  extends Readonly<SourceCounts>,
    Readonly<RecorderCounts>,
    Readonly<BlemishCounts> {
  /** Sampled with at least one reading; the sum of `withheld`, `live`, `lost` and `recorded`. */
  readonly pushed: number;
  /** All of their channels were out of the downlink. */
  readonly withheld: number;
  /** Sent as they were sampled. A point of which every value was left out on the way counts but does not arrive. */
  readonly live: number;
  /** Sampled while the signal was lost, with no recorder to keep them. */
  readonly lost: number;
  /** Wait in the recorder; `recorded` is the sum of this, `dumped` and `overwritten`. */
  readonly waiting: number;
}

type Running = { -readonly [Name in keyof Omit<LinkCounts, "waiting">]: number };

/** All at zero. */
export const createLinkCounts = (): Running => ({
  pushed: 0,
  withheld: 0,
  live: 0,
  lost: 0,
  recorded: 0,
  dumped: 0,
  overwritten: 0,
  duplicated: 0,
  backstepped: 0,
  nulledValues: 0,
  shifted: 0,
  withheldValues: 0,
});
