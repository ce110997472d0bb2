import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { EpochMs } from "../../protocol/time.ts";
import { fastestSpeed, slowestSpeed } from "../live/runner.ts";
import { highestRateHz, lowestRateHz, mostLoops } from "../load/load-options.ts";
import { parseHttpTarget } from "../senders/http-target.ts";
import {
  type Broker,
  type MqttFormat,
  mqttFormats,
  parseBroker,
  parseTopicPrefix,
} from "../senders/mqtt-target.ts";
import { findContradiction } from "./combinations.ts";
import type { CommandLine, LoadOptions, OutFile, StoryChoice } from "./options.ts";
import { type PlantSetting, parseSetting, toPlantChanges } from "./plant-changes.ts";
import {
  numberBetween,
  orInvalid,
  parseLength,
  parseLoopId,
  parseName,
  parseOutFile,
  parseSeed,
  parseSpan,
  parseStart,
  wholeBetween,
} from "./values.ts";

/** Holes from a pinhole to a torn skin. */
const smallestHoleMm = 0.005;
const largestHoleMm = 20;

/** A month: a soak test. A longer one is stopped by hand. */
const longestLoadS = 30 * 86_400;

const usualUrl = "http://127.0.0.1:8420";

/** The evening before the leak of Soyuz MS-22: the same command writes the same file whenever it is run. */
const usualStartMs: EpochMs = Date.UTC(2022, 11, 14, 21, 45);

/** Stories of a demonstration, and of a run that chose none. */
const demoScenario = "puncture";
const usualScenario = "healthy";

interface Given {
  readonly scenario?: string;
  readonly variant?: string;
  readonly config?: string;
  readonly set: readonly PlantSetting[];
  readonly holeMm?: number;
  readonly prelude?: number;
  readonly length?: number;
  readonly loop?: string;
  readonly seed: number;
  readonly start?: EpochMs;
  readonly speed: number;
  readonly hold?: true;
  readonly demo?: true;
  readonly url: string;
  readonly mqtt?: Broker;
  readonly topic: string;
  readonly mqttFormat: MqttFormat;
  readonly out?: OutFile;
  readonly load?: true;
  readonly loops: number;
  readonly rate: number;
  readonly leaks: number;
  readonly seconds?: number;
  readonly list?: true;
  readonly json?: true;
}

function createCommand(): Command {
  return new Command("simulate")
    .description("Runs a coolant loop and sends its telemetry to a Loopwatch server, a broker or a file.")
    .option("--list", "print the scenarios and their variants")
    .option("--scenario <id>", "plant story; --list shows them (default: healthy)", parseName)
    .option("--variant <name>", "variant of the scenario", parseName)
    .option("--config <file>", "plant or scenario file of your own", parseName)
    .option(
      "--set <path=value>",
      "change the plant, e.g. accumulator.gasL=2; can be repeated",
      parseSetting,
      [],
    )
    .option("--hole-mm <mm>", "size of the hole in any story", numberBetween(smallestHoleMm, largestHoleMm))
    .option("--prelude <span>", "healthy telemetry before the story, e.g. 3h", parseSpan)
    .option("--length <span>", "length of the story in a file, e.g. 60d", parseLength)
    .option("--seed <number>", "another seed gives other noise", parseSeed, 1)
    .option("--loop <id>", "name of the loop (default: that of its plant; soyuz is ms-22)", parseLoopId)
    .option("--speed <factor>", "source seconds per second", numberBetween(slowestSpeed, fastestSpeed), 10)
    .option("--hold", "stay healthy until somebody opens the page; the event comes 45 s later")
    .option("--demo", "the puncture, held until somebody opens the page")
    .option("--url <address>", "server, or any endpoint for line protocol", checkAddress, usualUrl)
    .option("--mqtt <address>", "broker, e.g. mqtt://user:password@127.0.0.1", (text) =>
      orInvalid(parseBroker(text)),
    )
    .option(
      "--topic <prefix>",
      "first levels of each topic",
      (text) => orInvalid(parseTopicPrefix(text)),
      "loopwatch",
    )
    .addOption(
      new Option("--mqtt-format <format>", "a value message a channel, or line protocol")
        .choices(mqttFormats)
        .default("dsx"),
    )
    .option("--out <file>", "write telemetry and truth into a .csv or .lp file instead", parseOutFile)
    .option(
      "--start <moment>",
      "source time at which a file starts, UTC unless it has a zone (default: 2022-12-14T21:45:00Z)",
      parseStart,
    )
    .option("--load", "many light loops instead of one story")
    .option("--loops <number>", "loops of --load", wholeBetween(1, mostLoops), 1000)
    .option(
      "--rate <hz>",
      "points a second of each loop of --load",
      numberBetween(
        lowestRateHz,
        highestRateHz,
        `Give points a second: above zero (at least one a day, 0.0000116) and up to ${highestRateHz}.`,
      ),
      10,
    )
    .option("--leaks <share>", "share of leaking loops of --load", numberBetween(0, 1), 0.01)
    .option(
      "--seconds <number>",
      "end --load after this time (into a file default: 60)",
      numberBetween(1, longestLoadS),
    )
    .option("--json", "print results for programs");
}

