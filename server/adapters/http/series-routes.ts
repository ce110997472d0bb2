import { Router } from "express";
import type { UnmappedList } from "../../../protocol/series.ts";
import type { Loop } from "../../domain/loop/loop.ts";

/** What the questions about series are answered from. */
export interface SeriesParts {
  readonly loops: readonly Loop[];
  readonly unmapped: () => UnmappedList;
}

/** `/series`: which series feed which channel, and which belong to no loop; `?unmapped`: those alone. */
export function createSeriesRoutes({ loops, unmapped }: SeriesParts): Router {
  const router = Router();
  router.get("/series", (request, response) => {
    const list = unmapped();
    if (request.query["unmapped"] !== undefined) response.json(list);
    else response.json({ channels: loops.flatMap(toChannels), ...list });
  });
  return router;
}

const toChannels = (loop: Loop) =>
  loop.channels.map(({ id, source: { measurement, tags, field } }) => ({
    loopId: loop.id,
    channelId: id,
    ...{ measurement, tags, field },
  }));
