import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { parseConfig } from "../boundary/config.ts";
import type { Environment } from "../boundary/config-env.ts";
import { renderProblem } from "../boundary/config-problem.ts";
import type { LinePrecision } from "../boundary/line-time.ts";
import type { Loop } from "../domain/loop/loop.ts";
import { readText } from "../start/read-text.ts";
import { findFormat } from "./backtest-format.ts";
import { renderBacktestJson } from "./backtest-json.ts";
import { renderNotices } from "./backtest-notices.ts";
import type { BacktestFormat, BacktestTask } from "./backtest-task.ts";
import { renderBacktestText } from "./backtest-text.ts";
import { runBacktests } from "./backtest-threads.ts";
import { joinTraces, planTraces, removeTraceParts } from "./backtest-trace.ts";
import { CommandError } from "./command-error.ts";
import { createProgress } from "./progress.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

/** How recordings are judged. */
export interface BacktestOptions {
  readonly config: string;
  readonly input: readonly string[];
  /** Left out: by each input itself. */
  readonly format?: BacktestFormat;
  /** File for the document, or `-` for the standard output. */
  readonly json?: string;
  readonly trace?: string;
  /** The only loop that is judged. */
  readonly loop?: string;
  readonly year: number | null;
  readonly precision: LinePrecision;
}

/**
 * `loopwatch backtest`: the real detection and alarm code over recordings, as fast as it goes. The answer is "no" when
 * nothing could be made of one of them.
 */
export async function backtest(
  options: BacktestOptions,
  env: Environment,
  terminal: Terminal,
): Promise<ExitCode | 2> {
  const misuse = findMisuse(options);
  const loops = misuse === null ? readLoops(options.config, env) : [];
  const chosen = options.loop === undefined ? loops : loops.filter(({ id }) => id === options.loop);
  const wrong = misuse ?? (chosen.length === 0 ? toUnknownLoop(options.loop ?? "", loops) : null);
  if (wrong !== null) {
    terminal.err(`${wrong}\n`);
    return 2;
  }
  const tasks = toTasks(options, chosen);
  const runs = await runAll(tasks, terminal);
  for (const run of runs) for (const line of renderNotices(run)) terminal.err(`${line}\n`);
  if (options.json !== "-") terminal.out(renderBacktestText(runs));
  if (options.json !== undefined)
    writeDocument(options.json, renderBacktestJson(options.config, runs), terminal);
  return runs.every(({ failure }) => failure === null) ? 0 : 1;
}

/** Results must never land on a recording or on each other. */
function findMisuse({ config, input, json, trace }: BacktestOptions): string | null {
  const outputs = [json === "-" ? undefined : json, trace].flatMap((path) =>
    path === undefined ? [] : [resolve(path)],
  );
  const inputs = [config, ...input].map((path) => resolve(path));
  const clash = outputs.find((path, k) => inputs.includes(path) || outputs.indexOf(path) !== k);
  return clash === undefined ? null : `${clash} would be overwritten; give the result a file of its own.`;
}

const toUnknownLoop = (id: string, loops: readonly Loop[]): string =>
  `The configuration has no loop called ${id}; it has ${loops.map((loop) => loop.id).join(", ")}.`;

function readLoops(file: string, env: Environment): readonly Loop[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new CommandError(`${file} cannot be read. Say which file with --config.`, cause);
  }
  const parsed = parseConfig(text, env, readText);
  if (parsed.ok) return parsed.config.loops;
  throw new CommandError([`${file} has problems:`, ...parsed.problems.map(renderProblem)].join("\n"));
}

function toTasks(
  { input, format, precision, year, trace }: BacktestOptions,
  loops: readonly Loop[],
): BacktestTask[] {
  const traces = trace === undefined ? null : planTraces(trace, input, loops);
  return input.map((path, k) => ({
    input: path,
    format: format ?? findFormat(path),
    loops,
    precision,
    year,
    trace: traces?.[k] ?? null,
  }));
}

async function runAll(tasks: readonly BacktestTask[], terminal: Terminal) {
  const sizes = tasks.map(({ input }) => sizeOf(input));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  // Nobody reads a bar in a pipe.
  const progress = terminal.isScreen ? createProgress(terminal, Math.ceil(total / bytesPerMb), "MB") : null;
  const shares = tasks.map(() => 0);
  const traces = tasks.flatMap(({ trace }) => (trace === null ? [] : [trace]));
  try {
    const runs = await runBacktests(tasks, availableParallelism(), (k, share) => {
      shares[k] = share;
      const done = shares.reduce((sum, one, i) => sum + one * sizes[i]!, 0);
      progress?.show(Math.ceil(done / bytesPerMb));
    });
    joinTraces(traces);
    return runs;
  } finally {
    progress?.finish();
    removeTraceParts(traces);
  }
}

const bytesPerMb = 1_000_000;

/** Bytes of a file, or of the files of a folder; 0 for what cannot be read, which is said when it is read. */
function sizeOf(path: string): number {
  try {
    const stat = statSync(path);
    if (!stat.isDirectory()) return stat.size;
    return readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0);
  } catch {
    return 0;
  }
}

function writeDocument(path: string, text: string, terminal: Terminal): void {
  if (path === "-") {
    terminal.out(text);
    return;
  }
  try {
    writeFileSync(path, text);
  } catch (cause) {
    throw new CommandError(`${path} cannot be written.`, cause);
  }
}
