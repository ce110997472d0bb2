import { idPattern, type LoopId } from "../../protocol/ids.ts";
import { servicedOperation } from "../../protocol/operation.ts";
import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import type { ScenarioDescription, SensorFaultEvent } from "../description/scenario-description.ts";
import { createLink, type Link } from "../link/create-link.ts";
import { createPlant } from "../plant/create-plant.ts";
import type { Plant, PlantTruth } from "../plant/plant-api.ts";
import { createSensors, type Sensors } from "../sensors/create-sensors.ts";
import type { Arrival } from "../timing/frame.ts";
import { isOfKind, isOfLink } from "./scenario-events.ts";
import { createTimeline, type Timeline } from "./timeline.ts";

/** The plant is sampled once a second of source time. */
const sampleS = 1;

/** What a simulation starts from. The same options give the same arrivals, byte for byte. */
export interface SimulationOptions {
  readonly loopId: LoopId;
  readonly seed: number;
  /** Source time, moved back to a whole second. The first readings come one second later. */
  readonly startMs: EpochMs;
  readonly scenario: ScenarioDescription;
  /** In place of the scenario's own. */
  readonly preludeMs?: DurationMs;
  readonly eventDelayMs?: DurationMs;
  /** True when the loop already has telemetry of another plant: the first arrival then says that it was serviced. */
  readonly serviced?: boolean;
  /** Called after each second of the plant, before its readings travel. */
  readonly onStep?: (atMs: EpochMs, truth: PlantTruth) => void;
}

/** Where a simulation stands in its story; all source times. */
export interface StoryProgress {
  readonly scenario: ScenarioDescription;
  readonly startedMs: EpochMs;
  /** End of the prelude: telemetry up to here may be handed over as fast as it is taken. */
  readonly liveMs: EpochMs;
  /** `null` when the story has no event. */
  readonly eventMs: EpochMs | null;
  /** Time of the newest step. */
  readonly nowMs: EpochMs;
  /** The story is told: its length has passed since its event. */
  readonly endMs: EpochMs;
}

/** A plant with its sensors and its link, moved on by source time only. */
export interface Simulation {
  readonly loopId: LoopId;
  /** In the order of a frame's values. */
  readonly channels: readonly string[];
  /** All that arrives up to and including `untilMs`. Time never goes back; how it is cut into calls changes nothing. */
  advance(untilMs: EpochMs): readonly Arrival[];
  /** Repairs and refills the plant, says so in telemetry, and begins a story with its prelude. */
  start(scenario: ScenarioDescription): void;
  /** Changes the story of the running plant: its event comes at `eventMs`, or now if that has passed. */
  arm(scenario: ScenarioDescription, eventMs: EpochMs): void;
  progress(): StoryProgress;
  /** What is really so now. The object is kept up to date. */
  readonly truth: PlantTruth;
  plannedWindows(fromMs: EpochMs, toMs: EpochMs): ReturnType<Link["plannedWindows"]>;
}

/** A plant with everything that belongs to one story of it. */
interface Stage {
  readonly story: StoryProgress;
  readonly plant: Plant;
  readonly sensors: Sensors;
  readonly link: Link;
  readonly seed: number;
  timeline: Timeline;
}

/** Throws `RangeError` for a loop id that cannot travel, or a plant that cannot be built. */
export function createSimulation(options: SimulationOptions): Simulation {
  const { loopId, seed, onStep } = options;
  if (!idPattern.test(loopId)) throw new RangeError(`"${loopId}" cannot be the name of a loop.`);
  const startMs = Math.floor(options.startMs / 1000) * 1000;

  const setStage = (scenario: ScenarioDescription, startedMs: EpochMs, seedOfStage: number): Stage => {
    const liveMs = startedMs + (options.preludeMs ?? scenario.preludeS * 1000);
    const delayMs =
      scenario.eventDelayS === null ? null : (options.eventDelayMs ?? scenario.eventDelayS * 1000);
    const eventMs = delayMs === null ? null : Math.floor((liveMs + delayMs) / 1000) * 1000;
    const endMs = (eventMs ?? liveMs) + scenario.lengthS * 1000;
    const startS = startedMs / 1000;
    const plant = createPlant(scenario.plant, startS);
    const { sensors, link } = scenario.plant;
    return {
      story: { scenario, startedMs, liveMs, eventMs, nowMs: startedMs, endMs },
      plant,
      sensors: createSensors({
        sensors,
        probe: (probe) => plant.probe(probe),
        seed: seedOfStage,
        faults: scenario.events.filter((event) => isOfKind(event, "sensor fault")),
        eventS: toSeconds(eventMs),
      }),
      link: createLink({
        link,
        channels: sensors.map(({ channel }) => channel),
        seed: seedOfStage,
        events: scenario.events.filter(isOfLink),
        startS,
        eventS: toSeconds(eventMs),
      }),
      seed: seedOfStage,
      timeline: createTimeline(scenario, toSeconds(eventMs), startS, seedOfStage),
    };
  };

  let stories = 0;
  let stage = setStage(options.scenario, startMs, seed);
  let story = stage.story;
  let serviceDue = options.serviced ?? false;

  const stepOnce = (): void => {
    const { plant, sensors, link, timeline } = stage;
    const atS = story.nowMs / 1000;
    plant.step(timeline.inputsAt(atS), sampleS);
    const nowMs = story.nowMs + sampleS * 1000;
    story = { ...story, nowMs };
    onStep?.(nowMs, plant.truth);
    const nowS = nowMs / 1000;
    if (serviceDue) link.pushOperation(nowS, servicedOperation);
    serviceDue = false;
    for (const operation of timeline.operationsBetween(atS, nowS)) {
      link.pushOperation(nowS, operation.operation);
    }
    link.push(nowS, sensors.read(nowS));
  };

  return {
    loopId,
    get channels() {
      return stage.sensors.channels;
    },
    advance(untilMs) {
      while (story.nowMs + sampleS * 1000 <= untilMs) stepOnce();
      return stage.link.takeUntil(story.nowMs);
    },
    start(scenario) {
      // Another seed for each story, or the second one would repeat the noise of the first.
      stories += 1;
      stage = setStage(scenario, story.nowMs, seed + stories * 1_000_003);
      story = stage.story;
      serviceDue = true;
    },
    arm(scenario, eventMs) {
      const armedMs = scenario.eventDelayS === null ? null : Math.max(eventMs, story.nowMs);
      const eventS = toSeconds(armedMs);
      story = {
        ...story,
        scenario,
        eventMs: armedMs,
        endMs: (armedMs ?? story.nowMs) + scenario.lengthS * 1000,
      };
      const faults = scenario.events.filter((event) => isOfKind(event, "sensor fault"));
      stage.sensors.setStory(faults satisfies readonly SensorFaultEvent[], eventS);
      stage.link.setStory(scenario.events.filter(isOfLink), eventS);
      stage.timeline = createTimeline(scenario, eventS, story.nowMs / 1000, stage.seed);
    },
    progress: () => story,
    get truth() {
      return stage.plant.truth;
    },
    plannedWindows: (fromMs, toMs) => stage.link.plannedWindows(fromMs, toMs),
  };
}

const toSeconds = (atMs: EpochMs | null): number | null => (atMs === null ? null : Math.floor(atMs / 1000));
