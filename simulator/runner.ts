import type { LoopId } from "../protocol/ids.ts";
import type { ScenarioState } from "../protocol/scenario.ts";
import { type DurationMs, type EpochMs, minutes, seconds } from "../protocol/time.ts";
import type { ActResult } from "../protocol/wire.ts";
import { type Pace, toSourceTime } from "./pace.ts";
import { findScenario, type Scenario, scenarios, withHole } from "./scenarios.ts";
import type { Sender } from "./sender.ts";
import type { Simulation } from "./simulation.ts";

/** Allowed speeds, source seconds per wall-clock second: from real time to ten minutes a second. */
export const slowestSpeed = 1;
export const fastestSpeed = 600;

/** From a visitor's arrival to the event of a story that was held back for them, wall-clock time. */
export const visitorDelayMs: DurationMs = seconds(45);

/** Source time made in one go, so that commands and signals are heard in between. */
const chunkMs: DurationMs = minutes(10);

/** What a runner moves and by which clock. */
export interface RunnerOptions {
  /** The loop that the announcements are about. */
  readonly loopId: LoopId;
  readonly simulation: Simulation;
  readonly sender: Pick<Sender, "hasRoom" | "send">;
  /** The wall clock. */
  readonly nowMs: () => EpochMs;
  readonly speed: number;
  /** A story whose event waits for the first visitor. */
  readonly held: Scenario | null;
  /** Hole size that replaces that of every story, or `null`. */
  readonly holeMm: number | null;
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
  const { simulation, sender, nowMs, loopId, holeMm } = options;
  let held = options.held;
  const paceFromHere = (speed: number): Pace => ({
    anchorWallMs: nowMs(),
    anchorSourceMs: simulation.progress().nowMs,
    speed,
  });
  let pace = paceFromHere(options.speed);

  /** True when points were made. */
  const advance = (untilMs: EpochMs): boolean => {
    const lines = simulation.advanceTo(untilMs);
    sender.send(lines);
    return lines !== "";
  };

  return {
    tick() {
      const { nowMs: sourceMs, liveMs } = simulation.progress();
      if (!sender.hasRoom()) {
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
      const scenario = findScenario(scenarioId);
      if (scenario === null) return { ok: false, reason: unknownScenario(scenarioId) };
      held = null;
      simulation.start(holeMm === null ? scenario : withHole(scenario, holeMm));
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
        loopId,
        runningId: scenario.id,
        title: scenario.title,
        summary: scenario.summary,
        startedMs,
        eventMs,
        nowMs: sourceMs,
        speed: pace.speed,
        choices: scenarios.map(({ id, title, summary }) => ({ id, title, summary })),
      };
    },
  };
}

/** A sentence that lists what there is. */
export const unknownScenario = (id: string): string =>
  `There is no scenario "${id}". Choose one of: ${scenarios.map((scenario) => scenario.id).join(", ")}.`;
