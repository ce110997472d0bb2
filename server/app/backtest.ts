import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { Quality } from "../../protocol/telemetry.ts";
import type { Loop } from "../domain/loop/loop.ts";
import { createStoryTeller, type LoopStory } from "./backtest-story.ts";
import type { Lane } from "./lane.ts";
import { createPipeline, type Pipeline } from "./pipeline.ts";

/** Hears each evaluation with the quality of every channel, as `PipelineEffects.onEvaluated`. */
export type HearEvaluation = (estimate: LoopEstimate, qualities: readonly Quality[]) => void;

/** The pipeline and the alarm machine over one recording, with detectors that know nothing yet. */
export interface Backtest {
  /** The way in. */
  readonly pipeline: Pipeline;
  /** A loop's own way in, for what has no series. Throws for a loop that is not here. */
  lane(loopId: LoopId): Lane;
  /** What became of each loop so far, in the order of the configuration. */
  tell(): readonly LoopStory[];
}

/** Same code, same order as live; there is just nobody to tell and nothing to store. */
export function createBacktest(loops: readonly Loop[], hear: HearEvaluation | null): Backtest {
  const tellerByLoop = new Map(loops.map((loop) => [loop.id, createStoryTeller(loop)]));
  const pipeline = createPipeline(loops, {
    observe: (key, seen) => tellerByLoop.get(key.loopId)?.observe(key, seen),
    onRow: (loopId, atMs, row) => tellerByLoop.get(loopId)?.row(atMs, row),
    onEstimate: (estimate) => tellerByLoop.get(estimate.loopId)?.estimate(estimate),
    ...(hear === null ? {} : { onEvaluated: hear }),
  });
  const lane = (loopId: LoopId): Lane => {
    const found = pipeline.lane(loopId);
    if (found === null) throw new Error(`There is no loop called ${loopId}.`);
    return found;
  };
  return {
    pipeline,
    lane,
    tell: () =>
      [...tellerByLoop].map(([loopId, teller]) => {
        const { late, strays } = lane(loopId);
        return teller.tell(late + strays);
      }),
  };
}
