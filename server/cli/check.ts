import { readFileSync } from "node:fs";
import { firstAccessCommands } from "../app/access-desk.ts";
import { findUntold, parseConfig } from "../boundary/config.ts";
import type { Environment } from "../boundary/config-env.ts";
import { type ConfigProblem, renderProblem } from "../boundary/config-problem.ts";
import { isLoopback } from "../boundary/origin.ts";
import { parseYaml } from "../boundary/yaml-source.ts";
import type { Loop } from "../domain/loop/loop.ts";
import { readText } from "../start/read-text.ts";
import { CommandError } from "./command-error.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

/** What a configuration is wanted for: a backtest tells nobody, so that nobody need be named. */
export const purposes = ["serve", "backtest"] as const;

/** What `loopwatch check` is asked. */
export interface CheckOptions {
  readonly config: string;
  readonly json: boolean;
  readonly for: (typeof purposes)[number];
}

/**
 * `loopwatch check`: reads a configuration and names every problem with its place. It refuses what a server would refuse;
 * for a backtest, that nobody would be told is a note.
 */
export function checkConfig(options: CheckOptions, env: Environment, terminal: Terminal): ExitCode {
  const text = readFile(options.config);
  const parsed = parseConfig(text, env, readText);
  const untold = parsed.ok ? toPlaced(findUntold(parsed.config), text) : null;
  const forServer = options.for === "serve";
  const problems = [...(parsed.ok ? [] : parsed.problems), ...(untold !== null && forServer ? [untold] : [])];
  const notes = [
    ...(untold !== null && !forServer ? [`For serve, ${renderProblem(untold)}`] : []),
    ...(parsed.ok && !isLoopback(parsed.config.listen.host) ? [toDoorNote(parsed.config.listen.host)] : []),
  ];
  const ok = problems.length === 0;
  if (options.json) {
    const answer = { ok, file: options.config, problems };
    terminal.out(`${JSON.stringify(notes.length === 0 ? answer : { ...answer, notes }, null, 2)}\n`);
    return ok ? 0 : 1;
  }
  for (const problem of problems) terminal.out(`${renderProblem(problem)}\n`);
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  terminal.out(
    parsed.ok && ok
      ? `${options.config} is fine: ${summarise(parsed.config.loops)}.\n`
      : `${options.config} has ${count}.\n`,
  );
  for (const note of notes) terminal.out(`${note}\n`);
  return ok ? 0 : 1;
}

function summarise(loops: readonly Loop[]): string {
  const channels = loops.reduce((count, loop) => count + loop.channels.length, 0);
  return `${loops.map((loop) => loop.id).join(", ")}; ${channels} ${channels === 1 ? "channel" : "channels"}`;
}

/** The problem with the line of the section that would mend it. */
function toPlaced(problem: ConfigProblem | null, text: string): ConfigProblem | null {
  const yaml = parseYaml(text);
  if (problem === null || "problems" in yaml) return problem;
  return { ...problem, line: yaml.source.lineOf(problem.path.split(".")) };
}

/** What `serve` looks for in the data directory, which this command does not. */
const toDoorNote = (host: string): string =>
  `For serve, listen.host: on ${host} others can reach Loopwatch, so that somebody must have an account and a source a token: ${firstAccessCommands.join(", ")}.`;

function readFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new CommandError(`${file} cannot be read. Say which file with --config.`, cause);
  }
}
