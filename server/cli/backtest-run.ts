import type { EpochMs } from "../../protocol/time.ts";
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
  try {
    return judgeTraced(task, onProgress);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { ...emptyIntake, input, format, loops: [], newestMs: null, failure: error.message };
  }
}

function judgeTraced(task: BacktestTask, onProgress: HearProgress): BacktestRun {
  if (task.trace === null) return judge(task, null, onProgress);
  const trace = openTrace(task.trace, task.loops);
  try {
    return judge(task, trace.hear, onProgress);
  } finally {
    trace.close();
  }
}

function judge(task: BacktestTask, hear: HearEvaluation | null, onProgress: HearProgress): BacktestRun {
  const { input, format } = task;
  const backtest = createBacktest(task.loops, hear);
  const intake = takeIn[format](task, backtest, onProgress);
  const loops = backtest.tell().filter(({ loopId }) => intake.heard.includes(loopId));
  return {
    ...intake,
    input,
    format,
    loops,
    newestMs: findNewest(loops.map(({ loopId }) => backtest.lane(loopId).newestMs)),
    failure: toFailure(format, intake, loops),
  };
}

const findNewest = (times: readonly (EpochMs | null)[]): EpochMs | null =>
  times.reduce((newest, ms) => (newest === null || (ms !== null && ms > newest) ? ms : newest), null);

const takeIn: Readonly<
  Record<BacktestFormat, (task: BacktestTask, backtest: Backtest, onProgress: HearProgress) => RunIntake>
> = { csv: judgeTable, lp: judgeLines, iss: judgeIssFolder };

function toFailure(
  format: BacktestFormat,
  { points }: RunIntake,
  loops: readonly LoopStory[],
): string | null {
  if (loops.some(({ evaluations }) => evaluations > 0)) return null;
  if (loops.length === 0 && format === "iss")
    return "None of its files belongs to a channel of the configuration.";
  if (points === 0) return "There is no telemetry in it.";
  if (loops.length === 0) return "None of its points feeds a channel of the configuration.";
  return "Nothing of it could be judged: a loop needs samples of at least a few seconds.";
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
  const { heard, points, refused, problems } = intake;
  return { ...emptyIntake, heard: [...heard], points, refused, problems };
}
