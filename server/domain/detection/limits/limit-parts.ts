import type { ChannelId } from "../../../../protocol/ids.ts";
import type { Channel, Limit, Loop } from "../../loop/loop.ts";

/** A limit where it stands. */
export interface PlacedLimit {
  /** Place of the channel among the loop's. */
  readonly place: number;
  readonly channel: Channel;
  readonly limit: Limit;
  /** What the alarm's key calls it. */
  readonly part: string;
}

/** What an alarm's key calls a limit: `suction.low`. No two of a configured loop are alike. */
export const toLimitPart = (channelId: ChannelId, limitName: string): string => `${channelId}.${limitName}`;

/** Every limit of a loop's channels, in their order. */
export const placeLimits = (loop: Pick<Loop, "channels">): readonly PlacedLimit[] =>
  loop.channels.flatMap((channel, place) =>
    (channel.limits ?? []).map((limit) => ({
      place,
      channel,
      limit,
      part: toLimitPart(channel.id, limit.name),
    })),
  );
