import type { ScenarioState } from "../../protocol/scenario.ts";
import type { EpochMs } from "../../protocol/time.ts";
import { toSpan } from "../../protocol/units.ts";

/** A scenario with the wall-clock moment at which the page heard of it. */
export interface HeardScenario {
  readonly state: ScenarioState;
  readonly heardMs: EpochMs;
}

/** Source time now: what the simulator said, carried on at its speed. */
export function toSourceNow(scenario: HeardScenario, nowMs: EpochMs): EpochMs {
  return scenario.state.nowMs + Math.max(0, nowMs - scenario.heardMs) * scenario.state.speed;
}

/** Counts down in wall-clock time to the moment the plant departs from healthy, then up in source time. */
export function toCountdown(scenario: HeardScenario, nowMs: EpochMs): string {
  const { eventMs, speed } = scenario.state;
  if (eventMs === null) return "Nothing will go wrong in this story";
  const leftMs = eventMs - toSourceNow(scenario, nowMs);
  if (leftMs <= 0) return `Event began ${toSpan(leftMs)} ago in source time`;
  return speed > 0 ? `Event begins in ${toSpan(leftMs / speed)}` : "Paused before the event";
}
