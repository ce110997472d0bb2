import type { LoopView } from "../../protocol/telemetry.ts";
import type { Loop } from "../domain/loop/loop.ts";

/** A loop as pages know it. */
export const toLoopView = (loop: Loop): LoopView => ({
  id: loop.id,
  name: loop.name,
  coolant: loop.coolant,
  chargeL: loop.chargeL,
  minimumInventoryL: loop.minimumInventoryL,
  ...(loop.assumed.length === 0 ? {} : { assumed: loop.assumed }),
  channels: loop.channels.map(({ id, name, role, unit, position }) => ({ id, name, role, unit, position })),
});
