import { idPattern, type LoopId } from "../protocol/ids.ts";
import { type DurationMs, type EpochMs, hours } from "../protocol/time.ts";
import { operationMeasurement, servicedOperation } from "../protocol/wire.ts";
import { liquidDensity, zeroCelsiusK } from "./plant/coolant.ts";
import type { PlantParameters } from "./plant/parameters.ts";
import { type Plant, toPlant } from "./plant/plant.ts";
import { accumulatorLiquidM3, bulkTemperature, type PlantState, weighCoolant } from "./plant/state.ts";
import { createSteadyPlant, restorePlant } from "./plant/steady-plant.ts";
import { stepPlant } from "./plant/step-plant.ts";
import { conditionsAt, type Scenario } from "./scenarios.ts";
import { createSensors } from "./sensors.ts";

/** One telemetry point a second of source time. */
const sampleMs: DurationMs = 1000;

/** Healthy telemetry before a story goes live, so that a detector can learn the loop: two revolutions. */
export const usualPreludeMs: DurationMs = hours(3);

/** What a simulation starts from. The same options give the same telemetry, byte for byte. */
export interface SimulationOptions {
  readonly loopId: LoopId;
  readonly seed: number;
  /** Source time, moved back to a whole second. The first point comes one second later. */
  readonly startMs: EpochMs;
  readonly scenario: Scenario;
  /** What differs from the loop of the MS-22 kind. */
  readonly plant?: Partial<PlantParameters>;
  /** Default three hours. */
  readonly preludeMs?: DurationMs;
  /** From the end of the prelude to the event; default the scenario's own. */
  readonly eventDelayMs?: DurationMs;
  /** True when the loop already has telemetry of another plant: the first line then says that it was serviced. */
  readonly serviced?: boolean;
}

/** What is really so in the plant, which no sensor shows. */
export interface Truth {
  readonly atMs: EpochMs;
  /** Mean over the last second. */
  readonly leakKgPerH: number;
  readonly massKg: number;
  /** Lost since the loop was last full. */
  readonly lostKg: number;
  /** Coolant on board as litres at the loop's reference temperature and pressure. */
  readonly inventoryL: number;
  readonly bulkTempC: number;
  /** At the accumulator, absolute. */
  readonly pressureKpa: number;
  readonly accumulatorLiquidL: number;
  /** The accumulator has no coolant left to give. */
  readonly bottomedOut: boolean;
}

/** Where a simulation stands in its story; all source times. */
export interface StoryProgress {
  readonly scenario: Scenario;
  readonly startedMs: EpochMs;
  /** End of the prelude: telemetry up to here may be handed over as fast as it is taken. */
  readonly liveMs: EpochMs;
  /** `null` when the story has no event. */
  readonly eventMs: EpochMs | null;
  /** Time of the newest point. */
  readonly nowMs: EpochMs;
}

/** A plant with its sensors, moved on by source time only. */
export interface Simulation {
  /**
   * Line protocol (timestamps in ms) of all points after the last one up to and including `untilMs`, each line ended
   * by a newline; "" when there is none. Time never goes back, and how it is cut into calls changes nothing.
   */
  advanceTo(untilMs: EpochMs): string;
  /** Repairs and refills the plant, says so in telemetry, and begins a story with its prelude. */
  start(scenario: Scenario): void;
  /** Changes the story of the running plant: its event comes at `eventMs` (or now, if that has passed). */
  arm(scenario: Scenario, eventMs: EpochMs): void;
  progress(): StoryProgress;
  truth(): Truth;
}

/** Throws `RangeError` for a loop that cannot be built or an id that cannot travel. */
export function createSimulation(options: SimulationOptions): Simulation {
  const { loopId, seed } = options;
  if (!idPattern.test(loopId)) throw new RangeError(`"${loopId}" cannot be the name of a loop.`);
  const plant = toPlant(options.plant ?? {});
  const readSensors = createSensors(plant, seed);
  const preludeMs = options.preludeMs ?? usualPreludeMs;

  const begin = (scenario: Scenario, startedMs: EpochMs): StoryProgress => {
    const liveMs = startedMs + preludeMs;
    const delayMs = scenario.eventDelayMs === null ? null : (options.eventDelayMs ?? scenario.eventDelayMs);
    return {
      scenario,
      startedMs,
      liveMs,
      eventMs: delayMs === null ? null : liveMs + delayMs,
      nowMs: startedMs,
    };
  };

  let story = begin(options.scenario, Math.floor(options.startMs / sampleMs) * sampleMs);
  const steady = createSteadyPlant(plant, story.nowMs / 1000);
  let state = steady;
  let serviceDue = options.serviced ?? false;

  const stepOnce = (): string => {
    const sinceEventMs = story.eventMs === null ? Number.NEGATIVE_INFINITY : story.nowMs - story.eventMs;
    state = stepPlant(plant, state, conditionsAt(plant, story.scenario, sinceEventMs), sampleMs / 1000);
    const nowMs = story.nowMs + sampleMs;
    story = { ...story, nowMs };
    const fields = readSensors(state).map(({ field, value }) => `${field}=${toDecimal(value)}`);
    const service = serviceDue
      ? `${operationMeasurement},loop=${loopId} kind="${servicedOperation}" ${nowMs}\n`
      : "";
    serviceDue = false;
    return `${service}coolant_loop,loop=${loopId} ${fields.join(",")} ${nowMs}\n`;
  };

  return {
    advanceTo(untilMs) {
      const lines: string[] = [];
      while (story.nowMs + sampleMs <= untilMs) lines.push(stepOnce());
      return lines.join("");
    },
    start(scenario) {
      state = restorePlant(plant, steady, story.nowMs / 1000);
      story = begin(scenario, story.nowMs);
      serviceDue = true;
    },
    arm(scenario, eventMs) {
      const never = scenario.eventDelayMs === null;
      story = { ...story, scenario, eventMs: never ? null : Math.max(eventMs, story.nowMs) };
    },
    progress: () => story,
    truth: () => toTruth(plant, state, story.nowMs),
  };
}

/** Four decimals are finer than any sensor's step. */
const toDecimal = (value: number): string => String(Number(value.toFixed(4)));

function toTruth(plant: Plant, state: PlantState, atMs: EpochMs): Truth {
  const massKg = weighCoolant(plant, state);
  const { referenceTempC, referencePressureKpa } = plant.parameters;
  const density = liquidDensity(plant.coolant, referenceTempC + zeroCelsiusK, referencePressureKpa * 1e3);
  const accumulatorLiquidL = accumulatorLiquidM3(plant, state) * 1e3;
  return {
    atMs,
    leakKgPerH: state.leakKgPerS * 3600,
    massKg,
    lostKg: plant.chargeKg - state.massKg,
    inventoryL: (massKg / density) * 1e3,
    bulkTempC: bulkTemperature(plant, state) - zeroCelsiusK,
    pressureKpa: state.pressurePa / 1e3,
    accumulatorLiquidL,
    bottomedOut: accumulatorLiquidL <= 0,
  };
}