/**
 * Arguments after the program's name, and the environment for a token. Never exits or prints by itself. Whether a
 * scenario or a file exists is for the library of stories to say.
 */
export function parseCommandLine(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): CommandLine {
  let text = "";
  const collect = (chunk: string) => {
    text += chunk;
  };
  const command = createCommand().exitOverride().configureOutput({ writeOut: collect, writeErr: collect });
  try {
    command.parse([...args], { from: "user" });
    const isGiven = (option: string): boolean => command.getOptionValueSource(option) === "cli";
    return toCommandLine(command.opts<Given>(), isGiven, env["INFLUX_TOKEN"] || null);
  } catch (error) {
    if (error instanceof InvalidArgumentError)
      return { kind: "exit", code: 2, text: `error: ${error.message}\n` };
    if (!(error instanceof CommanderError)) throw error;
    return { kind: "exit", code: error.exitCode === 0 ? 0 : 2, text };
  }
}

function toCommandLine(
  given: Given,
  isGiven: (option: string) => boolean,
  token: string | null,
): CommandLine {
  const json = given.json === true;
  if (given.list === true) return { kind: "list", json };
  const mode = given.load === true ? "load" : given.out === undefined ? "live" : "file";
  const contradiction = findContradiction(mode, isGiven);
  if (contradiction !== null) return { kind: "exit", code: 2, text: `error: ${contradiction}\n` };
  const { seed, out } = given;
  const loopId = given.loop ?? null;
  const toHttp = () => orInvalid(parseHttpTarget(given.url, token));
  if (mode === "load") return toLoad(given, out === undefined ? toHttp() : { kind: "file", ...out });
  const story = toStory(given);
  if (out !== undefined) {
    const startMs = given.start ?? usualStartMs;
    return {
      kind: "file",
      options: { story, out, loopId, seed, startMs, lengthS: given.length ?? null, json },
    };
  }
  const { topic: prefix, mqttFormat: format, speed } = given;
  const target =
    given.mqtt === undefined ? toHttp() : ({ kind: "mqtt", ...given.mqtt, prefix, format } as const);
  const hold = given.hold === true || given.demo === true;
  return { kind: "live", options: { story, target, loopId, seed, speed, hold, json } };
}

function toStory({ scenario, variant, config, set, holeMm, prelude, demo }: Given): StoryChoice {
  const usual = config === undefined ? usualScenario : null;
  return {
    scenarioId: demo === true ? demoScenario : (scenario ?? usual),
    variant: variant ?? null,
    configPath: config ?? null,
    changes: toPlantChanges(set),
    holeMm: holeMm ?? null,
    preludeS: prelude ?? null,
  };
}

function toLoad(given: Given, target: LoadOptions["target"]): CommandLine {
  const { loops, rate: rateHz, leaks: leakShare, seed } = given;
  if (target.kind === "file" && target.format !== "lp") {
    throw new InvalidArgumentError("--load writes line protocol; give --out a name that ends with .lp.");
  }
  const seconds = given.seconds ?? null;
  return {
    kind: "load",
    options: { loops, rateHz, leakShare, seconds, seed, target, json: given.json === true },
  };
}

/** Keeps the text; the token that belongs to the address comes from the environment. */
function checkAddress(text: string): string {
  orInvalid(parseHttpTarget(text, null));
  return text;
}
