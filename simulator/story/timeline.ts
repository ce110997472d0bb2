import type { PlantEvent, ScenarioDescription } from "../description/scenario-description.ts";
import { type PlantInputs, usualInputs } from "../plant/inputs.ts";
import { isWithin, toEventSpan } from "../timing/event-span.ts";
import { toInputs } from "./act-inputs.ts";
import { type Act, isGradual, isOfPlant } from "./acts.ts";
import { createLoadWander } from "./load-wander.ts";
import { isOfKind } from "./scenario-events.ts";

/** Gradual changes (beta, load wander, growing and swinging leaks, angle) move in steps of this many seconds. */
export const gradualStepS = 10;

/** Declared by an operator, at a time in epoch seconds. */
export interface TimedOperation {
  readonly atS: number;
  readonly operation: string;
}

/** What acts on a plant over time, and what operators declare. */
export interface Timeline {
  /** Inputs of the step that begins then. The same object is returned while nothing changes. */
  inputsAt(atS: number): PlantInputs;
  /** What is declared from `fromS` on and before `toS`, oldest first. */
  operationsBetween(fromS: number, toS: number): readonly TimedOperation[];
}

/**
 * `eventS`: when the story's event comes, epoch seconds; `null`: never, so that only what holds from the start happens.
 * `startS`: when telemetry begins; what holds from the start begins then. Inputs follow from these and the seed alone,
 * however they are asked for.
 */
export function createTimeline(
  scenario: ScenarioDescription,
  eventS: number | null,
  startS: number,
  seed: number,
): Timeline {
  const acts = scenario.events
    .filter(isOfPlant)
    .flatMap((event): Act[] => {
      const span = toEventSpan(event, { eventS, startS });
      return span === null ? [] : [{ event, ...span }];
    })
    .toSorted((a, b) => a.fromS - b.fromS);
  const operations = scenario.events
    .flatMap((event): TimedOperation[] => {
      if (!isOfKind(event, "operation")) return [];
      const span = toEventSpan(event, { eventS, startS });
      return span === null ? [] : [{ atS: span.fromS, operation: event.operation }];
    })
    .toSorted((a, b) => a.atS - b.atS);
  const changesS = acts.flatMap((act) => [act.fromS, act.untilS]).toSorted((a, b) => a - b);
  const { surroundings } = scenario.plant;
  const context = {
    betaDeg: surroundings.kind === "orbit" ? surroundings.betaDeg : null,
    wander: createWanders(acts, seed),
  };

  let inputs = usualInputs;
  let fromS = Number.NaN;
  let untilS = Number.NaN;
  return {
    inputsAt(atS) {
      if (atS >= fromS && atS < untilS) return inputs;
      fromS = changesS.findLast((changeS) => changeS <= atS) ?? Number.NEGATIVE_INFINITY;
      untilS = changesS.find((changeS) => changeS > atS) ?? Number.POSITIVE_INFINITY;
      let sampleS = atS;
      if (acts.some((act) => isWithin(act, atS) && isGradual(act))) {
        const stepS = Math.floor(atS / gradualStepS) * gradualStepS;
        fromS = Math.max(fromS, stepS);
        untilS = Math.min(untilS, stepS + gradualStepS);
        // The middle of a step stands for all of it, so that a drift is not late on average.
        sampleS = (fromS + untilS) / 2;
      }
      inputs = toInputs(acts, sampleS, context);
      return inputs;
    },
    operationsBetween: (fromS, toS) => operations.filter(({ atS }) => atS >= fromS && atS < toS),
  };
}

/** One movement of its own for each load wander. */
function createWanders(acts: readonly Act[], seed: number): (event: PlantEvent, atS: number) => number {
  const wanderByEvent = new Map<PlantEvent, (atS: number) => number>();
  for (const { event } of acts) {
    if (event.kind !== "load wander") continue;
    const stream = `load wander ${wanderByEvent.size}`;
    wanderByEvent.set(event, createLoadWander(event.sd, event.tauS, seed, stream));
  }
  return (event, atS) => wanderByEvent.get(event)?.(atS) ?? 0;
}
