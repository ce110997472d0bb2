import type { PlantChanges } from "../../../simulator/description/parse-scenario.ts";
import type {
  ScenarioDescription,
  ScenarioEvent,
} from "../../../simulator/description/scenario-description.ts";
import { createPlant } from "../../../simulator/plant/create-plant.ts";
import type { PlantTruth } from "../../../simulator/plant/plant-api.ts";
import { createTimeline } from "../../../simulator/story/timeline.ts";
import { scenarioOf } from "./play.ts";

type EventKind = ScenarioEvent["kind"];

/** Which story is played in large steps, and how long. Times in seconds. */
export interface LargeStepOptions {
  readonly variant?: string | null;
  readonly seed?: number;
  readonly changes?: PlantChanges;
  /** From the event (or the end of `beforeS` in a story without one). */
  readonly forS: number;
  /** Before the event: a plant is made settled, but what holds from the start has to come through. */
  readonly beforeS?: number;
  /** Events of these kinds are left out, as the wander of the load is for claims about the plant alone. */
  readonly without?: readonly EventKind[];
}

/** The truth at the end of a step, seconds after the event. */
export type TruthRow = Readonly<PlantTruth> & { readonly atS: number };

const startS = 1_700_000_000;
const usualSeed = 1;

/** A revolution's swing comes out within 0.1 % of that in steps of a second, at a tenth of the work. */
const stepS = 30;

/** Plays a story of days or weeks on its plant alone, without sensors and link. Rows from the event on. */
export function playInLargeSteps(id: string, options: LargeStepOptions): readonly TruthRow[] {
  const scenario = withoutEvents(
    scenarioOf(id, options.variant ?? null, options.changes),
    options.without ?? [],
  );
  const beforeS = options.beforeS ?? 0;
  const zeroS = startS + beforeS;
  const eventS = scenario.eventDelayS === null ? null : zeroS;
  const plant = createPlant(scenario.plant, startS);
  const timeline = createTimeline(scenario, eventS, startS, options.seed ?? usualSeed);
  const rows: TruthRow[] = [];
  for (let atS = -beforeS; atS < options.forS; atS += stepS) {
    plant.step(timeline.inputsAt(zeroS + atS), stepS);
    if (atS >= 0) rows.push({ ...plant.truth, atS: atS + stepS });
  }
  return rows;
}

const withoutEvents = (scenario: ScenarioDescription, kinds: readonly EventKind[]): ScenarioDescription => ({
  ...scenario,
  events: scenario.events.filter(({ kind }) => !kinds.includes(kind)),
});
