import { setTimeout as delay, setImmediate as yieldToEvents } from "node:timers/promises";
import { type DurationMs, seconds } from "../../protocol/time.ts";
import type { LiveOptions } from "../command-line/options.ts";
import { listScenarios, loadScenario } from "../description/library.ts";
import type { ScenarioDescription } from "../description/scenario-description.ts";
import { fetchNewestSample, toStartTime } from "../live/loop-history.ts";
import { createPlantLink } from "../live/plant-link.ts";
import { createRunner } from "../live/runner.ts";
import type { SenderCounters } from "../senders/sender.ts";
import { renderSummary, renderSummaryJson } from "../senders/summary.ts";
import { createTelemetrySender, pointNameOf, toTargetText } from "../senders/telemetry-sender.ts";
import { withHole } from "../story/scenario-events.ts";
import { createSimulation } from "../story/simulation.ts";
import { waitUnlessAborted } from "../wait.ts";
import { chooseStory, orStoryError } from "./choose-story.ts";
import { toLoopName } from "./loop-name.ts";
import type { CommandSurroundings } from "./surroundings.ts";

/** How often due telemetry is made. */
const tickMs: DurationMs = 100;

/** What is still queued at the end gets this long. */
const farewellMs: DurationMs = seconds(0.5);

/** What a loop does until somebody comes for whom its story is held back. */
const quietScenario = "healthy";

/** Of a run that ended before it found its server. */
const nothingSent: SenderCounters = { sent: 0, acknowledged: 0, retried: 0, rejected: 0, queued: 0 };

/** Runs a plant in step with the wall clock until stopped. Throws `StoryError`. Resolves with the exit code. */
export async function runLive(options: LiveOptions, around: CommandSurroundings): Promise<0 | 1> {
  const { target, seed, speed, hold, json } = options;
  const { say, stop } = around;
  const scenario = chooseStory(options.story);
  const loopId = options.loopId ?? toLoopName(scenario.plantId);
  const isOurs = target.kind === "http" && target.isLoopwatch;
  const sayFarewell = (counters: SenderCounters) => {
    say(`Stopped. ${renderSummary(counters, pointNameOf(target))}`);
    if (json) around.print(renderSummaryJson(counters, { scenario: scenario.id, loop: loopId, seed }));
  };
  const newestMs = isOurs ? await fetchNewestSample(target, loopId, say, stop) : null;
  if (stop.aborted) {
    sayFarewell(nothingSent);
    return 0;
  }
  const begun = hold ? toQuietStory(scenario) : scenario;
  const simulation = createSimulation({
    loopId,
    seed,
    startMs: toStartTime(around.nowMs(), newestMs),
    scenario: begun,
    serviced: newestMs !== null,
  });
  const sender = createTelemetrySender({ target, loopId, channels: () => simulation.channels, say, seed });
  const runner = createRunner({
    simulation,
    outlet: sender,
    stories: storiesOf(scenario, options.story.holeMm),
    nowMs: around.nowMs,
    speed,
    held: hold ? scenario : null,
  });
  const link = isOurs ? createPlantLink(target, runner) : null;
  say(`Simulating loop ${loopId} (${begun.id}) for ${toTargetText(target)} at ${speed} times real time.`);
  while (!stop.aborted) {
    if (runner.tick()) await yieldToEvents();
    else await waitUnlessAborted(tickMs, stop);
  }
  link?.close();
  await Promise.race([sender.whenIdle(), delay(farewellMs)]);
  await sender.close();
  sayFarewell(sender.counters());
  return 0;
}

/** The same plant with nothing happening to it. */
function toQuietStory(scenario: ScenarioDescription): ScenarioDescription {
  const quiet = orStoryError(loadScenario(quietScenario), `${quietScenario}.yaml`);
  return { ...quiet, plant: scenario.plant, plantId: scenario.plantId, preludeS: scenario.preludeS };
}

/**
 * What can be asked for on the page: the stories of the same plant, each as it is written but for the hole that was asked
 * for. A story of another plant would come with other channels.
 */
function storiesOf(scenario: ScenarioDescription, holeMm: number | null): readonly ScenarioDescription[] {
  const shipped = listScenarios().filter(({ plantId }) => plantId === scenario.plantId);
  const stories = shipped.map(({ id }) => {
    const story = orStoryError(loadScenario(id), `${id}.yaml`);
    return holeMm === null ? story : withHole(story, holeMm);
  });
  return stories.some(({ id }) => id === scenario.id) ? stories : [scenario, ...stories];
}
