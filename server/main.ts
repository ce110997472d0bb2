import { join } from "node:path";
import { parseArgs } from "node:util";
import { createLog } from "./adapters/log.ts";
import { createSecretVeil, type SecretVeil } from "./adapters/secret-veil.ts";
import { DataDirError } from "./adapters/sqlite/data-lock.ts";
import { createSystemClock } from "./adapters/system-clock.ts";
import { secretsOf } from "./boundary/config-secrets.ts";
import { createLoopwatch, type Loopwatch } from "./compose.ts";
import type { Loop } from "./domain/loop/loop.ts";
import { chooseConfig, projectRoot } from "./start/choose-config.ts";
import { readVersion } from "./start/read-version.ts";
import { reloadOnSignal } from "./start/reload-on-signal.ts";
import { type SimulatorProcess, startSimulator } from "./start/simulator-process.ts";
import { StartError } from "./start/start-error.ts";
import { stopOnSignal } from "./start/stop-on-signal.ts";

/** How `loopwatch serve` is asked to run. */
export interface ServeOptions {
  readonly config?: string | undefined;
  /** Start the built-in simulator beside the server, for the loop `simulatedLoop`. */
  readonly simulate: boolean;
  /** Left out: LOG_LEVEL, else info. */
  readonly logLevel?: string | undefined;
}

/** The loop that the built-in simulator plays. */
const simulatedLoop = "ms-22";

/** The command line of `npm start` and `loopwatch serve`: `[--config FILE] [--simulate | --no-simulate] [--log-level LEVEL]`. */
export async function runServe(args: readonly string[]): Promise<void> {
  let options: ServeOptions;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        config: { type: "string" },
        simulate: { type: "boolean", default: false },
        "log-level": { type: "string" },
      },
      allowNegative: true,
    });
    options = { config: values.config, simulate: values.simulate, logLevel: values["log-level"] };
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
    process.exitCode = 2;
    return;
  }
  await serve(options);
}

/** Runs until SIGINT or SIGTERM. A start that fails is one sentence on stderr and exit code 1. */
export async function serve(options: ServeOptions): Promise<void> {
  // Whatever is printed goes through it, also what libraries say of a failure.
  let veil: SecretVeil = createSecretVeil([]);
  try {
    const { config, file } = chooseConfig(options.config, process.env);
    veil = createSecretVeil(secretsOf(config));
    const log = createLog({
      level: options.logLevel ?? process.env["LOG_LEVEL"],
      forPeople: process.stdout.isTTY,
      write: (line) => process.stdout.write(line),
      veil,
    });
    const version = readVersion();
    const starting = createLoopwatch(config, {
      version,
      clientDir: join(projectRoot(), "dist", "client"),
      searchPath: process.env["PATH"],
      clock: createSystemClock(),
      log,
    });
    let simulator: SimulatorProcess | null = null;
    // From the first moment on: a signal during the start must not leave a database behind.
    let isAskedToStop = false;
    stopOnSignal({
      async stop() {
        isAskedToStop = true;
        await simulator?.stop();
        await (await starting).stop();
      },
      log,
    });
    const loopwatch = await starting;
    if (isAskedToStop) return;
    reloadOnSignal(loopwatch, config, { read: () => chooseConfig(options.config, process.env), log });
    if (options.simulate) simulator = await simulate(loopwatch, config.loops);
    process.stdout.write(
      [
        "",
        `  Loopwatch is at ${loopwatch.url}/`,
        "",
        `  Telemetry goes to ${loopwatch.storeName}; mails go to ${loopwatch.mailerName}.`,
        `  Configuration: ${file}. Stop with Ctrl-C.`,
        "",
        "",
      ].join("\n"),
    );
  } catch (error) {
    if (!(error instanceof StartError || error instanceof DataDirError)) throw error;
    process.stderr.write(`${veil(error.message)}\n`);
    process.exitCode = 1;
  }
}

async function simulate(loopwatch: Loopwatch, loops: readonly Loop[]): Promise<SimulatorProcess | null> {
  if (!loops.some(({ id }) => id === simulatedLoop)) {
    process.stderr.write(`The configuration has no loop "${simulatedLoop}", so the simulator stays off.\n`);
    return null;
  }
  const url = await loopwatch.innerUrl();
  return startSimulator(["--url", url, "--loop", simulatedLoop, "--demo"], loopwatch.simulatorToken);
}
