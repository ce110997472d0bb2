import type { ChannelId, LoopId } from "../../protocol/ids.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { LoopStory } from "../app/backtest-story.ts";
import type { LinePrecision } from "../boundary/line-time.ts";
import type { Loop } from "../domain/loop/loop.ts";
import type { TracePlan } from "./backtest-trace.ts";

/** Forms in which a recording is read. */
export const backtestFormats = ["csv", "lp", "iss"] as const;
export type BacktestFormat = (typeof backtestFormats)[number];

/** One recording and all that is needed to judge it, as it goes to a thread. */
export interface BacktestTask {
  readonly input: string;
  readonly format: BacktestFormat;
  readonly loops: readonly Loop[];
  /** Of timestamps in line protocol. */
  readonly precision: LinePrecision;
  /** Of an ISS recording; `null`: from a date in its path. */
  readonly year: number | null;
  readonly trace: TracePlan | null;
}

/** Something of a recording that was left out. */
export interface RunProblem {
  /** In a folder: the file. */
  readonly file?: string;
  readonly line: number;
  /** In a table: the column; `null` for a whole row. */
  readonly column?: string | null;
  readonly message: string;
}

/** What was read of a recording: everything but what became of its loops. */
export interface RunIntake {
  /** Loops that the recording has something of. */
  readonly heard: readonly LoopId[];
  /** Rows of a table, points of line protocol, samples of a folder. */
  readonly points: number;
  /** Cells, rows or lines left out; the first of them. */
  readonly refused: number;
  readonly problems: readonly RunProblem[];
  /** Columns of a table, or files of a folder, that feed no channel. */
  readonly unused: readonly string[];
  /** Columns of a table that feed several loops. */
  readonly shared: readonly string[];
  /** Channels for which the recording has no column or file, of loops that have another. */
  readonly missing: readonly { readonly loopId: LoopId; readonly channels: readonly ChannelId[] }[];
}

/** What came of one recording. */
export interface BacktestRun extends RunIntake {
  readonly input: string;
  readonly format: BacktestFormat;
  /** The loops heard. */
  readonly loops: readonly LoopStory[];
  /** Newest source time of any loop; `null` when there is none. */
  readonly newestMs: EpochMs | null;
  /** Why nothing could be made of it, a sentence; `null` when something could. */
  readonly failure: string | null;
}

/** Hears how much of the recording was read, a share from 0 to 1 that only grows. */
export type HearProgress = (share: number) => void;

/** Nothing was read. */
export const emptyIntake: RunIntake = {
  heard: [],
  points: 0,
  refused: 0,
  problems: [],
  unused: [],
  shared: [],
  missing: [],
};
