import type { EpochMs } from "../../protocol/time.ts";
import type { ScenarioDescription } from "../../simulator/description/scenario-description.ts";
import { createLink } from "../../simulator/link/create-link.ts";
import { createPlant } from "../../simulator/plant/create-plant.ts";
import type { PlantTruth } from "../../simulator/plant/plant-api.ts";
import { createSensors } from "../../simulator/sensors/create-sensors.ts";
import { isOfKind, isOfLink } from "../../simulator/story/scenario-events.ts";
import { createTimeline } from "../../simulator/story/timeline.ts";
import type { Arrival } from "../../simulator/timing/frame.ts";

/** What a sampled story starts from. */
export interface SampledStoryOptions {
  readonly seed: number;
  readonly startMs: EpochMs;
  /** Whole seconds. The plant makes one step between two samples. */
  readonly sampleS: number;
  /** Called after each step of the plant, before its readings travel. */
  readonly onStep?: (atMs: EpochMs, truth: PlantTruth) => void;
}

/** A story that is told as fast as it goes. */
export interface SampledStory {
  readonly channels: readonly string[];
  readonly liveMs: EpochMs;
  readonly eventMs: EpochMs | null;
  readonly endMs: EpochMs;
  /** The object is kept up to date. */
  readonly truth: PlantTruth;
  /** All that arrives up to and including `untilMs`. */
  advance(untilMs: EpochMs): readonly Arrival[];
}

/**
 * The simulation with another step than a second. A plant's balances close at any step, and its noise does not depend on
 * how often it is read; a year costs a sixtieth at a minute. With a step of a second the arrivals are those of
 * `createSimulation`.
 */
export function createSampledStory(
  scenario: ScenarioDescription,
  options: SampledStoryOptions,
): SampledStory {
  const { seed, startMs, sampleS, onStep } = options;
  const stepMs = sampleS * 1000;
  const startS = startMs / 1000;
  const liveMs = startMs + scenario.preludeS * 1000;
  const { eventDelayS } = scenario;
  const eventMs = eventDelayS === null ? null : Math.floor((liveMs + eventDelayS * 1000) / stepMs) * stepMs;
  const eventS = eventMs === null ? null : eventMs / 1000;
  const plant = createPlant(scenario.plant, startS);
  const sensors = createSensors({
    sensors: scenario.plant.sensors,
    probe: (probe) => plant.probe(probe),
    seed,
    faults: scenario.events.filter((event) => isOfKind(event, "sensor fault")),
    eventS,
  });
  const link = createLink({
    link: scenario.plant.link,
    channels: sensors.channels,
    seed,
    events: scenario.events.filter(isOfLink),
    startS,
    eventS,
  });
  const timeline = createTimeline(scenario, eventS, startS, seed);
  let nowMs = startMs;
  return {
    channels: sensors.channels,
    liveMs,
    eventMs,
    endMs: (eventMs ?? liveMs) + scenario.lengthS * 1000,
    truth: plant.truth,
    advance(untilMs) {
      for (; nowMs + stepMs <= untilMs; nowMs += stepMs) {
        const atS = nowMs / 1000;
        plant.step(timeline.inputsAt(atS), sampleS);
        const nowS = atS + sampleS;
        onStep?.(nowS * 1000, plant.truth);
        for (const { operation } of timeline.operationsBetween(atS, nowS))
          link.pushOperation(nowS, operation);
        link.push(nowS, sensors.read(nowS));
      }
      return link.takeUntil(nowMs);
    },
  };
}
