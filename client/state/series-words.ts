import type { UnmappedSeries } from "../../protocol/series.ts";

/** `room,host=a temp_c`: a series and its field as line protocol has them, tags in the order of their names. */
export function toSeriesName({
  measurement,
  tags,
  field,
}: Pick<UnmappedSeries, "measurement" | "tags" | "field">): string {
  const pairs = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${[measurement, ...pairs.map(([name, value]) => `${name}=${value}`)].join(",")} ${field}`;
}
