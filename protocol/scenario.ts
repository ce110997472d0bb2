import type { LoopId } from "./ids.ts";
import type { EpochMs } from "./time.ts";

/** A plant story that the simulator can run. */
export interface ScenarioChoice {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
}

/** What the connected simulator is doing, as the page shows it. */
export interface ScenarioState {
  readonly loopId: LoopId;
  readonly runningId: string;
  readonly title: string;
  readonly summary: string;
  /** Source time at which the story began. */
  readonly startedMs: EpochMs;
  /** Source time at which the plant departs from healthy; `null` when it never does. */
  readonly eventMs: EpochMs | null;
  /** Source time now. */
  readonly nowMs: EpochMs;
  /** Source seconds per wall-clock second. */
  readonly speed: number;
  readonly choices: readonly ScenarioChoice[];
}
