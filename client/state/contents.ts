import type { LoopView } from "../../protocol/telemetry.ts";

/** True when a sensor of the loop tells how much coolant is in it. */
export const tellsInventory = (loop: LoopView): boolean =>
  loop.channels.some(({ role }) => role === "pressure" || role === "quantity");

/** True when nobody said how much is in the loop: its litres are guesses, shares of the charge are rough. */
export const isRough = ({ assumed = [] }: LoopView): boolean =>
  assumed.includes("chargeL") || assumed.includes("accumulator");

/** How an amount of coolant is written: litres times `factor`, with the unit behind. */
export interface AmountScale {
  readonly factor: number;
  readonly unit: "L" | "% of charge";
}

/** Litres, or shares of the charge where litres would claim what nobody knows. */
export const toAmountScale = (loop: LoopView): AmountScale =>
  isRough(loop) ? { factor: 100 / loop.chargeL, unit: "% of charge" } : { factor: 1, unit: "L" };

/** What is in the loop, as far as its owner said: `isooctane, 44.0 L charge`. */
export function toContentsWords(loop: LoopView): string {
  const coolant = loop.assumed?.includes("coolant") ? `${loop.coolant}, assumed` : loop.coolant;
  return isRough(loop)
    ? `${coolant}; charge not configured`
    : `${coolant}, ${loop.chargeL.toFixed(1)} L charge`;
}
