import { toNameList } from "./backtest-names.ts";
import type { BacktestRun, RunProblem } from "./backtest-task.ts";
import { toCountText } from "./terminal.ts";

/** Problems that are shown; the document of `--json` has more of them. */
const shownProblems = 5;

const units = {
  csv: ["cell or row is", "cells or rows are"],
  lp: ["line is", "lines are"],
  iss: ["line is", "lines are"],
} as const;

/** Telemetry from before this is more likely a misread time: epoch seconds taken for milliseconds, or a wrong precision. */
const unlikelyBeforeMs = Date.UTC(1975, 0, 1);

const timeHints = {
  csv: "are they epoch seconds? The time is read as milliseconds.",
  lp: "say with --precision what the timestamps count.",
  iss: "is the year right?",
} as const;

/** Everything a person should know of how a recording was read, a line each. */
export function renderNotices(run: BacktestRun): readonly string[] {
  const { input, format, refused, problems, unused, shared, missing, loops, failure, newestMs } = run;
  const [one, several] = units[format];
  const part = format === "iss" ? "file" : "column";
  const lines = problems
    .slice(0, shownProblems)
    .map((problem) => `${toPlace(input, problem)}: ${problem.message}`);
  const say = (sentence: string): void => void lines.push(`${input}: ${sentence}`);
  if (refused > 0) say(`${toCountText(refused)} ${refused === 1 ? one : several} left out.`);
  if (unused.length > 0) say(`No channel asks for the ${part}s ${toNameList(unused)}.`);
  if (shared.length > 0) say(`Several loops are fed by ${toNameList(shared)}; choose one with --loop.`);
  for (const { loopId, channels } of missing)
    say(`There is no ${part} for ${toNameList(channels)} of ${loopId}.`);
  for (const { loopId, unjudged } of loops) {
    if (unjudged > 0)
      say(
        `${toCountText(unjudged)} samples of ${loopId} were not judged: they came too late, or with a time that nothing confirms.`,
      );
  }
  if (newestMs !== null && newestMs < unlikelyBeforeMs)
    say(`Its times are before 1975: ${timeHints[format]}`);
  if (failure !== null) say(failure);
  return lines;
}

function toPlace(input: string, { file, line, column }: RunProblem): string {
  const place = file === undefined ? `${input}:${line}` : `${input}/${file}:${line}`;
  return column === undefined || column === null ? place : `${place}, column ${column}`;
}
