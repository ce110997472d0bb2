import type { ScenarioState } from "../../protocol/scenario.ts";
import { type DurationMs, type EpochMs, minutes, seconds } from "../../protocol/time.ts";
import type { ActResult } from "../../protocol/wire.ts";
import type { ScenarioDescription } from "../description/scenario-description.ts";
import type { Simulation } from "../story/simulation.ts";
import type { Arrival } from "../timing/frame.ts";
import { type Pace, toSourceTime } from "./pace.ts";

/** Allowed speeds, source seconds per wall-clock second: from real time to ten minutes a second. */
export const slowestSpeed = 1;
export const fastestSpeed = 600;

/** From a visitor's arrival to the event of a story that was held back for them, wall-clock time. */
export const visitorDelayMs: DurationMs = seconds(45);

/** Source time made in one go, so that commands and signals are heard in between. */
const chunkMs: DurationMs = minutes(10);

/** What a runner moves and by which clock. */
export interface RunnerOptions {
  readonly simulation: Simulation;
  /** Where arrivals go; while it has no room, source time stands still. */
  readonly outlet: { hasRoom(): boolean; send(arrivals: readonly Arrival[]): void };
  /** What can be asked for; all of one plant, for a running loop keeps its channels. */
  readonly stories: readonly ScenarioDescription[];
  /** The wall clock. */
  readonly nowMs: () => EpochMs;
  readonly speed: number;
  /** A story whose event waits for the first visitor. */
  readonly held: ScenarioDescription | null;
}

/** Moves a simulation on in step with the wall clock, and takes commands. */
export interface Runner {
  /** Makes the telemetry that is due. True when more can be made at once. */
  tick(): boolean;
  startScenario(scenarioId: string): ActResult;
  setSpeed(speed: number): ActResult;
  visitorArrived(): void;
  state(): ScenarioState;
}

/** Starts at the simulation's own time; nothing moves before the first `tick`. */
export function createRunner(options: RunnerOptions): Runner {
  const { simulation, outlet, stories, nowMs } = options;
  let held = options.held;
  const paceFromHere = (speed: number): Pace => ({
    anchorWallMs: nowMs(),
    anchorSourceMs: simulation.progress().nowMs,
    speed,
  });
  let pace = paceFromHere(options.speed);

  /** True when time moved on. */
  const advance = (untilMs: EpochMs): boolean => {
    const beforeMs = simulation.progress().nowMs;
    const arrivals = simulation.advance(untilMs);
    if (arrivals.length > 0) outlet.send(arrivals);
    return simulation.progress().nowMs > beforeMs;
  };

  return {
    tick() {
      const { nowMs: sourceMs, liveMs } = simulation.progress();
      if (!outlet.hasRoom()) {
        // Source time waits with the telemetry, so that nothing has to be thrown away and nothing is rushed later.
        pace = paceFromHere(pace.speed);
        return false;
      }
      if (sourceMs < liveMs) {
        const made = advance(Math.min(liveMs, nowMs(), sourceMs + chunkMs));
        pace = paceFromHere(pace.speed);
        return made;
      }
      const dueMs = toSourceTime(pace, nowMs());
      advance(Math.min(dueMs, sourceMs + chunkMs));
      return dueMs > sourceMs + chunkMs;
    },

    startScenario(scenarioId) {
      const scenario = stories.find(({ id }) => id === scenarioId);
      if (scenario === undefined) return { ok: false, reason: unknownStory(scenarioId, stories) };
      held = null;
      simulation.start(scenario);
      return { ok: true };
    },

    setSpeed(speed) {
      if (!Number.isFinite(speed) || speed < slowestSpeed || speed > fastestSpeed) {
        return { ok: false, reason: `The speed must be between ${slowestSpeed} and ${fastestSpeed}.` };
      }
      pace = paceFromHere(speed);
      return { ok: true };
    },

    visitorArrived() {
      if (held === null) return;
      const { nowMs: sourceMs, liveMs } = simulation.progress();
      simulation.arm(held, Math.max(sourceMs, liveMs) + visitorDelayMs * pace.speed);
      held = null;
    },

    state() {
      const { scenario, startedMs, eventMs, nowMs: sourceMs } = simulation.progress();
      return {
        loopId: simulation.loopId,
        runningId: scenario.id,
        title: scenario.title,
        summary: scenario.summary,
        startedMs,
        eventMs,
        nowMs: sourceMs,
        speed: pace.speed,
        choices: stories.map(({ id, title, summary }) => ({ id, title, summary })),
      };
    },
  };
}

function unknownStory(id: string, stories: readonly ScenarioDescription[]): string {
  const known = stories.map((story) => story.id).join(", ");
  return `There is no scenario "${id}" for this plant. Choose one of: ${known}.`;
}
