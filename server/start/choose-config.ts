import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Config, findUntold, parseConfig } from "../boundary/config.ts";
import { renderProblem } from "../boundary/config-problem.ts";
import { readText } from "./read-text.ts";
import { StartError } from "./start-error.ts";

/** The file in the current directory that is taken without being asked for. */
const usualFile = "loopwatch.yaml";

/** Root of the project: two folders up in the sources, three in the built tree (`dist/server/start`). */
export function projectRoot(): string {
  for (const up of ["../../", "../../../"]) {
    const root = fileURLToPath(new URL(up, import.meta.url));
    if (existsSync(resolve(root, "package.json"))) return root;
  }
  throw new StartError("The folder of Loopwatch is incomplete: package.json is missing. Clone it again.");
}

/** A configuration and where it came from. */
export interface ChosenConfig {
  readonly config: Config;
  readonly file: string;
}

/**
 * The configuration: `--config`, else LOOPWATCH_CONFIG, else `loopwatch.yaml` here, else the example that comes with
 * the project. Throws `StartError` that names every problem.
 */
export function chooseConfig(
  given: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): ChosenConfig {
  const file =
    given ??
    env["LOOPWATCH_CONFIG"] ??
    (existsSync(usualFile) ? usualFile : resolve(projectRoot(), "loopwatch.example.yaml"));
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new StartError(
      `The configuration ${file} cannot be read. Check --config or LOOPWATCH_CONFIG.`,
      cause,
    );
  }
  const parsed = parseConfig(text, env, readText);
  const untold = parsed.ok ? findUntold(parsed.config) : null;
  if (parsed.ok && untold === null) return { config: parsed.config, file };
  const problems = [...(parsed.ok ? [] : parsed.problems), ...(untold === null ? [] : [untold])].map(
    renderProblem,
  );
  const one = problems.length === 1 ? problems[0] : undefined;
  throw new StartError(
    one ??
      `The configuration ${file} has ${problems.length} problems:\n${problems.map((p) => `  ${p}`).join("\n")}`,
  );
}
