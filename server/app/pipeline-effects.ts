import type { AlarmKey } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { Operation } from "../../protocol/operation.ts";
import type { Quality } from "../../protocol/telemetry.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { Observation } from "../domain/alarm/alarm.ts";

/** What the pipeline decides, in the order in which it must be passed on. */
export interface PipelineEffects {
  /** What is seen of a condition: found, gone, or nothing that can be said; once in ten seconds of source time, and at once when it changes. */
  observe(key: AlarmKey, seen: Observation): void;
  /** Somebody did something to a loop; told in the order of source time. Left out where nobody keeps account. */
  onOperation?(loopId: LoopId, declared: DeclaredOperation): void;
  /** New values of every channel of a loop, then the compensated inventory (litres); `null`: none. Left out where nobody looks. */
  onRow?(loopId: LoopId, atMs: EpochMs, row: readonly (number | null)[]): void;
  /** Once in ten seconds of source time, and when a leak is found. */
  onEstimate(estimate: LoopEstimate): void;
  /** Each evaluation with the quality of every channel, for a trace; left out where nobody looks. */
  onEvaluated?(estimate: LoopEstimate, qualities: readonly Quality[]): void;
}

/** What people did to a loop, and when. */
export interface DeclaredOperation {
  readonly atMs: EpochMs;
  readonly operation: Operation;
}
