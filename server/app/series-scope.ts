import type { LoopId } from "../../protocol/ids.ts";
import { operationMeasurement } from "../../protocol/operation.ts";
import type { LineReader } from "../boundary/line-reader.ts";
import type { ChannelIndex } from "./channel-index.ts";

/** Which series a sender may write. */
export interface SeriesScope {
  /** For one body: why a series is not the sender's, by its number; `null`: it is. Each series is looked at once. */
  judge(scope: ReadonlySet<LoopId>): (series: number) => string | null;
}

/** Remembers the loops of each series, and forgets whenever the reader begins its numbers anew, or the channels are others. */
export function createSeriesScope(reader: LineReader, index: ChannelIndex): SeriesScope {
  let generation = reader.generation;
  let { version } = index;
  let loopsBySeries: (readonly LoopId[])[] = [];

  const loopsOf = (series: number): readonly LoopId[] => {
    if (generation !== reader.generation || version !== index.version) {
      generation = reader.generation;
      version = index.version;
      loopsBySeries = [];
    }
    const known = loopsBySeries[series];
    if (known !== undefined) return known;
    const { measurement, tags } = reader.series(series);
    const loops =
      measurement === operationMeasurement
        ? tags["loop"] === undefined
          ? []
          : [tags["loop"]]
        : index.loopsOf(measurement, tags);
    loopsBySeries[series] = loops;
    return loops;
  };

  return {
    judge(scope) {
      const judged: (string | null)[] = [];
      return (series) => {
        const known = judged[series];
        if (known !== undefined) return known;
        const loops = loopsOf(series);
        const foreign = loops.find((loopId) => !scope.has(loopId));
        const reason =
          loops.length === 0
            ? "This token may write for its loops only, and this series feeds none of them."
            : foreign === undefined
              ? null
              : `This token may not write for the loop ${foreign}.`;
        judged[series] = reason;
        return reason;
      };
    },
  };
}
