import { Command, CommanderError, InvalidArgumentError } from "commander";
import { idPattern } from "../protocol/ids.ts";
import { pipeworkL, toPlantParameters } from "./plant/parameters.ts";
import { fastestSpeed, slowestSpeed, unknownScenario } from "./runner.ts";
import { findScenario, type Scenario, scenarios, withHole } from "./scenarios.ts";

/** What the command line asks for, checked. */
export interface SimulateOptions {
  readonly url: string;
  readonly loopId: string;
  readonly scenario: Scenario;
  /** The story's event waits until somebody watches; until then the loop is healthy. */
  readonly hold: boolean;
  readonly speed: number;
  readonly seed: number;
  readonly holeMm: number | null;
  readonly chargeL: number | null;
}

/** Either run, or say something and exit: 0 for an answer, 2 for wrong use. */
export type CommandLine =
  | { readonly kind: "run"; readonly options: SimulateOptions }
  | { readonly kind: "exit"; readonly code: 0 | 2; readonly text: string };

/** Holes from a pinhole to a torn skin. */
const smallestHoleMm = 0.005;
const largestHoleMm = 20;
const largestChargeL = 100_000;

/** Arguments after the program's name. Never exits or prints by itself. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  let text = "";
  const collect = (chunk: string) => {
    text += chunk;
  };
  const command = new Command("simulate")
    .description("Runs a coolant loop and sends its telemetry to a Loopwatch server.")
    .option("--url <address>", "address of the server", parseAddress, "http://127.0.0.1:8420")
    .option("--loop <id>", "name of the loop", parseLoopId, "ms-22")
    .option("--scenario <id>", "plant story; --list shows them", parseScenarioId, "healthy")
    .option("--hold", "stay healthy until somebody opens the page; the event comes 45 s later")
    .option("--demo", "the puncture, held until somebody opens the page")
    .option("--speed <factor>", "source seconds per second", numberBetween(slowestSpeed, fastestSpeed), 10)
    .option("--seed <number>", "another seed gives other sensor noise", parseSeed, 1)
    .option("--hole-mm <mm>", "size of the hole in any story", numberBetween(smallestHoleMm, largestHoleMm))
    .option("--charge-l <litres>", "coolant in the loop", parseCharge)
    .option("--list", "print the scenarios")
    .exitOverride()
    .configureOutput({ writeOut: collect, writeErr: collect });
  try {
    command.parse([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { kind: "exit", code: error.exitCode === 0 ? 0 : 2, text };
  }
  const given = command.opts<{
    url: string;
    loop: string;
    scenario: string;
    hold?: true;
    demo?: true;
    speed: number;
    seed: number;
    holeMm?: number;
    chargeL?: number;
    list?: true;
  }>();
  if (given.list === true) return { kind: "exit", code: 0, text: listScenarios() };
  const story = toScenario(given.demo === true ? "puncture" : given.scenario);
  return {
    kind: "run",
    options: {
      url: given.url,
      loopId: given.loop,
      scenario: given.holeMm === undefined ? story : withHole(story, given.holeMm),
      hold: given.hold === true || given.demo === true,
      speed: given.speed,
      seed: given.seed,
      holeMm: given.holeMm ?? null,
      chargeL: given.chargeL ?? null,
    },
  };
}

const listScenarios = (): string =>
  scenarios.map(({ id, title, summary }) => `${id.padEnd(18)}${title}. ${summary}\n`).join("");

function parseScenarioId(id: string): string {
  if (findScenario(id) === null) throw new InvalidArgumentError(unknownScenario(id));
  return id;
}

function toScenario(id: string): Scenario {
  const scenario = findScenario(id);
  if (scenario === null) throw new RangeError(unknownScenario(id));
  return scenario;
}

function parseAddress(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new InvalidArgumentError("Write an address such as http://127.0.0.1:8420.");
  }
  return text;
}

function parseLoopId(text: string): string {
  if (!idPattern.test(text))
    throw new InvalidArgumentError("Use letters, digits, dots, underscores and hyphens.");
  return text;
}

const numberBetween =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === "" || !(value >= low && value <= high)) {
      throw new InvalidArgumentError(`Give a number from ${low} to ${high}.`);
    }
    return value;
  };

function parseSeed(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("Give a whole number.");
  return Number(text);
}

/** More than the accumulator's own coolant, or there would be no loop. */
function parseCharge(text: string): number {
  const usual = toPlantParameters({});
  const least = usual.chargeL - pipeworkL(usual) + 1;
  return numberBetween(least, largestChargeL)(text);
}
