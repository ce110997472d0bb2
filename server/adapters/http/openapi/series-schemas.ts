import type { ChannelSeries, SeriesList, UnmappedSeries } from "../../../../protocol/series.ts";
import { listOf, moment, number, objectOf, optional, orNull, type Schema, text, whole } from "./schema.ts";

const tags: Schema = { type: "object", additionalProperties: text };
const named = { measurement: text, tags, field: text };

export const seriesSchemas: Readonly<Record<string, Schema>> = {
  SeriesList: objectOf<SeriesList>({
    channels: optional(listOf(objectOf<ChannelSeries>({ loopId: text, channelId: text, ...named }))),
    series: listOf(
      objectOf<UnmappedSeries>({
        ...named,
        value: orNull(number),
        atMs: moment,
        arrivedMs: moment,
        ratePerS: number,
        watchedAs: orNull(text),
      }),
    ),
    leftOut: whole,
  }),
};
