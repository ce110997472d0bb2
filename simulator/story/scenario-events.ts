import type {
  EventTiming,
  LeakEvent,
  LinkEvent,
  ScenarioDescription,
  ScenarioEvent,
} from "../description/scenario-description.ts";

type Kind = ScenarioEvent["kind"];

/** Narrows an event to one kind. */
export const isOfKind = <K extends Kind>(
  event: ScenarioEvent,
  kind: K,
): event is Extract<ScenarioEvent, { kind: K }> => event.kind === kind;

/** Events that happen on the way to the listener. */
export const isOfLink = (event: ScenarioEvent): event is EventTiming & LinkEvent =>
  event.kind === "gap" || event.kind === "channels out" || event.kind === "clock jump";

/**
 * The same story with every hole in the loop of another size; a story without holes stays as it is. Throws `RangeError`
 * for a hole that is larger than its pipe.
 */
export function withHole(scenario: ScenarioDescription, holeMm: number): ScenarioDescription {
  const isHole = (event: ScenarioEvent): event is EventTiming & LeakEvent =>
    event.kind === "leak" && event.from === "loop" && event.size.kind === "hole";
  if (!scenario.events.some(isHole)) return scenario;
  return {
    ...scenario,
    summary: `A hole of ${holeMm} mm lets the coolant out.`,
    events: scenario.events.map((event) => {
      if (!isHole(event)) return event;
      const bore = scenario.plant.segments.find(({ name }) => name === event.at)?.boreMm ?? 0;
      if (holeMm > bore) {
        throw new RangeError(
          `A hole of ${holeMm} mm is larger than the pipe: "${event.at}" has a bore of ${bore} mm.`,
        );
      }
      return { ...event, size: { kind: "hole", holeMm } };
    }),
  };
}
