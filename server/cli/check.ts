import { readFileSync } from "node:fs";
import { firstAccessCommands } from "../app/access-desk.ts";
import { findUntold, parseConfig } from "../boundary/config.ts";
import type { Environment } from "../boundary/config-env.ts";
import { renderProblem } from "../boundary/config-problem.ts";
import { isLoopback } from "../boundary/origin.ts";
import { readText } from "../start/read-text.ts";
import { CommandError } from "./command-error.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

/**
 * `loopwatch check`: reads a configuration and names every problem with its place. One that names nobody to mail is fine
 * for a backtest; what `serve` will say of it is told as a note.
 */
export function checkConfig(
  options: { readonly config: string; readonly json: boolean },
  env: Environment,
  terminal: Terminal,
): ExitCode {
  const parsed = parseConfig(readFile(options.config), env, readText);
  const problems = parsed.ok ? [] : parsed.problems;
  const untold = parsed.ok ? findUntold(parsed.config) : null;
  const notes = [
    ...(untold === null ? [] : [`For serve, ${renderProblem(untold)}`]),
    ...(parsed.ok && !isLoopback(parsed.config.listen.host) ? [toDoorNote(parsed.config.listen.host)] : []),
  ];
  if (options.json) {
    const answer = { ok: parsed.ok, file: options.config, problems };
    terminal.out(`${JSON.stringify(notes.length === 0 ? answer : { ...answer, notes }, null, 2)}\n`);
  } else if (parsed.ok) {
    const { loops } = parsed.config;
    const channels = loops.reduce((count, loop) => count + loop.channels.length, 0);
    const names = loops.map((loop) => loop.id).join(", ");
    terminal.out(`${options.config} is fine: ${names}; ${channels} channels.\n`);
    for (const note of notes) terminal.out(`${note}\n`);
  } else {
    for (const problem of problems) terminal.out(`${renderProblem(problem)}\n`);
    terminal.out(
      `${options.config} has ${problems.length === 1 ? "a problem" : `${problems.length} problems`}.\n`,
    );
  }
  return parsed.ok ? 0 : 1;
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
