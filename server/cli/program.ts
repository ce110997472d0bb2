import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { logLevels } from "../adapters/log.ts";
import { type ServeOptions, serve } from "../main.ts";
import { readVersion } from "../start/read-version.ts";
import { addAccessCommands } from "./access-commands.ts";
import { type BacktestOptions, backtest } from "./backtest.ts";
import { backtestFormats } from "./backtest-task.ts";
import { backup, restore } from "./backup.ts";
import { addBackupCommands } from "./backup-commands.ts";
import { type CheckOptions, checkConfig, purposes } from "./check.ts";
import { CommandError } from "./command-error.ts";
import { type MailTestOptions, previewMail, testMail } from "./mail.ts";
import { type ReplayOptions, replay } from "./replay.ts";
import { simulate } from "./simulate.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Runs one command line (without `node` and the program). Resolves with the exit code: 0 fine, 1 the answer is "no",
 * 2 wrong use; `null` when the command goes on running (`serve`) and the process decides later.
 */
export async function runCommandLine(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<number | null> {
  let outcome: number | null = 0;
  const program = createProgram(surroundings, (code) => {
    outcome = code;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return outcome;
  } catch (error) {
    // Commander has said what is wrong; its own code for that is 1, which here means "no".
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof CommandError)) throw error;
    surroundings.terminal.err(`${error.message}\n`);
    return 1;
  }
}

function createProgram(surroundings: Surroundings, settle: (code: number | null) => void): Command {
  const { env, terminal, pace } = surroundings;
  const program = new Command("loopwatch")
    .description("Watches pumped coolant loops, finds leaks and tells people in time.")
    .version(readVersion())
    .exitOverride()
    .enablePositionalOptions()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err });

  const command = (name: string, description: string): Command =>
    // A subcommand does not inherit how the program exits and writes.
    program.command(name).description(description).copyInheritedSettings(program);

  command("serve", "start the server: ingest, detection, live page, mails")
    .option("--config <file>", "configuration (default: LOOPWATCH_CONFIG, ./loopwatch.yaml, the example)")
    .option("--simulate", "start the built-in simulator beside it", false)
    .addOption(
      new Option("--log-level <level>", "least that is logged (default: LOG_LEVEL, info)").choices(logLevels),
    )
    .action(async (options: ServeOptions) => {
      settle(null);
      await serve(options);
    });

  command("simulate", "run the built-in simulator (all options are the simulator's; try --list)")
    .argument("[options...]")
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (options: string[]) => settle(await simulate(options)));

  command("replay", "send a recording to a running server and count what the store holds")
    .argument("<path>", "folder of ID.txt files (iss) or a file of line protocol (lp)")
    .addOption(
      new Option("--format <format>", "of the recording").choices(["iss", "lp"]).makeOptionMandatory(),
    )
    .option("--speed <speed>", "source seconds a second, or max", toSpeed, "max")
    .option("--url <url>", "address of the server", toUrl, "http://127.0.0.1:8420")
    .option("--year <year>", "of an iss recording, when no date in its path says it", toYear, null)
    .addOption(toPrecisionOption())
    .option("--json", "print the result as JSON", false)
    .action(async (path: string, options: Omit<ReplayOptions, "path" | "token">) =>
      settle(await replay({ ...options, path, token: env["INFLUX_TOKEN"] || null }, terminal, pace)),
    );

  command("backtest", "run the detection and the alarms over recordings, as fast as it goes")
    .requiredOption("--config <file>", "configuration that describes the loops")
    .requiredOption(
      "--input <path...>",
      "recordings: tables, files of line protocol, folders of ID.txt files",
    )
    .addOption(
      new Option("--format <format>", "of the recordings (default: by each one itself)").choices(
        backtestFormats,
      ),
    )
    .option("--json <file>", "write the result as JSON; - is the standard output")
    .option("--trace <file>", "write a CSV row for each evaluation")
    .option("--loop <id>", "judge this loop alone")
    .option("--year <year>", "of an iss recording, when no date in its path says it", toYear, null)
    .addOption(toPrecisionOption())
    .action(async (options: BacktestOptions) => settle(await backtest(options, env, terminal)));

  command("check", "read a configuration and name every problem in it")
    .option("--config <file>", "file to check", "loopwatch.yaml")
    .option("--json", "print the result as JSON", false)
    .addOption(new Option("--for <purpose>", "what it is wanted for").choices(purposes).default("serve"))
    .action((options: CheckOptions) => settle(checkConfig(options, env, terminal)));

  command("mail", "try the mail server, or see what mails look like")
    .option("--test", "hand a test mail to the configured server and print its answer", false)
    .option("--to <address>", "where the test goes (default: everybody in the configuration)")
    .option("--config <file>", "configuration (default: LOOPWATCH_CONFIG, ./loopwatch.yaml, the example)")
    .option("--json", "print the result of the test as JSON", false)
    .option("--preview <file>", "write the mail of an example alarm as an HTML file")
    .action(async (options: MailTestOptions & { test: boolean; preview?: string }, self: Command) => {
      if (options.test === (options.preview !== undefined))
        self.error("error: say either --test or --preview <file>.");
      if (options.preview !== undefined) settle(await previewMail(options.preview, terminal));
      else settle(await testMail(options, env, { terminal, nowMs: pace.nowMs() }));
    });

  addBackupCommands(
    command,
    (options) => backup(options, { env, terminal, nowMs: pace.nowMs() }).then(settle),
    (options) => restore(options, { env, terminal, nowMs: pace.nowMs() }).then(settle),
  );
  addAccessCommands(command, surroundings, settle);
  return program;
}

const toPrecisionOption = (): Option =>
  new Option("--precision <precision>", "of the timestamps in an lp file")
    .choices(["ns", "us", "ms", "s", "m", "h"])
    .default("ns");

function toSpeed(text: string): number | "max" {
  if (text === "max") return text;
  const speed = Number(text);
  if (speed > 0 && Number.isFinite(speed)) return speed;
  throw new InvalidArgumentError("It is max or a number above 0.");
}

function toYear(text: string): number {
  if (/^(19|20)[0-9]{2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is a year such as 2018.");
}

function toUrl(text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text;
  throw new InvalidArgumentError("It is an address such as http://127.0.0.1:8420.");
}
