import { loadPlant } from "../../../simulator/description/library.ts";
import type {
  EventTiming,
  LeakEvent,
  ScenarioDescription,
  ScenarioEvent,
} from "../../../simulator/description/scenario-description.ts";

/** A story of the Soyuz loop with these events. */
export function storyOf(
  events: readonly ScenarioEvent[],
  rest: Partial<ScenarioDescription> = {},
): ScenarioDescription {
  const plant = loadPlant("soyuz");
  if (plant.kind === "problems") throw new Error("the Soyuz loop has problems");
  return {
    id: "story",
    variant: null,
    variants: [],
    title: "A story",
    summary: "Something happens.",
    plant: plant.value,
    plantId: "soyuz",
    preludeS: 3600,
    lengthS: 7200,
    eventDelayS: 600,
    events,
    ideal: [],
    card: [],
    ...rest,
  };
}

/** A hole of 2 mm in the radiator, for good, unless something else is said. */
export const hole = (rest: Partial<LeakEvent & EventTiming> = {}): LeakEvent & EventTiming => ({
  kind: "leak",
  atS: 0,
  forS: null,
  from: "loop",
  at: "radiator",
  position: 1,
  size: { kind: "hole", holeMm: 2 },
  tail: "metastable",
  eFoldS: null,
  swing: null,
  ...rest,
});
