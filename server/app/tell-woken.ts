import type { Loop } from "../domain/loop/loop.ts";
import type { Conditions } from "./conditions.ts";
import type { Live } from "./live.ts";
import type { Pipeline } from "./pipeline.ts";

/** Tells the pages what is known of each loop after a start: a lane that had nothing to go through has told nothing yet. */
export function tellWoken(
  loops: readonly Loop[],
  {
    pipeline,
    live,
    conditions,
  }: {
    readonly pipeline: Pick<Pipeline, "newestMs" | "lane" | "isolatedMs">;
    readonly live: Pick<Live, "recalled" | "estimate">;
    readonly conditions: Pick<Conditions, "operated">;
  },
): void {
  for (const { id } of loops) {
    const isolatedMs = pipeline.isolatedMs(id);
    if (isolatedMs !== null) conditions.operated(id, { operation: "isolation", atMs: isolatedMs });
    const newestMs = pipeline.newestMs(id);
    if (newestMs === null) continue;
    live.recalled(id, newestMs);
    const estimate = pipeline.lane(id)?.detector.estimate();
    if (estimate !== undefined && !Number.isNaN(estimate.atMs)) live.estimate(estimate);
  }
}
