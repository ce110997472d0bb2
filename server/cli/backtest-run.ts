import type { LoopId } from "../../protocol/ids.ts";
import { type Backtest, createBacktest, type HearEvaluation } from "../app/backtest.ts";
import { createLineIntake } from "../app/backtest-lines.ts";
import type { LoopStory } from "../app/backtest-story.ts";
import { judgeIssFolder } from "./backtest-iss.ts";
import { readPieces } from "./backtest-pieces.ts";
import { judgeTable } from "./backtest-table.ts";
import {
  type BacktestFormat,
  type BacktestRun,
  type BacktestTask,
  emptyIntake,
  type HearProgress,
  type RunIntake,
} from "./backtest-task.ts";
import { openTrace } from "./backtest-trace.ts";
import { CommandError } from "./command-error.ts";

/** Judges one recording from its beginning to its end. What cannot be read becomes a `failure`. */
export function runBacktest(task: BacktestTask, onProgress: HearProgress): BacktestRun {
  const { input, format } = task;
  const trace = task.trace === null ? null : openTrace(task.trace, task.loops);
  try {
    return judge(task, trace?.hear ?? null, onProgress);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { ...emptyIntake, input, format, loops: [], newestMs: null, failure: error.message };
  } finally {
    trace?.close();
  }
}

function judge(task: BacktestTask, hear: HearEvaluation | null, onProgress: HearProgress): BacktestRun {
  const { input, format } = task;
  const backtest = createBacktest(task.loops, hear);
  const intake = takeIn[format](task, backtest, onProgress);
  const newestMs = (loopId: LoopId): number => backtest.lane(loopId).newestMs ?? Number.NEGATIVE_INFINITY;
  const loops = backtest.tell().filter(({ loopId }) => newestMs(loopId) > Number.NEGATIVE_INFINITY);
  const newest = loops.length === 0 ? null : Math.max(...loops.map(({ loopId }) => newestMs(loopId)));
  return { ...intake, input, format, loops, newestMs: newest, failure: toFailure(task, intake, loops) };
}

const takeIn: Readonly<
  Record<BacktestFormat, (task: BacktestTask, backtest: Backtest, onProgress: HearProgress) => RunIntake>
> = { csv: judgeTable, lp: judgeLines, iss: judgeIssFolder };

function toFailure({ format }: BacktestTask, intake: RunIntake, loops: readonly LoopStory[]): string | null {
  if (loops.some(({ evaluations }) => evaluations > 0)) return null;
  if (loops.length > 0)
    return "Nothing of it could be judged: a loop needs samples of at least a few seconds.";
  if (intake.points === 0) return "There is no telemetry in it.";
  if (format === "lp") return "None of its points feeds a channel of the configuration.";
  return "None of its values feeds a channel of the configuration.";
}

function judgeLines(
  { input, precision }: BacktestTask,
  { pipeline }: Backtest,
  onProgress: HearProgress,
): RunIntake {
  const intake = createLineIntake(pipeline, precision);
  for (const { bytes, share } of readPieces(input, true)) {
    intake.accept(bytes);
    onProgress(share);
  }
  const { points, refused, problems } = intake;
  return { ...emptyIntake, points, refused, problems };
}
