import { fstatSync } from "node:fs";
import { setTimeout as delay, setImmediate as yieldToEvents } from "node:timers/promises";
import { type DurationMs, seconds } from "../protocol/time.ts";
import { parseCommandLine, type SimulateOptions } from "./command-line.ts";
import { fetchNewestSample, toStartTime } from "./loop-history.ts";
import { createPlantLink } from "./plant-link.ts";
import { createRunner } from "./runner.ts";
import { findScenario, type Scenario } from "./scenarios.ts";
import { createSender } from "./sender.ts";
import { createSimulation } from "./simulation.ts";
import { waitUnlessAborted } from "./wait.ts";

/** How often due telemetry is made. */
const tickMs: DurationMs = 100;

/** What is still queued at the end gets this long. */
const farewellMs: DurationMs = seconds(0.5);

const say = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`);
};

/** Ends on a signal, and when the process that started this one is gone. */
function createStopSignal(): AbortSignal {
  const stop = new AbortController();
  const onStop = () => stop.abort();
  process.once("SIGTERM", onStop);
  process.once("SIGINT", onStop);
  if (process.connected) process.once("disconnect", onStop);
  else if (isPipe(0)) {
    // A parent that holds our input is gone when the input ends. A terminal or /dev/null says nothing about a parent.
    process.stdin.once("end", onStop).once("error", onStop).resume();
  }
  return stop.signal;
}

function isPipe(descriptor: number): boolean {
  try {
    const kind = fstatSync(descriptor);
    return kind.isFIFO() || kind.isSocket();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EBADF") return false;
    throw error;
  }
}

function healthyStory(): Scenario {
  const healthy = findScenario("healthy");
  if (healthy === null) throw new Error("The list of scenarios has no healthy one.");
  return healthy;
}

async function run(options: SimulateOptions, stop: AbortSignal): Promise<void> {
  const { url, loopId, seed, speed, holeMm, chargeL, scenario, hold } = options;
  const newestMs = await fetchNewestSample(url, loopId, say, stop);
  if (stop.aborted) return;
  const simulation = createSimulation({
    loopId,
    seed,
    startMs: toStartTime(Date.now(), newestMs),
    scenario: hold ? healthyStory() : scenario,
    plant: chargeL === null ? {} : { chargeL },
    serviced: newestMs !== null,
  });
  const sender = createSender({ url, say });
  const held = hold ? scenario : null;
  const runner = createRunner({ simulation, sender, nowMs: () => Date.now(), loopId, speed, held, holeMm });
  const link = createPlantLink(url, runner);
  say(
    `Simulating loop ${loopId} (${simulation.progress().scenario.id}) for ${url} at ${speed} times real time.`,
  );
  while (!stop.aborted) {
    if (runner.tick()) await yieldToEvents();
    else await waitUnlessAborted(tickMs, stop);
  }
  link.close();
  await Promise.race([sender.whenIdle(), delay(farewellMs)]);
  sender.close();
  const { acceptedLines, queuedLines } = sender.counters();
  say(
    `Stopped. The server took ${acceptedLines} lines${queuedLines > 0 ? `, ${queuedLines} were not sent` : ""}.`,
  );
}

const commandLine = parseCommandLine(process.argv.slice(2));
if (commandLine.kind === "exit") {
  (commandLine.code === 0 ? process.stdout : process.stderr).write(commandLine.text);
  process.exitCode = commandLine.code;
} else {
  await run(commandLine.options, createStopSignal());
  // Idle connections and the parent's channel would keep the process for seconds.
  process.exit(0);
}
