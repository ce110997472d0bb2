import type { ChannelId, LoopId } from "../../protocol/ids.ts";
import type { CsvRows } from "../boundary/csv-reader.ts";
import type { Channel, Loop } from "../domain/loop/loop.ts";
import type { Lane } from "./lane.ts";

/** Which column of a table feeds which channels. Column 0 is the time. */
export interface ColumnPlan {
  /** Loops of which at least one channel has a column. */
  readonly loops: readonly Loop[];
  /** `feeds[slot]`: the channels that the column `wanted[slot]` feeds. */
  readonly wanted: readonly number[];
  readonly feeds: readonly (readonly ColumnFeed[])[];
  /** Names of columns that feed no channel, each once. */
  readonly unused: readonly string[];
  /** Channels without a column, of loops that have another. */
  readonly missing: readonly { readonly loopId: LoopId; readonly channels: readonly ChannelId[] }[];
  /** Columns that feed channels of several loops. */
  readonly shared: readonly string[];
}

/** A channel by its loop and its place among the loop's channels. */
export interface ColumnFeed {
  readonly loopId: LoopId;
  readonly place: number;
}

/** A channel's column is called like its field, unless another channel of the loop has the same; else like the channel. */
function findColumn(
  channel: Channel,
  loop: Loop,
  columnByName: ReadonlyMap<string, number>,
): number | undefined {
  const { field } = channel.source;
  const isOwn = loop.channels.every((other) => other === channel || other.source.field !== field);
  return (isOwn ? columnByName.get(field) : undefined) ?? columnByName.get(channel.id);
}

/** `names`: all columns of the table, the time first. Of two columns of one name the first counts. */
export function planColumns(loops: readonly Loop[], names: readonly string[]): ColumnPlan {
  const columnByName = new Map<string, number>();
  for (let column = names.length - 1; column > 0; column--) columnByName.set(names[column]!, column);
  const feedsByColumn = new Map<number, ColumnFeed[]>();
  const fed: Loop[] = [];
  const missing: { readonly loopId: LoopId; readonly channels: readonly ChannelId[] }[] = [];
  for (const loop of loops) {
    const without: ChannelId[] = [];
    for (const [place, channel] of loop.channels.entries()) {
      const column = findColumn(channel, loop, columnByName);
      if (column === undefined) {
        without.push(channel.id);
        continue;
      }
      const feeds = feedsByColumn.get(column) ?? [];
      feedsByColumn.set(column, feeds);
      feeds.push({ loopId: loop.id, place });
    }
    if (without.length === loop.channels.length) continue;
    fed.push(loop);
    if (without.length > 0) missing.push({ loopId: loop.id, channels: without });
  }
  const wanted = [...feedsByColumn.keys()].sort((a, b) => a - b);
  return {
    loops: fed,
    wanted,
    feeds: wanted.map((column) => feedsByColumn.get(column)!),
    unused: [...new Set(names.filter((_, column) => column > 0 && !feedsByColumn.has(column)))],
    missing,
    shared: wanted
      .filter((column) => new Set(feedsByColumn.get(column)!.map(({ loopId }) => loopId)).size > 1)
      .map((column) => names[column]!),
  };
}

/** Hands rows on to the lanes, and lets these evaluate as far as they can. Returns the samples. */
export function createColumnIntake(
  plan: ColumnPlan,
  laneOf: (loopId: LoopId) => Lane,
): (rows: CsvRows) => number {
  const lanes = plan.loops.map((loop) => laneOf(loop.id));
  // A feed a row of this list: slot, lane and place, so that a sample costs no look into a map.
  const feeds = plan.feeds.flatMap((targets, slot) =>
    targets.map(({ loopId, place }) => ({ slot, place, lane: laneOf(loopId) })),
  );
  return ({ count, width, atMs, values }) => {
    let samples = 0;
    for (let row = 0; row < count; row++) {
      for (let k = 0; k < feeds.length; k++) {
        const { slot, place, lane } = feeds[k]!;
        const value = values[row * width + slot]!;
        if (Number.isNaN(value)) continue;
        lane.take(place, atMs[row]!, value);
        samples++;
      }
    }
    for (const lane of lanes) lane.advance();
    return samples;
  };
}
