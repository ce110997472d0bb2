import type { ParsedPoint } from "./line-protocol.ts";

/** Distinct points by measurement: a point is one measurement, one set of tags and one time, as databases count. */
export function countDistinct(points: readonly ParsedPoint[]): ReadonlyMap<string, number> {
  const timesBySeries = new Map<string, Set<bigint>>();
  // Points of one series share their tags, so the key is made once a series and not once a point.
  const keyByTags = new WeakMap<object, string>();
  const countByMeasurement = new Map<string, number>();
  for (const { measurement, tags, atNs } of points) {
    let key = keyByTags.get(tags);
    if (key === undefined) {
      key = JSON.stringify([measurement, Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1))]);
      keyByTags.set(tags, key);
    }
    const times = timesBySeries.get(key) ?? new Set();
    timesBySeries.set(key, times);
    if (times.has(atNs)) continue;
    times.add(atNs);
    countByMeasurement.set(measurement, (countByMeasurement.get(measurement) ?? 0) + 1);
  }
  return countByMeasurement;
}
