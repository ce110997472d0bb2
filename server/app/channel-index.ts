import type { LoopId } from "../../protocol/ids.ts";
import type { Loop } from "../domain/loop/loop.ts";

/** A channel by its loop and its place among the loop's channels. */
export interface ChannelPlace {
  readonly loopId: LoopId;
  readonly place: number;
}

/** Finds the channels that a series feeds. */
export interface ChannelIndex {
  /** Channels whose source names this measurement and field and whose tags all are on the point. */
  find(measurement: string, tags: Readonly<Record<string, string>>, field: string): readonly ChannelPlace[];
  /** Another number: everything may be found elsewhere. */
  readonly version: number;
  /** True when some field of this series feeds a channel. */
  hasAny(measurement: string, tags: Readonly<Record<string, string>>): boolean;
  /** Every loop that some field of this series feeds. */
  loopsOf(measurement: string, tags: Readonly<Record<string, string>>): readonly LoopId[];
}

interface Candidate extends ChannelPlace {
  readonly tags: readonly (readonly [string, string])[];
}

const none: readonly ChannelPlace[] = [];

/** A point may carry more tags than the configuration names (Telegraf adds `host`); they do not matter. */
export function createChannelIndex(loops: readonly Loop[]): ChannelIndex {
  const byMeasurement = new Map<string, Map<string, Candidate[]>>();
  for (const loop of loops) {
    for (const [place, { source }] of loop.channels.entries()) {
      const byField = byMeasurement.get(source.measurement) ?? new Map<string, Candidate[]>();
      byMeasurement.set(source.measurement, byField);
      const candidates = byField.get(source.field) ?? [];
      byField.set(source.field, candidates);
      candidates.push({ loopId: loop.id, place, tags: Object.entries(source.tags) });
    }
  }
  const fits = (candidate: Candidate, tags: Readonly<Record<string, string>>): boolean =>
    candidate.tags.every(([name, value]) => tags[name] === value);
  return {
    version: 0,
    find(measurement, tags, field) {
      const candidates = byMeasurement.get(measurement)?.get(field);
      if (candidates === undefined) return none;
      return candidates.filter((candidate) => fits(candidate, tags));
    },
    hasAny(measurement, tags) {
      const byField = byMeasurement.get(measurement);
      if (byField === undefined) return false;
      return [...byField.values()].some((candidates) => candidates.some((one) => fits(one, tags)));
    },
    loopsOf(measurement, tags) {
      const candidates = [...(byMeasurement.get(measurement)?.values() ?? [])].flat();
      return [...new Set(candidates.filter((one) => fits(one, tags)).map(({ loopId }) => loopId))];
    },
  };
}
