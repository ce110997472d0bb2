import { Router } from "express";
import type { ChannelSeries, SeriesList, UnmappedList } from "../../../protocol/series.ts";
import { parseSeriesQuery } from "../../boundary/command.ts";
import type { Loop } from "../../domain/loop/loop.ts";
import { withQuery } from "./answers.ts";

/** What the questions about series are answered from. */
export interface SeriesParts {
  readonly loops: readonly Loop[];
  readonly unmapped: () => UnmappedList;
}

/** `/series`: which series feed which channel, and which belong to no loop; `?unmapped`: those alone. */
export function createSeriesRoutes({ loops, unmapped }: SeriesParts): Router {
  const router = Router();
  const list = withQuery(parseSeriesQuery, (query, response) => {
    const channels = query.unmapped === undefined ? { channels: loops.flatMap(toChannels) } : {};
    response.json({ ...channels, ...unmapped() } satisfies SeriesList);
  });
  router.get("/series", list);
  return router;
}

const toChannels = (loop: Loop): readonly ChannelSeries[] =>
  loop.channels.map(({ id, source: { measurement, tags, field } }) => ({
    loopId: loop.id,
    channelId: id,
    ...{ measurement, tags, field },
  }));
