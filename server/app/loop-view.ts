import type { ChannelView, LimitView, LoopView } from "../../protocol/telemetry.ts";
import type { Channel, Limit, Loop } from "../domain/loop/loop.ts";

/** A limit on how fast a value changes is no level, and no line in a picture. */
const toLimitViews = ({ kind, value, severity, only }: Limit): readonly LimitView[] =>
  kind === "above" || kind === "below" ? [{ kind, value, severity, only }] : [];

function toChannelView({ id, name, role, unit, position, limits = [] }: Channel): ChannelView {
  const levels = limits.flatMap(toLimitViews);
  return { id, name, role, unit, position, ...(levels.length === 0 ? {} : { limits: levels }) };
}

/** A loop as pages know it. */
export const toLoopView = (loop: Loop): LoopView => ({
  id: loop.id,
  name: loop.name,
  coolant: loop.coolant,
  chargeL: loop.chargeL,
  minimumInventoryL: loop.minimumInventoryL,
  accumulator: loop.accumulator,
  ...(loop.isolable === undefined ? {} : { isolable: loop.isolable }),
  ...(loop.assumed.length === 0 ? {} : { assumed: loop.assumed }),
  channels: loop.channels.map(toChannelView),
});
