import type { ChannelView, LoopView } from "../../protocol/telemetry.ts";

/** How full an accumulator is, and who says so. */
export interface TankLevel {
  /** Coolant in it as a share of its volume, 0..1. */
  readonly share: number;
  readonly by: "measured" | "estimated";
}

const inside = (share: number): number => Math.min(1, Math.max(0, share));

/** Coolant in the accumulator when the loop holds so much, as a share of its volume. */
export const toTankShare = ({ accumulator, chargeL }: LoopView, inventoryL: number): number =>
  inside((accumulator.volumeL - accumulator.gasL + inventoryL - chargeL) / accumulator.volumeL);

/** The column of the sensor that measures the level; -1: there is none. */
export const levelColumn = (loop: LoopView): number =>
  loop.channels.findIndex(({ role }: ChannelView) => role === "quantity");

/**
 * The level as its sensor tells it, else as the inventory has it at the reference temperature; `null`: nobody tells.
 * `NaN` stands for a value that is not known.
 */
export function toTankLevel(loop: LoopView, measured: number, inventoryL: number): TankLevel | null {
  const channel = loop.channels[levelColumn(loop)];
  if (channel && !Number.isNaN(measured)) {
    const share = channel.unit === "%" ? measured / 100 : measured / loop.accumulator.volumeL;
    return { share: inside(share), by: "measured" };
  }
  return Number.isNaN(inventoryL) ? null : { share: toTankShare(loop, inventoryL), by: "estimated" };
}
