import type { LoopId } from "../../protocol/ids.ts";
import type { LineReader } from "../boundary/line-reader.ts";
import type { Series } from "../boundary/line-series.ts";
import type { ChannelIndex, ChannelPlace } from "./channel-index.ts";
import type { Lane } from "./lane.ts";

/** What a lane is to those who bring samples. */
export type LaneEntry = Pick<Lane, "take" | "operate" | "advance">;

/** A channel and the lane of its loop. */
export interface Target extends ChannelPlace {
  readonly lane: LaneEntry;
}

/** Which channels a series and a field feed, by their numbers: looked up once and remembered. */
export interface SeriesTargets {
  /** `null`: no field of this series feeds a channel. To be asked before `find` for every series of a body. */
  of(series: number): FieldTargets | null;
}

/** The fields of one series. */
export interface FieldTargets {
  find(field: number): readonly Target[];
}

/** Forgets whenever the reader begins its numbers anew, or the channels are others. */
export function createSeriesTargets(
  reader: LineReader,
  index: ChannelIndex,
  laneOf: (loopId: LoopId) => LaneEntry | undefined,
): SeriesTargets {
  let generation = reader.generation;
  let { version } = index;
  let known: (FieldTargets | null)[] = [];
  return {
    of(series) {
      if (generation !== reader.generation || version !== index.version) {
        generation = reader.generation;
        version = index.version;
        known = [];
      }
      const found = known[series];
      if (found !== undefined) return found;
      const named = reader.series(series);
      const targets = index.hasAny(named.measurement, named.tags) ? toFields(named) : null;
      known[series] = targets;
      return targets;
    },
  };

  function toFields({ measurement, tags }: Series): FieldTargets {
    const byField: (readonly Target[] | undefined)[] = [];
    return {
      find(field) {
        const found = byField[field];
        if (found !== undefined) return found;
        const places = index.find(measurement, tags, reader.fieldName(field)).flatMap((place) => {
          const lane = laneOf(place.loopId);
          return lane === undefined ? [] : [{ ...place, lane }];
        });
        byField[field] = places;
        return places;
      },
    };
  }
}
