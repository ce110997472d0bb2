import { type DurationMs, minutes } from "../../protocol/time.ts";
import type { SeriesRef } from "../domain/loop/loop.ts";
import type { BucketColumns } from "./ports.ts";

/** Width of a rollup's bucket. */
export const rollupMs: DurationMs = minutes(1);

/** All rollups are points of this measurement: one a series and minute, with the fields below. */
export const rollupMeasurement = "rollup_1m";

/** Tags that say of which series a rollup is; beside them it has that series' own. */
const ofTag = "rollup_of";
const fieldTag = "rollup_field";

/** Fields of a rollup; a mean is `sum` over `count`. */
type RollupField = "min" | "max" | "sum" | "count";

/** Where the rollups of a series are found. */
export const toRollup = ({ measurement, tags, field }: SeriesRef, part: RollupField): SeriesRef => ({
  measurement: rollupMeasurement,
  tags: { ...tags, [ofTag]: measurement, [fieldTag]: field },
  field: part,
});

/** Escapes a tag's name or value for line protocol. One cannot end in a backslash: what follows would be escaped. */
const escapeTag = (text: string): string => text.replace(/\\$/, "\\ ").replace(/[,= ]/g, "\\$&");

/** Rollups of one series as lines of line protocol, ms precision; empty buckets have none. */
export function toRollupLines(ref: SeriesRef, columns: BucketColumns, i: number): readonly string[] {
  const tags = Object.entries(toRollup(ref, "min").tags).sort(([a], [b]) => (a < b ? -1 : 1));
  const head = [rollupMeasurement, ...tags.map(([name, value]) => `${escapeTag(name)}=${escapeTag(value)}`)];
  return columns.tMs.flatMap((atMs, k) => {
    const min = columns.min[i]?.[k] ?? null;
    const max = columns.max[i]?.[k] ?? null;
    if (min === null || max === null) return [];
    const sum = columns.sum?.[i]?.[k] ?? 0;
    const count = columns.count?.[i]?.[k] ?? 0;
    return [`${head.join(",")} min=${min},max=${max},sum=${sum},count=${count} ${atMs}`];
  });
}
